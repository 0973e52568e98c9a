//! How much of a picture's coarse shapes and of its fine detail a network has learnt.
//!
//! Networks learn low frequencies first: Rahaman et al. (2019, "On the Spectral Bias of Neural Networks",
//! arXiv:1806.08734). A blur parts the two: what it leaves is coarse, what it takes is fine.

use super::measure::painted;
use super::picture::Picture;
use super::training_set::TrainingSet;
use crate::kernel::gradient::CHANNELS;
use crate::network::Network;

/// Pixels that the blur reaches to each side; it is applied twice, so that it leaves no edges.
const REACH: usize = 3;

/// The share of a picture's variance that a network paints right: 1 all of it, 0 no more than its mean colour; below 0
/// it is further off than that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// Of what a blur leaves.
    pub coarse: f64,
    /// Of what a blur takes.
    pub fine: f64,
}

impl Bands {
    /// What `network` has learnt of `picture`.
    pub(crate) fn of(network: &Network, picture: &Picture) -> Self {
        let training = TrainingSet::new(std::slice::from_ref(picture));
        let painted = training.pictures().next().map_or_else(Vec::new, |pixels| painted(network, pixels));
        let size = picture.size().map(|side| side as usize);
        let mut sums = [[0.0; 2]; 2];
        for channel in 0..CHANNELS {
            let wanted: Vec<f64> = picture.pixels().iter().map(|pixel| f64::from(pixel[channel])).collect();
            let mean = wanted.iter().sum::<f64>() / wanted.len() as f64;
            let missing = wanted.iter().zip(&painted).map(|(wanted, pixel)| wanted - f64::from(pixel[channel]));
            let missing = energies(&missing.collect::<Vec<_>>(), size);
            let whole = energies(&wanted.iter().map(|value| value - mean).collect::<Vec<_>>(), size);
            for (sum, (missing, whole)) in sums.iter_mut().zip(missing.into_iter().zip(whole)) {
                *sum = [sum[0] + missing, sum[1] + whole];
            }
        }
        let [coarse, fine] = sums.map(|[missing, whole]| 1.0 - missing / whole.max(f64::MIN_POSITIVE));
        Self { coarse, fine }
    }
}

/// The sums of squares of what a blur leaves of `values`, and of what it takes.
fn energies(values: &[f64], size: [usize; 2]) -> [f64; 2] {
    let coarse = blurred(&blurred(values, size), size);
    let fine = values.iter().zip(&coarse).map(|(value, coarse)| (value - coarse) * (value - coarse)).sum();
    [coarse.iter().map(|value| value * value).sum(), fine]
}

/// The mean of each pixel's neighbourhood; beyond an edge its last pixel goes on.
fn blurred(values: &[f64], [width, height]: [usize; 2]) -> Vec<f64> {
    let near =
        |at: usize, count: usize| (0..=2 * REACH).map(move |step| (at + step).saturating_sub(REACH).min(count - 1));
    let share = 1.0 / (2 * REACH + 1) as f64;
    let row = |index: usize| near(index % width, width).map(move |x| index / width * width + x);
    let across: Vec<f64> =
        (0..values.len()).map(|index| share * row(index).map(|at| values[at]).sum::<f64>()).collect();
    let column = |index: usize| near(index / width, height).map(move |y| y * width + index % width);
    (0..values.len()).map(|index| share * column(index).map(|at| across[at]).sum::<f64>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_is_coarse_and_stripes_are_fine() {
        let size = [24, 16];
        let slope: Vec<f64> = (0..24 * 16).map(|index| (index % 24) as f64 / 24.0 - 0.5).collect();
        let stripes: Vec<f64> = (0..24 * 16).map(|index| (index % 2) as f64 - 0.5).collect();
        let [coarse, fine] = energies(&slope, size);
        assert!(coarse > 10.0 * fine, "{coarse}, {fine}");
        let [coarse, fine] = energies(&stripes, size);
        assert!(fine > 10.0 * coarse, "{coarse}, {fine}");
    }
}
