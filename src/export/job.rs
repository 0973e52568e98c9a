//! What to paint into a file, and what every format asks of that: its moments, its pictures, its texts.

use std::ops::Range;

use super::captioned::Captioned;
use super::png::PngPicture;
use super::{ExportError, FlashCheck, FrameClock, Settings, Summary};
use crate::caption;
use crate::painter::{Samples, Viewport};
use crate::recipe::text::KEYWORD;
use crate::work::Work;

/// What to paint, and how to encode it.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// What to paint, seen as its recipe says.
    pub work: &'a Work,
    /// Pixels across and down, 1..=65535 each; for text, cells, and for SVG, squares, 1..=1000 each.
    pub size: [u32; 2],
    /// Width of a pixel over its height; of text it follows from the drawing.
    pub aspect: f64,
    /// How many samples a pixel is made of. Text and SVG take one instead of [`Samples::Auto`].
    pub samples: Samples,
    /// Frames a second.
    pub fps: f64,
    /// How many times faster than its own pace the loop goes by.
    pub speed: f64,
    /// Which frames to make; one whole loop without it.
    pub frames: Option<Range<u64>>,
    /// How to encode.
    pub settings: Settings,
}

impl Job<'_> {
    /// What is made, of this many frames and bytes, where nothing gave way.
    pub(super) fn summary(&self, frames: u64, bytes: u64) -> Summary {
        Summary { frames, skipped: 0, bytes, size: self.size, fps: self.fps, flashes: FlashCheck::Pending }
    }

    /// How the loop is cut into frames.
    ///
    /// # Errors
    /// As [`FrameClock::new`].
    pub fn clock(&self) -> Result<FrameClock, ExportError> {
        FrameClock::new(self.work.timeline().period(), self.fps, self.speed)
    }

    /// The picture at `seconds` into the loop, ready to be encoded.
    pub(super) fn picture(&self, seconds: f64) -> PngPicture<'_> {
        let shot = self.shot(seconds);
        PngPicture { shot, size: self.size, depth: self.settings.depth, compress: self.settings.compress }
    }

    /// The picture at `seconds` into the loop, ready to be painted, its caption over it.
    pub(super) fn shot(&self, seconds: f64) -> Captioned<'_> {
        let [width, height] = self.size;
        let viewport = Viewport { width, height, aspect: self.aspect, samples: self.samples };
        let work = self.work;
        let shot = work.painting().shot(work.timeline().phase(seconds), work.recipe().view, viewport);
        Captioned::new(shot, work.overlay(self.size, self.aspect))
    }

    /// Its work without the words on it.
    pub(super) fn uncaptioned(&self) -> Work {
        self.work.clone().with_caption(None)
    }

    /// The texts that a file carries in fields of their own (name, text): `line`, and the caption where there is one.
    pub(super) fn texts<'a>(&'a self, line: &'a str) -> Vec<(&'static str, &'a str)> {
        let caption = self.work.caption().map(|caption| (caption::KEYWORD, caption.text()));
        [(KEYWORD, line)].into_iter().chain(caption).collect()
    }

    /// The texts that a file carries as one comment: `line` as it is marked already, and the caption behind it.
    pub(super) fn comment(&self, line: String) -> String {
        match self.work.caption() {
            Some(caption) => format!("{line} {}", caption::mark(caption.text())),
            None => line,
        }
    }

    /// The line of text of the whole loop.
    pub(super) fn line(&self) -> String {
        self.work.text_at(self.work.recipe().at)
    }

    /// The line of text that reopens to the moment at `seconds` into the loop.
    pub(super) fn line_at(&self, seconds: f64) -> String {
        self.work.text_at(seconds)
    }
}
