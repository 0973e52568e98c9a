//! The forward pass: from pixel positions to colour channels, in blocks of pixels.

use crate::network::Network;

pub mod reference;

/// The instruction set that the kernel runs on. All of them give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Whatever the compiler makes of `f32::mul_add`.
    Plain,
}

impl Level {
    /// The best level of this machine, or the one that `NEUROTTY_LEVEL` names.
    pub fn detect() -> Self {
        Self::Plain
    }
}

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
#[derive(Clone, Debug)]
pub struct Program {
    network: Network,
    gain: f32,
}

impl Program {
    /// Folds `latent` (one value per latent input) and lays out the weights.
    pub fn new(network: &Network, latent: &[f32], gain: f32) -> Self {
        Self { network: reference::fold_latent(network, latent), gain }
    }

    /// Number of output channels.
    pub fn channels(&self) -> usize {
        self.network.channels()
    }

    /// Evaluates a block: `channels` runs of as many values in 0..=1 as there are positions.
    ///
    /// # Panics
    /// If `outputs` is not `channels × positions` long.
    pub fn evaluate(&self, _level: Level, positions: Positions<'_>, outputs: &mut [f32]) {
        let count = positions.x.len();
        assert_eq!(outputs.len(), count * self.channels());
        for pixel in 0..count {
            let values = reference::evaluate(
                &self.network,
                self.gain,
                positions.x[pixel],
                positions.y[pixel],
                positions.r[pixel],
            );
            for (channel, value) in values.iter().enumerate() {
                outputs[channel * count + pixel] = *value;
            }
        }
    }
}
