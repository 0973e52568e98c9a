//! Where each parameter of a network stands in one run of floats.
//!
//! Layer after layer: for each input a run of weights, one per neuron, padded with zeros to whole registers;
//! then a run of biases, padded too. Padding never changes: its gradient is 0.

use std::ops::Range;

use super::lanes::{Lanes, WIDTH};
use crate::network::{Layer, LayerActivation, Network};
use crate::recipe::Activation;

/// The shape of a network, and the order of its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    places: Vec<LayerPlace>,
    radius: bool,
    latent: usize,
}

/// One layer: its shape, and where its parameters stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LayerPlace {
    pub(super) inputs: usize,
    /// Floats from one pixel's inputs to the next one's.
    pub(super) input_stride: usize,
    pub(super) neurons: usize,
    /// Neurons, padded: floats from one pixel's outputs to the next one's.
    pub(super) stride: usize,
    pub(super) activation: Activation,
    start: usize,
}

impl LayerPlace {
    pub(super) fn weights(&self) -> Range<usize> {
        self.start..self.start + self.inputs * self.stride
    }

    pub(super) fn biases(&self) -> Range<usize> {
        let start = self.weights().end;
        start..start + self.stride
    }

    /// Floats of the transposed weights.
    pub(super) fn transposed_len(&self) -> usize {
        self.neurons * self.input_stride
    }
}

impl Layout {
    /// The layout of networks of the shape of `network`. `None` where the neurons of a layer differ in their
    /// activation: such layers are drawn, and not learnt.
    pub fn of(network: &Network) -> Option<Self> {
        let mut places: Vec<LayerPlace> = Vec::with_capacity(network.layers.len());
        for layer in &network.layers {
            let activation = match layer.activation {
                // The kernel paints the sigmoid of the logits.
                LayerActivation::Linear => Activation::Sigmoid,
                LayerActivation::Uniform(activation) => activation,
                LayerActivation::PerNeuron(_) => return None,
            };
            let (input_stride, start) =
                places.last().map_or((layer.inputs, 0), |before| (before.stride, before.biases().end));
            let (inputs, neurons) = (layer.inputs, layer.outputs);
            let stride = neurons.next_multiple_of(WIDTH);
            places.push(LayerPlace { inputs, input_stride, neurons, stride, activation, start });
        }
        Some(Self { places, radius: network.radius, latent: network.latent })
    }

    pub(super) fn places(&self) -> &[LayerPlace] {
        &self.places
    }

    /// Number of floats, with the padding.
    pub(crate) fn size(&self) -> usize {
        self.places.last().map_or(0, |place| place.biases().end)
    }

    /// Number of inputs: positions and latent ones.
    pub(crate) fn inputs(&self) -> usize {
        self.places.first().map_or(0, |place| place.inputs)
    }

    /// Number of outputs.
    pub(crate) fn channels(&self) -> usize {
        self.places.last().map_or(0, |place| place.neurons)
    }

    /// Where the weights of all layers behind the first stand, one range per layer.
    pub(crate) fn weights_behind_first(&self) -> impl Iterator<Item = Range<usize>> {
        self.places.iter().skip(1).map(LayerPlace::weights)
    }

    /// The parameters of a network of this shape.
    pub fn flatten(&self, network: &Network) -> Lanes {
        let mut parameters = Lanes::zeros(self.size());
        for (place, layer) in self.places.iter().zip(&network.layers) {
            let weights = &mut parameters[place.weights()];
            for (input, run) in weights.chunks_exact_mut(place.stride).enumerate() {
                let column = layer.weights[input..].iter().step_by(place.inputs);
                run.iter_mut().zip(column).for_each(|(to, from)| *to = *from);
            }
            parameters[place.biases()][..place.neurons].copy_from_slice(&layer.biases);
        }
        parameters
    }

    /// The network of these parameters; the output layer is linear, as everywhere but in a backward pass.
    pub fn network(&self, parameters: &[f32]) -> Network {
        let last = self.places.len() - 1;
        let layer = |(index, place): (usize, &LayerPlace)| Layer {
            inputs: place.inputs,
            outputs: place.neurons,
            weights: rows(place, &parameters[place.weights()]),
            biases: parameters[place.biases()][..place.neurons].to_vec(),
            activation: if index == last {
                LayerActivation::Linear
            } else {
                LayerActivation::Uniform(place.activation)
            },
        };
        let layers = self.places.iter().enumerate().map(layer).collect();
        Network { radius: self.radius, latent: self.latent, layers }
    }
}

/// For each neuron its weights, one per input.
fn rows(place: &LayerPlace, weights: &[f32]) -> Vec<f32> {
    (0..place.neurons).flat_map(|neuron| weights[neuron..].iter().step_by(place.stride).copied()).collect()
}
