//! The sRGB transfer function, IEC 61966-2-1: between encoded values and linear light.

use std::sync::LazyLock;

/// Steps of each table. Interpolated linearly, 4096 of them stay within 1e-7 of the function: a
/// hundredth of a step of a 16-bit picture.
const STEPS: usize = 4096;

static TRANSFER: LazyLock<Transfer> = LazyLock::new(Transfer::new);

/// Tables of both directions. A reference is taken once and used for many pixels.
#[derive(Debug)]
pub struct Transfer {
    linear: Vec<f32>,
    encoded_by_root: Vec<f32>,
    linear_of_byte: [f32; 256],
}

impl Transfer {
    /// The tables, computed when first asked for.
    pub fn get() -> &'static Self {
        &TRANSFER
    }

    fn new() -> Self {
        let table = |f: &dyn Fn(f64) -> f64| (0..=STEPS).map(|i| f(i as f64 / STEPS as f64) as f32).collect();
        Self {
            linear: table(&decode),
            encoded_by_root: table(&|root| encode(root * root)),
            linear_of_byte: std::array::from_fn(|byte| decode(byte as f64 / 255.0) as f32),
        }
    }

    /// The linear light, 0..=1, of an sRGB value in 0..=1; values beyond are clamped.
    pub fn to_linear(&self, value: f32) -> f32 {
        interpolate(&self.linear, value)
    }

    /// The sRGB value, 0..=1, of linear light in 0..=1; values beyond are clamped.
    pub fn to_srgb(&self, linear: f32) -> f32 {
        // Near black the curve is too steep for even steps of light; over its root it is nearly straight.
        interpolate(&self.encoded_by_root, linear.max(0.0).sqrt())
    }

    /// The linear light of an 8-bit sRGB value.
    pub fn byte_to_linear(&self, byte: u8) -> f32 {
        self.linear_of_byte[usize::from(byte)]
    }
}

fn interpolate(table: &[f32], position: f32) -> f32 {
    let scaled = (position * STEPS as f32).clamp(0.0, STEPS as f32);
    let index = (scaled as usize).min(STEPS - 1);
    let (low, high) = (table[index], table[index + 1]);
    low + (high - low) * (scaled - index as f32)
}

/// sRGB value to linear light, as the standard defines it.
pub(super) fn decode(value: f64) -> f64 {
    if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
}

/// Linear light to sRGB value, as the standard defines it.
pub(super) fn encode(linear: f64) -> f64 {
    if linear <= 0.0031308 { 12.92 * linear } else { 1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055 }
}
