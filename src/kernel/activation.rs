//! The activations, written with nothing but +, −, ×, ÷, fused multiply-add, comparisons and bit patterns.
//!
//! Each is a function of one f32 without branches or calls, which the compiler turns into vector
//! code; the scalar reference and every instruction set run these very operations in this order, and
//! IEEE 754 fixes the result of each one, so all of them give the same bits.
//!
//! Infinities count as the largest finite input, and NaN counts as −∞: a product of extreme weights
//! may overflow, but it never becomes a NaN that spreads, and a pixel is never NaN.
//! Unbounded activations saturate at ±[`LIMIT`].
//!
//! Maximal errors against the exact function (`tests/suite/kernel.rs` proves them):
//!
//! | activation | formula | absolute | note |
//! | --- | --- | --- | --- |
//! | tanh | | 8.5e-6 | odd rational of degree 5 over 6; slope at 0 is 1 − 3.6e-5 (600 ulp); held beyond ±5.95 |
//! | sin | | 1.5e-7 | for arguments within ±2²¹; beyond, as at ±2²¹ |
//! | relu, abs, step, leaky-relu | max(x, 0), \|x\|, x > 0, 0.01x below 0 | exact | leaky-relu: one rounding |
//! | elu | eˣ − 1 below 0 | 1.2e-7 | |
//! | gelu | x·Φ(x), the exact one | 2.5e-7 + ½ ulp | Φ after Abramowitz and Stegun, 7.1.26 |
//! | sigmoid | 1/(1 + e⁻ˣ) | 4.3e-6 | ½ + ½ tanh(x/2) |
//! | softplus | ln(1 + eˣ) | 1.5e-7 + ½ ulp | |
//! | gaussian | exp(−x²) | 1.6e-7 | |

use crate::recipe::Activation;

pub mod slope;

/// Where unbounded activations saturate: 2⁹⁰. With weights below 2²⁴ and 1,024 inputs, a sum of
/// products stays below 2¹²⁴, so that no drawn network overflows.
pub const LIMIT: f32 = (1_u128 << 90) as f32;

/// φ(x) of one value.
pub fn activate(activation: Activation, x: f32) -> f32 {
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

/// Adding it rounds a small f32 to an integer, which then stands in the low bits of the sum.
const ROUNDER: f32 = (3 << 22) as f32;

/// The larger; `floor` where x is NaN. A comparison rather than `f32::max`, which leaves the sign of zero open.
#[inline(always)]
fn at_least(x: f32, floor: f32) -> f32 {
    if x > floor { x } else { floor }
}

/// The smaller; `ceiling` where x is NaN.
#[inline(always)]
fn at_most(x: f32, ceiling: f32) -> f32 {
    if x < ceiling { x } else { ceiling }
}

/// x within ±`bound`; NaN becomes −`bound`.
#[inline(always)]
fn within(x: f32, bound: f32) -> f32 {
    at_most(at_least(x, -bound), bound)
}

/// c₀ + c₁x + c₂x² + …, by Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(x: f32, coefficients: [f32; N]) -> f32 {
    let mut sum = coefficients[N - 1];
    for power in (0..N - 1).rev() {
        sum = sum.mul_add(x, coefficients[power]);
    }
    sum
}

/// Minimax odd rational on ±6.2 (Lawson's iteration on the absolute error), held beyond ±5.95, where it
/// peaks: the one value that is within 8.5e-6 both of tanh there and of ±1. The denominator's leading
/// coefficient is 1, which saves a multiplication: what bounds a network of 16 neurons is the unit that
/// multiplies. A rational of degree 5 over 4 would save one more (3% of the time of 8×16), but errs by
/// 4.6e-5, and then `deep` loses 12% of the truth that `src/kernel.rs` tables.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let x = within(x, 5.95);
    let square = x * x;
    let numerator = x * polynomial(square, [18_649.21, 2_127.347_2, 27.422_7]);
    let denominator = polynomial(square, [18_649.873, 8_341.905, 323.328_37 + square]);
    numerator / denominator
}

#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    tanh(0.5 * x).mul_add(0.5, 0.5)
}

/// Cody and Waite's reduction: x − nπ with π in three parts, the first product exact under fma; and the
/// sum that holds n in its low bits.
#[inline(always)]
fn reduced(x: f32) -> (f32, f32) {
    let x = within(x, 2_097_152.0);
    let shifted = x.mul_add(std::f32::consts::FRAC_1_PI, ROUNDER);
    let n = shifted - ROUNDER;
    let r = (-n).mul_add(std::f32::consts::PI, x);
    let r = (-n).mul_add(-8.742_278e-8, r);
    ((-n).mul_add(-3.430_249_5e-15, r), shifted)
}

