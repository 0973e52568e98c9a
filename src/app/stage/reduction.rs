//! Fewer pixels where all of them would take too long.

use crate::painter::{Frame, Viewport};
use crate::recipe::Recipe;

/// The largest side of the squares that a picture is painted in.
pub(in crate::app) const MAX_REDUCTION: u32 = 64;
/// What a core surely manages, in multiply-adds a second: for the first guess alone.
const ASSUMED_RATE: f64 = 4e9;

/// A coarse enough start for a heavy network: 10,000 pixels within a tenth of a second.
pub(in crate::app) fn first_reduction(recipe: &Recipe) -> u32 {
    let seconds = 1e4 * recipe.parameters() as f64 / ASSUMED_RATE;
    let reduction = (seconds / 0.1).sqrt().ceil().clamp(1.0, f64::from(MAX_REDUCTION));
    (reduction as u32).next_power_of_two()
}

/// The viewport with a pixel for each square of `reduction` by `reduction`.
pub(in crate::app) fn reduced(viewport: Viewport, reduction: u32) -> Viewport {
    let fewer = |length: u32| length.div_ceil(reduction).max(1);
    Viewport { width: fewer(viewport.width), height: fewer(viewport.height), ..viewport }
}

/// The frame that was painted for the reduced viewport, with all pixels of `viewport`.
pub(in crate::app) fn enlarged(frame: Frame, viewport: Viewport, reduction: u32) -> Frame {
    if reduction == 1 {
        return frame;
    }
    let row = |y: u32| &frame.pixels[((y / reduction) * frame.width) as usize..];
    let pixels =
        (0..viewport.height).flat_map(|y| (0..viewport.width).map(move |x| row(y)[(x / reduction) as usize])).collect();
    Frame { width: viewport.width, height: viewport.height, pixels }
}
