//! The file that a learnt network is kept in.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::file_name;
use crate::export::{self, ExportError, Format, Job, Settings, Target};
use crate::network::Network;
use crate::network::weights::to_half_safetensors;
use crate::open::label;
use crate::pace::Timeline;
use crate::painter::Painting;
use crate::recipe::Recipe;

/// Where a network is kept, and as what.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keep<'a> {
    /// The weights alone.
    Weights(&'a Path),
    /// A painting that carries them.
    Picture(&'a Path),
}

impl<'a> Keep<'a> {
    /// Reads what `-o` says.
    ///
    /// # Errors
    /// [`ExportError::Refused`] for a name of another format, [`ExportError::File`] if nothing can be written there:
    /// before the long work starts.
    pub(super) fn parse(out: &'a Path) -> Result<Self, ExportError> {
        let keep = match Target::parse(out, None)? {
            Target::File(_, Format::Safetensors) => Self::Weights(out),
            Target::File(_, Format::Png) => Self::Picture(out),
            other => {
                return Err(ExportError::Refused(format!(
                    "learn keeps a network as .png or .safetensors; \
                     for .{ending}, then: neurotty render face.safetensors -o face.{ending}",
                    ending = other.format().ending()
                )));
            }
        };
        export::try_writing(out)?;
        Ok(keep)
    }

    /// Writes `network`, which paints by `recipe`; a picture in `size` pixels. Gives the bytes of the file.
    ///
    /// # Errors
    /// [`ExportError`]; then what was there before is as it was.
    pub(super) fn write(
        self,
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
        let painting = Painting::from_network(recipe.clone(), network.clone());
        let timeline = Timeline::measure(&painting);
        // What a picture is searched for whose weights another program has dropped.
        let named = label(&file_name(&path.with_extension("safetensors")), &weights);
        let job = Job {
            painting: &painting,
            foreign: Some(&named),
            timeline: &timeline,
            size,
            aspect: 1.0,
            samples: 1,
            fps: 30.0,
            speed: 1.0,
            frames: None,
            settings: Settings::default(),
        };
        Ok(export::still_with_weights(&job, &weights, path, &|_| {}, cancel)?.bytes)
    }
}
