//! Frames on all threads, although each builds upon the one before.
//!
//! A frame's band of rows needs the bands above it, and the same band of the frame before. So while one
//! frame is at its third band, the next is at its second and the one after at its first: a wavefront,
//! whose result does not depend on how many threads there are.

use rayon::prelude::*;

use super::coder::Coder;
use super::dither::NOTHING;
use super::ycbcr::YCbCr;
use crate::export::{Cancel, ExportError};

/// Rows of a band.
const ROWS: usize = 8;

/// What the frames until now have left on the screen.
#[derive(Debug)]
pub(super) struct ShownPixels {
    width: usize,
    pixels: Vec<YCbCr>,
}

impl ShownPixels {
    /// Nothing shown yet.
    pub(super) fn new([width, height]: [u32; 2]) -> Self {
        let [width, height] = [width as usize, height as usize];
        Self { width, pixels: vec![NOTHING; width * height] }
    }

    /// Shows `frames`, sRGB, one after the other, choosing their colours.
    ///
    /// # Errors
    /// [`ExportError::Cancelled`].
    pub(super) fn show(&mut self, frames: &mut [(Vec<[u8; 3]>, Coder)], cancel: Cancel<'_>) -> Result<(), ExportError> {
        let band = ROWS * self.width;
        let mut screen: Vec<_> = self.pixels.chunks_mut(band).collect();
        for step in 0..(screen.len() + frames.len()).saturating_sub(1) {
            cancel.check()?;
            // Frame `f` is at band `step − f`.
            let first = (step + 1).saturating_sub(screen.len());
            let last = step.min(frames.len() - 1);
            let bands = screen[step - last..=step - first].par_iter_mut().rev();
            let at_work = frames[first..=last].par_iter_mut().zip(bands).zip(first..last + 1);
            at_work.with_max_len(1).for_each(|(((pixels, coder), screen), frame)| {
                let start = (step - frame) * band;
                coder.rows(&pixels[start..start + screen.len()], screen);
            });
        }
        Ok(())
    }
}
