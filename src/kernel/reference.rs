//! The plain scalar definition of the forward pass: the oracle of every test.

use super::activation::activate;
use crate::network::{Layer, Network};
use crate::recipe::Activation;

/// `network` with its latent inputs folded into the first layer's biases.
pub fn fold_latent(network: &Network, latent: &[f32]) -> Network {
    let mut folded = network.clone();
    let positions = network.positions();
    let first = &mut folded.layers[0];
    let kept: Vec<f32> = (0..first.outputs).flat_map(|neuron| first.row(neuron)[..positions].to_vec()).collect();
    for neuron in 0..first.outputs {
        let row = first.row(neuron)[positions..].to_vec();
        first.biases[neuron] = row.iter().zip(latent).fold(first.biases[neuron], |sum, (w, z)| w.mul_add(*z, sum));
    }
    first.weights = kept;
    first.inputs = positions;
    folded.latent = 0;
    folded
}

/// The output channels, each in 0..=1, of one pixel.
pub fn evaluate(network: &Network, gain: f32, x: f32, y: f32, r: f32) -> Vec<f32> {
    let inputs = if network.radius { vec![x, y, r] } else { vec![x, y] };
    let logits = network.layers.iter().fold(inputs, |inputs, layer| forward(layer, &inputs));
    logits.iter().map(|logit| activate(Activation::Sigmoid, gain * logit)).collect()
}

fn forward(layer: &Layer, inputs: &[f32]) -> Vec<f32> {
    (0..layer.outputs)
        .map(|neuron| {
            let products = layer.row(neuron).iter().zip(inputs);
            let sum = products.fold(layer.biases[neuron], |sum, (w, h)| w.mul_add(*h, sum));
            layer.activation_of(neuron).map_or(sum, |activation| activate(activation, sum))
        })
        .collect()
}
