//! One weight of a network, changed back and forth: what it does to the picture.
//!
//! Kumar et al. (2025, "Questioning Representational Optimism in Deep Learning: The Fractured Entangled Representation
//! Hypothesis", arXiv:2505.11581) look so into networks that paint the same picture, bred ones and learnt ones.

use super::xray::Neuron;
use crate::network::{Layer, Network};
use crate::painter::{Painting, Viewport};
use crate::recipe::View;

/// Levels of 255 by which a channel must differ for its pixel to count as changed: an eye sees that side by side.
pub const VISIBLE: u8 = 16;
/// What the share of changed pixels is measured on.
const PROBE: Viewport = Viewport::new(64, 40);

/// A weight: what a neuron multiplies one of its inputs by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeightIndex {
    /// Whose weight it is.
    pub neuron: Neuron,
    /// Which of its inputs.
    pub input: usize,
}

/// A weight and how far it is swept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightSweep {
    /// Where it stands.
    pub place: WeightIndex,
    /// How many inputs its neuron has.
    pub inputs: usize,
    /// Its value in the network.
    pub own: f32,
    /// How far from that it goes to each side: the standard deviation of the weights of its layer.
    pub reach: f64,
}

impl WeightSweep {
    /// The weight at `place` of `network`, or the nearest one that is there.
    pub fn of(network: &Network, place: WeightIndex) -> Self {
        let layer_index = place.neuron.layer.min(network.layers.len() - 1);
        let layer = &network.layers[layer_index];
        let index = place.neuron.index.min(layer.outputs - 1);
        let input = place.input.min(layer.inputs - 1);
        let place = WeightIndex { neuron: Neuron { layer: layer_index, index }, input };
        Self { place, inputs: layer.inputs, own: layer.row(index)[input], reach: deviation(layer) }
    }

    /// Its value on the way from one end of its range, −1, over its own, 0, to the other end, 1.
    pub(crate) fn value(&self, way: f64) -> f64 {
        f64::from(self.own) + way * self.reach
    }

    /// `network`, which has this weight, with the weight's value on the way. At 0 it is the network as it was.
    pub fn network(&self, network: &Network, way: f64) -> Network {
        let mut changed = network.clone();
        let WeightIndex { neuron, input } = self.place;
        let layer = &mut changed.layers[neuron.layer];
        layer.weights[neuron.index * layer.inputs + input] = self.value(way) as f32;
        changed
    }

    /// The share of the pixels of a picture, 0..=1, that an end of the range changes by more than [`VISIBLE`] levels:
    /// the mean of both ends, at `phase` of the loop, seen through `view`.
    pub fn changed_share(&self, painting: &Painting, phase: f64, view: View) -> f64 {
        let own = painting.paint(phase, view, PROBE);
        let share = |way: f64| {
            let other = painting.with_network(self.network(painting.network(), way)).paint(phase, view, PROBE);
            let changed = |(a, b): &(&[u8; 3], &[u8; 3])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > VISIBLE);
            let count = own.pixels.iter().zip(&other.pixels).filter(changed).count();
            count as f64 / own.pixels.len() as f64
        };
        (share(-1.0) + share(1.0)) / 2.0
    }
}

/// The standard deviation of a layer's weights; of one that has none, 1, so that there is something to see.
fn deviation(layer: &Layer) -> f64 {
    let count = layer.weights.len() as f64;
    let mean = layer.weights.iter().map(|weight| f64::from(*weight)).sum::<f64>() / count;
    let square = |weight: &f32| (f64::from(*weight) - mean) * (f64::from(*weight) - mean);
    let deviation = libm::sqrt(layer.weights.iter().map(square).sum::<f64>() / count);
    if deviation > 0.0 && deviation.is_finite() { deviation } else { 1.0 }
}
