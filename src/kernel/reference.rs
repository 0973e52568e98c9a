//! The plain scalar definition of the forward pass: the oracle of every test.

use crate::network::{Layer, LayerActivation, Network};
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
            match &layer.activation {
                LayerActivation::Linear => sum,
                LayerActivation::Uniform(activation) => activate(*activation, sum),
                LayerActivation::PerNeuron(list) => activate(list[neuron], sum),
            }
        })
        .collect()
}

/// The activation φ(x).
pub fn activate(activation: Activation, x: f32) -> f32 {
    match activation {
        Activation::Tanh => libm::tanhf(x),
        Activation::Sin => libm::sinf(x),
        Activation::Relu => {
            if x > 0.0 {
                x
            } else {
                0.0
            }
        }
        Activation::LeakyRelu => {
            if x > 0.0 {
                x
            } else {
                0.01 * x
            }
        }
        Activation::Elu => {
            if x > 0.0 {
                x
            } else {
                libm::expm1f(x)
            }
        }
        Activation::Gelu => 0.5 * x * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2)),
        Activation::Sigmoid => 1.0 / (1.0 + libm::expf(-x)),
        Activation::Softplus => {
            if x > 20.0 {
                x
            } else {
                libm::log1pf(libm::expf(x))
            }
        }
        Activation::Gaussian => libm::expf(-x * x),
        Activation::Abs => libm::fabsf(x),
        Activation::Step => {
            if x > 0.0 {
                1.0
            } else {
                0.0
            }
        }
    }
}
