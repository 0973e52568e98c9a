//! The file that a learnt network is kept in.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::Result;

use crate::cli::wording::UsageError;
use crate::export::{self, ExportError, Format, Job, Settings, Target};
use crate::network::Network;
use crate::network::weights::to_half_safetensors;
use crate::painter::Samples;
use crate::recipe::Recipe;
use crate::work::{Imported, Work};

/// Where a network is kept, and as what.
#[derive(Clone, Debug)]
pub(super) enum Keep {
    /// The weights alone.
    Weights(PathBuf),
    /// A painting that carries them.
    Picture(PathBuf),
}

impl Keep {
    /// Reads what `-o` says.
    ///
    /// # Errors
    /// [`UsageError`] for another format, [`ExportError`] if nothing can be written there: before the long work
    /// starts.
    pub(super) fn parse(out: &Path) -> Result<Self> {
        let target = Target::parse(out, None)?;
        let format = target.format();
        let (keep, path) = match target {
            Target::File(path, Format::Safetensors) => (Self::Weights(path.clone()), path),
            Target::File(path, Format::Png) => (Self::Picture(path.clone()), path),
            _ => {
                let refused = "learn keeps a network in one file, .png or .safetensors; what else it paints comes \
                               from there: neurotty render face.safetensors -o face.gif";
                return Err(UsageError(refused.to_owned()).into());
            }
        };
        export::try_writing(&path, format)?;
        Ok(keep)
    }

    /// Writes `network`, which paints by `recipe`; a picture in `size` pixels. Gives the bytes of the file.
    ///
    /// # Errors
    /// [`ExportError`]; then what was there before is as it was.
    pub(super) fn write(
        &self,
        network: &Network,
        recipe: &Recipe,
        size: [u32; 2],
        cancel: &AtomicBool,
    ) -> Result<u64, ExportError> {
        let weights = to_half_safetensors(network, Some(&recipe.to_string()));
        let path = match self {
            Self::Weights(path) => {
                export::write(path, &weights)?;
                return Ok(weights.len() as u64);
            }
            Self::Picture(path) => path,
        };
        // The name is what a picture is searched for whose weights another program has dropped.
        let name = path.with_extension("safetensors");
        let work = Work::of_weights(Imported::new(&name, &weights, network.clone(), recipe.clone()));
        let job = Job {
            work: &work,
            size,
            aspect: 1.0,
            samples: Samples::Auto,
            fps: 30.0,
            speed: 1.0,
            frames: None,
            settings: Settings::default(),
        };
        Ok(export::still_with_weights(&job, &weights, path, &|_| {}, cancel)?.bytes)
    }
}
