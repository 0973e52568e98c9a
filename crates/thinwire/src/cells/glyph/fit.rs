//! The pattern and the two colours that come nearest to a cell's pixels.
//!
//! All patterns are tried: each splits the pixels in two, the best colour of either part is its mean, and the
//! squared error that a split removes is that between the means. Errors are counted in Oklab, where they are
//! what an eye sees.

use super::Lab;
use super::mosaic::Mosaic;
use color::{Oklab, Transfer};

/// Patterns that are tried side by side.
const LANES: usize = 8;
/// Patterns at most: 2×4 pixels, and each pattern's inverse is the same split.
const MOST: usize = 128;
/// A gain of squared error that nobody could see: a cell is then one colour.
const INVISIBLE: f32 = 1e-6;

/// What fitting needs to know of patterns over `COUNT` pixels: 4, 6 or 8.
pub(super) struct MosaicFitter<const COUNT: usize> {
    /// For each pattern, what makes a squared sum of the pixels set the error that is removed:
    /// 1 / pixels set + 1 / pixels not set.
    weights: [f32; MOST],
    transfer: &'static Transfer,
}

impl<const COUNT: usize> MosaicFitter<COUNT> {
    /// Splits of the pixels: the last one is never set.
    const SPLITS: usize = 1 << (COUNT - 1);

    pub(super) fn new() -> Self {
        let weight = |pattern: usize| match pattern.count_ones() {
            set if set > 0 && pattern < Self::SPLITS => 1.0 / set as f32 + 1.0 / (COUNT as u32 - set) as f32,
            _ => 0.0,
        };
        Self { weights: std::array::from_fn(weight), transfer: Transfer::get() }
    }

    /// The best of all patterns, row by row, with its colours.
    pub(super) fn fit(&self, pixels: &[[u8; 3]; COUNT], looks: &[Lab; COUNT]) -> Mosaic {
        if pixels.iter().all(|pixel| pixel == &pixels[0]) {
            return Mosaic { pattern: 1, front: pixels[0], back: pixels[0] };
        }
        let mean = mean(looks.iter());
        let split = self.best_split(&looks.map(|look| std::array::from_fn(|axis| look[axis] - mean[axis])));
        // In its one form the first pixel is set.
        let all = ((1_u32 << COUNT) - 1) as u8;
        let pattern = if split & 1 == 1 { split } else { !split & all };
        let color = |set: u8| {
            let members = (0..COUNT).filter(|pixel| pattern >> pixel & 1 == set).map(|pixel| &looks[pixel]);
            self.byte_color(self::mean(members))
        };
        let front = color(1);
        Mosaic { pattern, front, back: if pattern == all { front } else { color(0) } }
    }

    /// The pixels set by the split that removes most of the squared error of pixels around their mean; none where
    /// no split gains anything.
    fn best_split(&self, around: &[Lab; COUNT]) -> u8 {
        // Sums of the lowest three pixels, for each way to set them.
        let low: [[f32; LANES]; 3] = std::array::from_fn(|axis| {
            std::array::from_fn(|lane| {
                (0..3).filter(|pixel| lane >> pixel & 1 == 1).map(|pixel| around[pixel][axis]).sum()
            })
        });
        let (mut gains, mut splits) = ([INVISIBLE; LANES], [0_u32; LANES]);
        // And of the other ones, each from one that has a pixel less.
        let mut high = [[0.0; 3]; MOST / LANES];
        for first in (0..Self::SPLITS).step_by(LANES) {
            let index = first / LANES;
            if index > 0 {
                let (before, pixel) = (index & (index - 1), 3 + index.trailing_zeros() as usize);
                high[index] = std::array::from_fn(|axis| high[before][axis] + around[pixel][axis]);
            }
            let high = high[index];
            let weights = &self.weights[first..first + LANES];
            for lane in 0..LANES {
                let [l, a, b]: [f32; 3] = std::array::from_fn(|axis| low[axis][lane] + high[axis]);
                let gain = (l * l + a * a + b * b) * weights[lane];
                let better = gain > gains[lane];
                gains[lane] = if better { gain } else { gains[lane] };
                splits[lane] = if better { (first + lane) as u32 } else { splits[lane] };
            }
        }
        let mut best = 0;
        for lane in 1..LANES {
            if gains[lane] > gains[best] {
                best = lane;
            }
        }
        splits[best] as u8
    }

    fn byte_color(&self, [l, a, b]: Lab) -> [u8; 3] {
        let linear = Oklab { l, a, b }.to_linear();
        linear.map(|light| self.transfer.to_byte(light))
    }
}

fn mean<'a>(looks: impl Iterator<Item = &'a Lab>) -> Lab {
    let (mut sum, mut count) = ([0.0; 3], 0.0);
    for look in looks {
        sum.iter_mut().zip(look).for_each(|(sum, value)| *sum += value);
        count += 1.0;
    }
    sum.map(|sum| sum / count)
}
