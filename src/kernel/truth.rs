//! The forward pass in double precision, every function exact to its last digits: what the kernel is
//! measured against. No pixel is ever made with it.

use crate::network::Network;
use crate::recipe::Activation;

/// The slope of a leaky relu below 0.
pub(crate) const LEAK: f64 = 0.01;

/// φ(x) in double precision.
pub fn activate(activation: Activation, x: f64) -> f64 {
    match activation {
        Activation::Tanh => libm::tanh(x),
        Activation::Sin => libm::sin(x),
        Activation::Relu | Activation::LeakyRelu | Activation::Elu if x > 0.0 => x,
        Activation::Relu => 0.0,
        Activation::LeakyRelu => LEAK * x,
        Activation::Elu => libm::expm1(x),
        Activation::Gelu => 0.5 * x * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2),
        Activation::Sigmoid => 1.0 / (1.0 + libm::exp(-x)),
        Activation::Softplus => x.max(0.0) + libm::log1p(libm::exp(-x.abs())),
        Activation::Gaussian => libm::exp(-x * x),
        Activation::Abs => x.abs(),
        Activation::Step => f64::from(u8::from(x > 0.0)),
    }
}

/// The output channels of one pixel, each in 0..=1: the network's weights as they are, all sums in double
/// precision. `position` is x, y, r.
pub fn evaluate(network: &Network, latent: &[f32], gain: f64, position: [f64; 3]) -> Vec<f64> {
    let mut values: Vec<f64> = position[..network.positions()].to_vec();
    values.extend(latent.iter().map(|z| f64::from(*z)));
    for layer in &network.layers {
        let neuron = |neuron: usize| {
            let products = layer.row(neuron).iter().zip(&values).map(|(w, h)| f64::from(*w) * h);
            let sum = f64::from(layer.biases[neuron]) + products.sum::<f64>();
            layer.activation_of(neuron).map_or(sum, |activation| activate(activation, sum))
        };
        values = (0..layer.outputs).map(neuron).collect();
    }
    values.iter().map(|logit| activate(Activation::Sigmoid, gain * logit)).collect()
}
