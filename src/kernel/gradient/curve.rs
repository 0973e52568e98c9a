//! The activations of a chunk, and their slopes beside them.

use crate::kernel::activation as phi;
use crate::kernel::activation::slope;
use crate::recipe::Activation;

/// In place of the pre-activations the activations; into `slopes` φ′ of what they were.
#[inline(always)]
pub(super) fn activate(activation: Activation, values: &mut [f32], slopes: &mut [f32]) {
    match activation {
        Activation::Tanh => map(values, slopes, phi::tanh, slope::tanh),
        Activation::Sin => map(values, slopes, phi::sin, slope::sin),
        Activation::Relu => map(values, slopes, phi::relu, slope::relu),
        Activation::LeakyRelu => map(values, slopes, phi::leaky_relu, slope::leaky_relu),
        Activation::Elu => map(values, slopes, phi::elu, slope::elu),
        Activation::Gelu => map(values, slopes, phi::gelu, slope::gelu),
        Activation::Sigmoid => map(values, slopes, phi::sigmoid, slope::sigmoid),
        Activation::Softplus => map(values, slopes, phi::softplus, slope::softplus),
        Activation::Gaussian => map(values, slopes, phi::gaussian, slope::gaussian),
        Activation::Abs => map(values, slopes, phi::abs, slope::abs),
        Activation::Step => map(values, slopes, phi::step, slope::step),
    }
}

#[inline(always)]
fn map(values: &mut [f32], slopes: &mut [f32], curve: impl Fn(f32) -> f32, slope: impl Fn(f32) -> f32) {
    for (value, slope_there) in values.iter_mut().zip(slopes) {
        let x = *value;
        *value = curve(x);
        *slope_there = slope(x);
    }
}
