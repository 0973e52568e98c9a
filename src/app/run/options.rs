//! How the live view is to behave: what the command line, a settings file or a screensaver asks for.

use std::path::PathBuf;
use std::time::Duration;

use super::{Places, Saving, Walk};
use crate::painter::Samples;
use thinwire::{ColorDepth, Medium};

/// How the live view behaves.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Frames a second, at most.
    pub fps: f64,
    /// How fast the clock runs.
    pub speed: f64,
    /// How many samples a pixel is made of.
    pub samples: Samples,
    /// How pictures and loops are saved.
    pub saving: Saving,
    /// How to show the picture, to begin with.
    pub medium: Medium,
    /// The colours to draw with; `None` for the best that the terminal is known to have.
    pub depth: Option<ColorDepth>,
    /// Whether to paint in the 16 colours that the terminal has.
    pub terminal_colors: bool,
    /// Whether to begin with the tour.
    pub tour: bool,
    /// After how long another artwork is opened, if ever.
    pub cycle: Option<Duration>,
    /// The artworks that are opened then; without them, curated seeds.
    pub walk: Option<Walk>,
    /// What outlasts the session.
    pub places: Places,
    /// A pipe to be made, through which other programs steer.
    pub control: Option<PathBuf>,
    /// What is to be said first.
    pub notice: Option<String>,
    /// No chrome.
    pub clean: bool,
    /// Any key or click leaves.
    pub screensaver: bool,
    /// Whether pictures may flash.
    pub flashing: bool,
    /// Nothing moves until a key lets it, and what a key changes fades slowly.
    pub reduced_motion: bool,
    /// Where the choice of new seeds begins.
    pub entropy: u64,
}
