//! What an artwork looks like, small: what children are compared by.

use crate::pace::mean_difference;
use crate::painter::{Painting, Viewport};
use color::Oklab;

/// Pixels of each picture.
const PROBE: Viewport = Viewport::new(32, 18);
/// Phases of the loop that are looked at: the start, and two that no symmetry maps to it or to each other.
const MOMENTS: [f64; 3] = [0.0, 0.37, 0.71];
/// A picture whose neighbouring pixels differ by more than this share of its contrast is noise at the size of a tile:
/// independent ones differ by some 1.3 times it. Of the presets `pollock` is noise and `moire` near it; all others stay
/// below 0.8.
const NOISE: f64 = 0.85;
/// How many times as rough as its parent a child of a rough one may be.
const ROUGHER: f64 = 1.25;
/// The least contrast, in Oklab ×100, that a change can be measured by.
const LEAST_CONTRAST: f64 = 0.01;

/// The colours of an artwork at some moments of its loop, seen through its own view.
#[derive(Debug)]
pub(super) struct Impression {
    colors: Vec<Oklab>,
    /// The standard deviation of the colours, in Oklab ×100.
    contrast: f64,
    /// The mean difference of neighbouring pixels, as a share of that.
    roughness: f64,
}

impl Impression {
    pub(super) fn of(painting: &Painting) -> Self {
        let view = painting.recipe().view;
        let look = |phase: f64| painting.shot(phase, view, PROBE).oklab();
        let colors: Vec<Oklab> = MOMENTS.into_iter().flat_map(look).collect();
        let contrast = contrast(&colors);
        let roughness = step(&colors) / contrast.max(LEAST_CONTRAST);
        Self { colors, contrast, roughness }
    }

    /// Whether nothing can be made out in it at the size of a tile, while in its `parent` more can.
    pub(super) fn is_noise_beside(&self, parent: &Self) -> bool {
        self.is_measurable() && self.roughness > NOISE.max(ROUGHER * parent.roughness)
    }

    /// Whether there is enough in it to compare another with.
    pub(super) fn is_measurable(&self) -> bool {
        self.contrast >= LEAST_CONTRAST
    }

    /// The mean difference between the two, in Oklab ×100.
    pub(super) fn difference(&self, other: &Self) -> f64 {
        mean_difference(&self.colors, &other.colors)
    }

    /// `difference` as a share of this one's contrast.
    pub(super) fn share(&self, difference: f64) -> f64 {
        difference / self.contrast.max(LEAST_CONTRAST)
    }

    /// The mean difference from this one to `other`, as a share of this one's contrast.
    pub(super) fn change_to(&self, other: &Self) -> f64 {
        self.share(self.difference(other))
    }
}

/// The mean difference of pixels that are neighbours in a row, in Oklab ×100.
fn step(colors: &[Oklab]) -> f64 {
    let rows = || colors.chunks_exact(PROBE.width as usize);
    let steps: f64 = rows().map(|row| mean_difference(&row[1..], &row[..row.len() - 1])).sum();
    steps / rows().len().max(1) as f64
}

/// The root mean square distance from the mean colour, ×100.
fn contrast(colors: &[Oklab]) -> f64 {
    let count = colors.len().max(1) as f64;
    let variance = |channel: fn(&Oklab) -> f32| {
        let values = || colors.iter().map(|color| f64::from(channel(color)));
        let mean = values().sum::<f64>() / count;
        values().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count
    };
    100.0 * libm::sqrt(variance(|color| color.l) + variance(|color| color.a) + variance(|color| color.b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_alternate_are_rough_and_halves_are_not() {
        let row = PROBE.width as usize;
        let [black, white] = [[0.0; 3], [1.0; 3]].map(Oklab::from_srgb);
        let of = |is_white: fn(usize, usize) -> bool| -> Vec<Oklab> {
            (0..row).map(|x| if is_white(x, row) { white } else { black }).collect()
        };
        let [stripes, halves] = [of(|x, _| x % 2 == 0), of(|x, row| 2 * x < row)];
        assert!((step(&stripes) - 100.0).abs() < 1e-3, "{}", step(&stripes));
        assert!(step(&halves) < 4.0, "{}", step(&halves));
    }

    #[test]
    fn half_black_and_half_white_has_half_of_their_difference_as_contrast() {
        let colors = [[0.0; 3], [1.0; 3]].map(Oklab::from_srgb);
        assert!((contrast(&colors) - 50.0).abs() < 1e-3);
        assert_eq!(contrast(&[colors[1]; 5]), 0.0);
    }
}
