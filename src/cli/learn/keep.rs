//! The file that a learnt network is kept in, or that shows it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::Result;

use super::learnt::LearntWeights;
use crate::cli::progress::{Progress, Show};
use crate::cli::wording::{UsageError, say};
use crate::export::{self, ExportError, Format, Job, Settings, Target};
use crate::network::Network;
use crate::network::weights::to_half_safetensors;
use crate::painter::Samples;
use crate::recipe::Recipe;
use crate::work::{Imported, Work};

/// Where a network is kept, and as what.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    target: Target,
    /// What the weights are called: a file of them beside it reopens what can't carry them.
    weights: PathBuf,
}

impl Keep {
    /// Reads what `-o` says.
    ///
    /// # Errors
    /// [`UsageError`] for standard output, [`ExportError`] if the format is unknown or nothing can be written there:
    /// before the long work starts.
    pub(super) fn parse(out: &Path) -> Result<Self> {
        let target = Target::parse(out, None)?;
        let weights = match &target {
            Target::File(path, format) => {
                export::try_writing(path, *format)?;
                path.with_extension("safetensors")
            }
            Target::Frames(pattern) => pattern.directory().join("learnt.safetensors"),
            Target::Stdout(_) => {
                let refused = "learn writes files; name one with -o, as face.png";
                return Err(UsageError(refused.to_owned()).into());
            }
        };
        Ok(Self { target, weights })
    }

    /// Whether the file has room for the network of `recipe`.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if not.
    pub(super) fn check(&self, recipe: &Recipe) -> Result<(), ExportError> {
        export::check_weights(self.target.format(), recipe.parameters())
    }

    /// Pixels across and down, or cells, of what is painted of a picture of size `learnt`: large enough to see how it is
    /// painted, and in its ratio.
    pub(super) fn size(&self, learnt: [u32; 2]) -> [u32; 2] {
        let format = self.target.format();
        let [longer, _] = format.usual_size();
        match format {
            Format::Png | Format::Jpg | Format::Tif => learnt.map(|side| (4 * side).min(u32::from(u16::MAX))),
            _ if format.is_text() || format.is_program() => format.usual_size(),
            _ => {
                let scale = f64::from(longer) / f64::from(learnt[0].max(learnt[1]));
                // Two at least: the sides of a video are even.
                learnt.map(|side| ((f64::from(side) * scale).round() as u32).max(2))
            }
        }
    }

    /// Where the weights would lie that reopen what can't carry them.
    pub(super) fn weights(&self) -> &Path {
        &self.weights
    }

    /// Whether what is written carries the weights, and reopens alone.
    pub(super) fn carries_weights(&self) -> bool {
        matches!(self.target, Target::File(_, format) if format.carries_weights())
    }

    /// What whoever saves a learnt picture should know of the file.
    pub(super) fn gives_away(&self) -> String {
        let weights = self.weights.file_name().unwrap_or(OsStr::new("learnt.safetensors")).to_string_lossy();
        if self.carries_weights() {
            "The weights are the picture: who has the file has it too".to_owned()
        } else if self.target.format().is_program() {
            format!("The weights are in it, and they are the picture; to open it here again, keep {weights}, too (-o)")
        } else {
            format!("The network is not in this file; -o {weights} keeps it")
        }
    }

    /// Writes `network`, which paints by `recipe`, in `size` pixels. Gives the bytes of the file. Where that fails, the
    /// weights are kept all the same, beside it.
    ///
    /// # Errors
    /// [`ExportError`]; then what was there before is as it was.
    pub(super) fn write(
        &self,
        network: &Network,
        recipe: &Recipe,
        size: [u32; 2],
        (show, cancel): (Show, &AtomicBool),
        learnt: &LearntWeights,
    ) -> Result<u64, ExportError> {
        let weights = to_half_safetensors(network, Some(&recipe.to_string()));
        learnt.replace(weights.clone());
        let work = Work::of_weights(Imported::new(&self.weights, &weights, network.clone(), recipe.clone()));
        let job = job(&work, size);
        // A picture is painted at once.
        let moves = self.target.format().moves() || matches!(self.target, Target::Frames(_));
        let progress = Progress::new(if moves { show } else { Show::Quiet });
        let step = |step| progress.step(step);
        let made = export::run_with_weights(&job, &weights, &self.target, &step, cancel);
        drop(progress);
        match &made {
            Ok(_) => learnt.forget(),
            Err(_) => learnt.keep().iter().for_each(|kept| say(kept)),
        }
        Ok(made?.bytes)
    }
}

/// The loop at its own pace, or the moment at its start.
fn job(work: &Work, size: [u32; 2]) -> Job<'_> {
    Job {
        work,
        size,
        aspect: 1.0,
        samples: Samples::Auto,
        fps: 30.0,
        speed: 1.0,
        frames: None,
        settings: Settings::default(),
    }
}
