//! What the picture itself is like, measured on the output channels before they become colours.

use serde::Serialize;

use super::probe::SIDE;
use super::sums::{moments, neighbours, slopes};

/// Below this and above 1 − this a channel is called full: within a twentieth of black or of pure colour.
const FULL: f64 = 0.05;

/// Variances below this are what rounding leaves of a channel that stands still.
const ROUNDING: f64 = 1e-12;

/// What was measured of the output channels, each v = 1/(1 + exp(−gain · logit)) in 0..=1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PictureStatistics {
    /// Standard deviation of the logits over the picture, with the gain, averaged over the channels as variance.
    pub logit_std: f64,
    /// Standard deviation of v over the picture, 0..=0.5, averaged over the channels as variance.
    pub contrast: f64,
    /// Mean difference of a channel between a pixel and the next one, in steps of 1/255.
    pub step: f64,
    /// The correlation of a pixel's v with the next one's, −1..=1; 1 where nothing varies.
    pub neighbours: f64,
    /// The share of channel values within 5% of either end, 0..=1.
    pub full: f64,
    /// How much it bends: how far the colour travels across the picture, over what a plain gradient of the same contrast
    /// travels. 1 is a gradient in any direction, less one hard edge, more what goes back and forth; 0 where nothing
    /// varies.
    ///
    /// With the channels' gradients ∇v per side of the view and their variances σ², this is ⟨√Σ|∇v|²⟩ / √(12 Σσ²): a
    /// ramp of slope g has the variance g²/12.
    pub bending: f64,
}

/// Sums over the pixels of a tile.
#[derive(Clone, Debug, Default)]
pub(super) struct PictureSums {
    pixels: usize,
    /// For each channel Σ and Σ² of the logits.
    logits: Vec<[f64; 2]>,
    /// For each channel Σ and Σ² of v.
    values: Vec<[f64; 2]>,
    full: usize,
    pairs: usize,
    steps: f64,
    squares: f64,
    /// Pixels that have a next one in both directions, and Σ of how far the colour travels from there to the next.
    slopes: usize,
    travelled: f64,
}

impl PictureSums {
    pub(super) fn of<'a>(logits: impl Iterator<Item = &'a [f32]>, gain: f64) -> Self {
        let mut sums = Self::default();
        let mut steepness: Vec<f64> = Vec::new();
        for channel in logits {
            let logits: Vec<f64> = channel.iter().map(|logit| gain * f64::from(*logit)).collect();
            let values: Vec<f32> = logits.iter().map(|logit| (1.0 / (1.0 + libm::exp(-logit))) as f32).collect();
            sums.pixels = channel.len();
            sums.logits.push(moments(logits.iter().copied()));
            sums.values.push(moments(values.iter().map(|v| f64::from(*v))));
            sums.full += values.iter().filter(|v| !(FULL..=1.0 - FULL).contains(&f64::from(**v))).count();
            let (pairs, differences) = neighbours(&values);
            sums.pairs += pairs;
            for difference in differences {
                sums.steps += difference.abs();
                sums.squares += difference * difference;
            }
            let squares = slopes(&values);
            steepness.resize(squares.len(), 0.0);
            steepness.iter_mut().zip(squares).for_each(|(sum, square)| *sum += square);
        }
        sums.slopes = steepness.len();
        sums.travelled = steepness.into_iter().map(libm::sqrt).sum();
        sums
    }

    fn add(&mut self, more: &Self) {
        self.pixels += more.pixels;
        self.full += more.full;
        self.pairs += more.pairs;
        self.steps += more.steps;
        self.squares += more.squares;
        self.slopes += more.slopes;
        self.travelled += more.travelled;
        for (sums, more) in [(&mut self.logits, &more.logits), (&mut self.values, &more.values)] {
            sums.resize(more.len(), [0.0, 0.0]);
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum = [sum[0] + more[0], sum[1] + more[1]]);
        }
    }
}

impl PictureStatistics {
    pub(super) fn total<'a>(parts: impl Iterator<Item = &'a PictureSums>) -> Self {
        let mut sums = PictureSums::default();
        parts.for_each(|part| sums.add(part));
        let (pixels, pairs) = (sums.pixels as f64, sums.pairs as f64);
        let variance = variance(&sums.values, pixels);
        Self {
            logit_std: libm::sqrt(self::variance(&sums.logits, pixels)),
            contrast: libm::sqrt(variance),
            step: 255.0 * sums.steps / pairs,
            neighbours: if variance > ROUNDING { 1.0 - 0.5 * sums.squares / pairs / variance } else { 1.0 },
            full: sums.full as f64 / (pixels * sums.values.len() as f64),
            bending: if variance > ROUNDING { bending(&sums, variance) } else { 0.0 },
        }
    }
}

/// How far the colour travels over what a plain gradient of this variance, averaged over the channels, travels.
fn bending(sums: &PictureSums, variance: f64) -> f64 {
    let across = SIDE as f64 * sums.travelled / sums.slopes as f64;
    across / libm::sqrt(12.0 * variance * sums.values.len() as f64)
}

/// Averaged over the channels, each about its own mean.
fn variance(channels: &[[f64; 2]], pixels: f64) -> f64 {
    let variances = channels.iter().map(|[sum, square]| (square / pixels - (sum / pixels).powi(2)).max(0.0));
    variances.sum::<f64>() / channels.len() as f64
}
