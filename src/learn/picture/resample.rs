//! To another size, in linear light: a mixture of a bright and a dark pixel is as bright as the two seen from far.
//!
//! Each side by itself with the cubic of Catmull and Rom (Keys 1981, a = −½), stretched where the picture becomes
//! smaller, so that every pixel counts; at its own size it changes nothing.

use rayon::prelude::*;

use super::light::Raster;
use color::Transfer;

/// How far the cubic reaches, in pixels of the larger grid.
const REACH: f64 = 2.0;

/// The pixels of `raster` at `size`, as sRGB encodes them.
pub(super) fn resample(raster: &Raster<'_>, size: [u32; 2]) -> Vec<[f32; 3]> {
    let [from, to] = [raster.size(), size].map(|size| size.map(|side| side as usize));
    let across = taps(from[0], to[0]);
    let rows: Vec<Vec<[f32; 3]>> = (0..from[1])
        .into_par_iter()
        .map(|row| {
            let light = raster.row(row);
            across.iter().map(|taps| taps.mix(|pixel| light[pixel])).collect()
        })
        .collect();
    let transfer = Transfer::get();
    let row = |taps: &Taps| {
        (0..to[0]).map(|column| taps.mix(|row| rows[row][column]).map(|light| transfer.to_srgb(light))).collect()
    };
    let resampled: Vec<Vec<[f32; 3]>> = taps(from[1], to[1]).par_iter().map(row).collect();
    resampled.concat()
}

/// What one pixel of the new size is mixed of.
struct Taps {
    first: usize,
    /// Sum to 1.
    weights: Vec<f32>,
}

impl Taps {
    /// The weighted sum of the pixels, in their order.
    fn mix(&self, pixel: impl Fn(usize) -> [f32; 3]) -> [f32; 3] {
        let mut sum = [0.0; 3];
        for (offset, weight) in self.weights.iter().enumerate() {
            let light = pixel(self.first + offset);
            sum = std::array::from_fn(|channel| sum[channel] + weight * light[channel]);
        }
        sum
    }
}

/// For each of `to` pixels its mixture of the `from` pixels of a side.
fn taps(from: usize, to: usize) -> Vec<Taps> {
    let ratio = from as f64 / to as f64;
    let stretch = ratio.max(1.0);
    let of = |pixel: usize| {
        let center = (pixel as f64 + 0.5) * ratio;
        // Beyond the edges there is nothing; those that are there share its weight.
        let first = (center - REACH * stretch).floor().max(0.0) as usize;
        let end = ((center + REACH * stretch).ceil() as usize).min(from);
        let weights: Vec<f64> = (first..end).map(|source| cubic((source as f64 + 0.5 - center) / stretch)).collect();
        let total: f64 = weights.iter().sum();
        Taps { first, weights: weights.iter().map(|weight| (weight / total) as f32).collect() }
    };
    (0..to).map(of).collect()
}

/// 1 at 0, 0 at every other whole number.
fn cubic(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < REACH {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_every_pixel_sum_to_one() {
        for (from, to) in [(1, 1), (1, 9), (5, 3), (3, 5), (1000, 7), (64, 64)] {
            for taps in taps(from, to) {
                let sum: f32 = taps.weights.iter().sum();
                assert!((sum - 1.0).abs() < 1e-5 && taps.first + taps.weights.len() <= from, "{from} to {to}");
            }
        }
    }

    #[test]
    fn its_own_size_is_left_alone() {
        for (pixel, taps) in taps(9, 9).iter().enumerate() {
            let heaviest = taps.weights.iter().position(|weight| *weight == 1.0);
            assert_eq!(heaviest.map(|offset| taps.first + offset), Some(pixel));
        }
    }
}