/// A minimax polynomial on ±1.66 (π/2, and what rounding x/π adds to it); an odd n changes the sign.
#[inline(always)]
pub(crate) fn sin(x: f32) -> f32 {
    let (r, shifted) = reduced(x);
    let square = r * r;
    let tail = polynomial(square, [-0.166_666_52, 0.008_332_895, -0.000_197_982_31, 2.582_418_6e-6]);
    let value = (r * square).mul_add(tail, r);
    f32::from_bits(value.to_bits() ^ (shifted.to_bits() << 31))
}

#[inline(always)]
pub(crate) fn relu(x: f32) -> f32 {
    at_most(at_least(x, 0.0), LIMIT)
}

#[inline(always)]
pub(crate) fn leaky_relu(x: f32) -> f32 {
    let x = within(x, LIMIT);
    if x > 0.0 { x } else { 0.01 * x }
}

#[inline(always)]
pub(crate) fn abs(x: f32) -> f32 {
    at_most(x.abs(), LIMIT)
}

#[inline(always)]
pub(crate) fn step(x: f32) -> f32 {
    if x > 0.0 { 1.0 } else { 0.0 }
}

/// 2ⁿ and eʳ − 1 with x = n ln 2 + r and |r| ≤ ½ ln 2, for x in −87..=0.
#[inline(always)]
fn exp_parts(x: f32) -> (f32, f32) {
    let shifted = x.mul_add(std::f32::consts::LOG2_E, ROUNDER);
    let n = shifted - ROUNDER;
    let r = (-n).mul_add(std::f32::consts::LN_2, x);
    let r = (-n).mul_add(-1.904_654_3e-9, r);
    let tail = polynomial(r, [0.499_991_48, 0.166_664_57, 0.041_898_277, 0.008_374_641]);
    let scale = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    (scale, (r * r).mul_add(tail, r))
}

/// eˣ for x ≤ 0; e⁻⁸⁷ (10⁻³⁸) below −87.
#[inline(always)]
fn exp_of_negative(x: f32) -> f32 {
    let (scale, minus_one) = exp_parts(at_least(x, -87.0));
    minus_one.mul_add(scale, scale)
}

#[inline(always)]
pub(crate) fn elu(x: f32) -> f32 {
    let (scale, minus_one) = exp_parts(at_most(at_least(x, -87.0), 0.0));
    let below = minus_one.mul_add(scale, scale - 1.0);
    if x > 0.0 { at_most(x, LIMIT) } else { below }
}

#[inline(always)]
pub(crate) fn gaussian(x: f32) -> f32 {
    let x = within(x, 9.5);
    exp_of_negative(-(x * x))
}

/// max(x, 0) + ln(1 + e^−|x|), the logarithm by a minimax rational on 0..=1.
#[inline(always)]
pub(crate) fn softplus(x: f32) -> f32 {
    let x = within(x, LIMIT);
    let u = exp_of_negative(-x.abs());
    let numerator = u * polynomial(u, [1.0, 0.728_083_7, 0.043_446_86, -0.002_421_578_2]);
    let denominator = polynomial(u, [1.0, 1.228_080_7, 0.324_204_15]);
    at_least(x, 0.0) + numerator / denominator
}

/// Φ(−|x|) = ½ erfc(|x|/√2), a polynomial in t = 1/(1 + p|x|/√2) times exp(−x²/2); and that exponential.
#[inline(always)]
fn normal_tail(x: f32) -> (f32, f32) {
    let size = at_most(x.abs(), 13.0);
    let t = 1.0 / size.mul_add(0.327_591_1 * std::f32::consts::FRAC_1_SQRT_2, 1.0);
    let series = t * polynomial(t, [0.254_829_6, -0.284_496_74, 1.421_413_7, -1.453_152, 1.061_405_4]);
    let bell = exp_of_negative(-0.5 * (size * size));
    (0.5 * series * bell, bell)
}

/// x·Φ(x).
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    let x = within(x, LIMIT);
    let (tail, _) = normal_tail(x);
    if x > 0.0 { (-x).mul_add(tail, x) } else { at_least(x, -13.0) * tail }
}
