//! What an artwork looks like, small: what children are compared by.

use crate::pace::mean_difference;
use crate::painter::{Painting, Viewport};
use color::Oklab;

/// Pixels of each picture.
const PROBE: Viewport = Viewport::new(32, 18);
/// Phases of the loop that are looked at: the start, and two that no symmetry maps to it or to each other.
const MOMENTS: [f64; 3] = [0.0, 0.37, 0.71];
/// The least contrast, in Oklab ×100, that a change can be measured by.
const LEAST_CONTRAST: f64 = 0.01;

/// The colours of an artwork at some moments of its loop, seen through its own view.
#[derive(Debug)]
pub(super) struct Impression {
    colors: Vec<Oklab>,
    /// The standard deviation of the colours, in Oklab ×100.
    contrast: f64,
}

impl Impression {
    pub(super) fn of(painting: &Painting) -> Self {
        let view = painting.recipe().view;
        let look = |phase: f64| painting.shot(phase, view, PROBE).oklab();
        let colors: Vec<Oklab> = MOMENTS.into_iter().flat_map(look).collect();
        let contrast = contrast(&colors);
        Self { colors, contrast }
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
    fn half_black_and_half_white_has_half_of_their_difference_as_contrast() {
        let colors = [[0.0; 3], [1.0; 3]].map(Oklab::from_srgb);
        assert!((contrast(&colors) - 50.0).abs() < 1e-3);
        assert_eq!(contrast(&[colors[1]; 5]), 0.0);
    }
}
