//! The slopes φ′ of the activations, for learning: built from the same operations as the activations, so that
//! they are the same bits everywhere.
//!
//! Each is a function of the pre-activation alone; where it shares work with φ, as cos with sin, the compiler
//! does that work once. At a kink, where there is no slope, it is the one from below. `step` has a slope of 0
//! everywhere, so that nothing before it can be learnt.
//!
//! Maximal errors against the exact slope (`tests/suite/gradient.rs` proves them): tanh and sigmoid 2e-5, the
//! others 1e-6.

use super::{exp_of_negative, normal_tail, polynomial, reduced, within};
use crate::recipe::Activation;

/// φ′(x) of one value.
pub fn slope(activation: Activation, x: f32) -> f32 {
    match activation {
        Activation::Tanh => tanh(x),
        Activation::Sin => sin(x),
        Activation::Relu => relu(x),
        Activation::LeakyRelu => leaky_relu(x),
        Activation::Elu => elu(x),
        Activation::Gelu => gelu(x),
        Activation::Sigmoid => sigmoid(x),
        Activation::Softplus => softplus(x),
        Activation::Gaussian => gaussian(x),
        Activation::Abs => abs(x),
        Activation::Step => step(x),
    }
}

/// 1 − tanh².
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let value = super::tanh(x);
    (-value).mul_add(value, 1.0)
}

/// cos, of the argument that sin reduces: a minimax polynomial on ±1.66.
#[inline(always)]
pub(crate) fn sin(x: f32) -> f32 {
    let (r, shifted) = reduced(x);
    let square = r * r;
    let tail = polynomial(square, [-0.5, 0.041_666_638, -0.001_388_837_8, 2.476_049_5e-5, -2.605_161_5e-7]);
    let value = tail.mul_add(square, 1.0);
    f32::from_bits(value.to_bits() ^ (shifted.to_bits() << 31))
}

#[inline(always)]
pub(crate) fn relu(x: f32) -> f32 {
    if x > 0.0 { 1.0 } else { 0.0 }
}

#[inline(always)]
pub(crate) fn leaky_relu(x: f32) -> f32 {
    if x > 0.0 { 1.0 } else { 0.01 }
}

/// eˣ below 0.
#[inline(always)]
pub(crate) fn elu(x: f32) -> f32 {
    let below = super::elu(x) + 1.0;
    if x > 0.0 { 1.0 } else { below }
}

/// Φ(x) + x·exp(−x²/2)/√2π.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    /// 1/√2π.
    const DENSITY: f32 = 0.398_942_3;
    let x = within(x, 13.0);
    let (tail, bell) = normal_tail(x);
    let below = if x > 0.0 { 1.0 - tail } else { tail };
    (x * DENSITY).mul_add(bell, below)
}

/// s·(1 − s).
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    let value = super::sigmoid(x);
    value * (1.0 - value)
}

/// The logistic function, 1/(1 + e⁻ˣ).
#[inline(always)]
pub(crate) fn softplus(x: f32) -> f32 {
    let u = exp_of_negative(-x.abs());
    let share = if x > 0.0 { 1.0 } else { u };
    share / (1.0 + u)
}

/// −2x·exp(−x²).
#[inline(always)]
pub(crate) fn gaussian(x: f32) -> f32 {
    let x = within(x, 9.5);
    -2.0 * x * exp_of_negative(-(x * x))
}

/// The sign.
#[inline(always)]
pub(crate) fn abs(x: f32) -> f32 {
    if x > 0.0 { 1.0 } else { -1.0 }
}

/// Flat everywhere.
#[inline(always)]
pub(crate) fn step(_: f32) -> f32 {
    0.0
}
