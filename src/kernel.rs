//! The forward pass: from pixel positions to colour channels, in blocks of pixels.
//!
//! [`Level`] names the instruction set, [`activation`] defines the nonlinearities, [`mod@reference`] is the
//! scalar definition that every level equals bit for bit. [`gradient`] goes the way back, for learning.
//!
//! # How near to the truth
//!
//! The share of channel values within 1/255 of a double-precision evaluation of the same weights
//! ([`truth`]), 480 × 270 pixels, seeds 1 to 3, as `cargo run --release -p xtask -- truth` prints it. `default` at
//! 1920 × 1080: 100.000%.
//!
//! | preset | all seeds | worst seed |
//! | --- | --- | --- |
//! | grey-goo | 100.000% | 100.000% |
//! | corner-rays | 100.000% | 100.000% |
//! | starburst | 99.987% | 99.980% |
//! | mondrian | 99.965% | 99.952% |
//! | mind-blown | 99.243% | 98.963% |
//! | glossy | 99.992% | 99.986% |
//! | no-hidden | 100.000% | 100.000% |
//! | one-hidden | 100.000% | 100.000% |
//! | deep | 96.174% | 95.826% |
//! | wide | 99.632% | 99.548% |
//! | pollock | 85.347% | 84.640% |
//! | halving | 100.000% | 100.000% |
//! | relu | 100.000% | 100.000% |
//! | otoro | 99.991% | 99.978% |
//! | hardmaru | 100.000% | 100.000% |
//! | mixed | 100.000% | 99.999% |
//! | default | 100.000% | 100.000% |
//!
//! `deep`, `pollock`, `mind-blown` and `wide` fall short because they are chaotic: each tanh layer multiplies
//! a small difference by √χ₁ (`deep` 1.54, `wide` 1.80, `mind-blown` 1.98, `pollock` 2.50; mean-field theory, Poole
//! et al. 2016), so that 8·10⁻⁶, the error of our tanh, has grown past 1/255 after some 14, 11, 9 and 7 layers.
//! Rounding alone would start the same growth at 6·10⁻⁸. What is painted is the same pattern with its finest
//! details elsewhere, and the same on every machine.

use std::sync::Arc;

use crate::network::Network;

pub mod activation;
pub mod gradient;
mod level;
pub mod reference;
mod simd;
pub mod truth;

pub(crate) use level::LEVEL_VARIABLE;
pub use level::Level;

use simd::Dense;

/// The inputs of a block of pixels: as many of each.
#[derive(Clone, Copy, Debug)]
pub struct Positions<'a> {
    /// Horizontal, rightwards.
    pub x: &'a [f32],
    /// Vertical, downwards.
    pub y: &'a [f32],
    /// √(x² + y²); read only where the network has a radius input.
    pub r: &'a [f32],
}

/// A network made ready for one instant: the latent inputs folded into the first layer's biases
/// (b + W·z, in the order of the inputs), the weights laid out for the kernel.
///
/// Making one copies the weights once: 4 bytes a weight, 268 MB for 64 layers of 1,024, a small part of a
/// second beside the 2 ms that such a network takes for each pixel. [`at`](Self::at) shares all but the
/// first layer. A clone shares the rest too.
#[derive(Clone, Debug)]
pub struct Program {
    first: Dense,
    rest: Arc<[Dense]>,
    /// For each neuron of the first layer its bias, then its weights of the latent inputs.
    latent: Arc<[Vec<f32>]>,
    gain: f32,
}

/// What one layer of a network computed for a block of pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerTrace {
    /// Number of neurons.
    pub neurons: usize,
    /// W·in + b: for each neuron a run of one value per pixel. Infinite or NaN only where weights beyond
    /// any recipe's overflow.
    pub pre_activations: Vec<f32>,
    /// φ of those, laid out the same; for the output layer the channels, sigmoid(gain·logit).
    pub activations: Vec<f32>,
}

impl Program {
    /// Folds `latent` (one value per latent input) and lays out the weights.
    pub fn new(network: &Network, latent: &[f32], gain: f32) -> Self {
        let positions = network.positions();
        let (first, rest) = network.layers.split_first().expect("a network has an output layer");
        let constants = |neuron| [&first.biases[neuron..=neuron], &first.row(neuron)[positions..]].concat();
        let program = Self {
            first: Dense::new(first, positions),
            rest: rest.iter().map(|layer| Dense::new(layer, layer.inputs)).collect(),
            latent: (0..first.outputs).map(constants).collect(),
            gain,
        };
        program.at(latent)
    }

    /// The same network with other latent inputs; the weights are shared.
    pub fn at(&self, latent: &[f32]) -> Self {
        let mut program = self.clone();
        for (bias, constants) in program.first.biases.iter_mut().zip(self.latent.iter()) {
            let products = constants[1..].iter().zip(latent);
            *bias = products.fold(constants[0], |sum, (w, z)| w.mul_add(*z, sum));
        }
        program
    }

    /// Number of output channels.
    pub fn channels(&self) -> usize {
        self.rest.last().unwrap_or(&self.first).biases.len()
    }

    /// Evaluates a block: `channels` runs of as many values in 0..=1 as there are positions.
    ///
    /// Any length will do; some thousand positions at a time make the best use of the cache. It
    /// takes 512 bytes of memory for each neuron of the widest layer.
    ///
    /// # Panics
    /// If `outputs` is not `channels × positions` long, a coordinate is missing, or this machine lacks `level`.
    pub fn evaluate(&self, level: Level, positions: Positions<'_>, outputs: &mut [f32]) {
        assert_eq!(outputs.len(), positions.x.len() * self.channels());
        simd::evaluate(level, self, positions, outputs);
    }

    /// Evaluates a block and keeps what every layer computed, the input side first. The last one's
    /// activations are what [`evaluate`](Self::evaluate) gives, bit for bit.
    ///
    /// # Panics
    /// If a coordinate is missing, or this machine lacks `level`.
    pub fn trace(&self, level: Level, positions: Positions<'_>) -> Vec<LayerTrace> {
        let count = positions.x.len();
        let empty = |layer: &Dense| {
            let neurons = layer.biases.len();
            let zeros = vec![0.0; neurons * count];
            LayerTrace { neurons, pre_activations: zeros.clone(), activations: zeros }
        };
        let mut traces: Vec<_> = self.layers().map(empty).collect();
        simd::trace(level, self, positions, &mut traces);
        traces
    }

    fn layers(&self) -> impl Iterator<Item = &Dense> {
        std::iter::once(&self.first).chain(self.rest.iter())
    }
}
