//! The sRGB transfer function, IEC 61966-2-1: between encoded values and linear light.

use std::sync::LazyLock;

/// Steps of the table towards sRGB. Interpolated linearly, it stays within 1e-6 of the function (at the
/// joint of its two parts; elsewhere within 1e-7).
const STEPS: usize = 4096;

static TRANSFER: LazyLock<Transfer> = LazyLock::new(Transfer::new);

/// The linear light, 0..=1, of an sRGB value in 0..=1.
///
/// A polynomial of the least greatest error over the curved part, fitted with the error counted in
/// sRGB values: within 1.6e-6 of it, a tenth of a step of a 16-bit picture. Unlike a table it is worked
/// out for many values at once.
#[inline]
pub fn to_linear(value: f32) -> f32 {
    const COEFFICIENTS: [f32; 9] = [
        0.000_843_950_8,
        0.035_760_66,
        0.478_417_7,
        0.911_631_05,
        -1.049_642_4,
        1.332_345_6,
        -1.186_577_1,
        0.614_445,
        -0.137_227_74,
    ];
    let curve = COEFFICIENTS.iter().rev().fold(0.0, |sum, coefficient| sum * value + coefficient);
    if value <= 0.04045 { value * (1.0 / 12.92) } else { curve }
}

/// Tables of what is too steep for a polynomial. A reference is taken once and used for many pixels.
#[derive(Debug)]
pub struct Transfer {
    srgb_by_root: Box<[f32; STEPS + 1]>,
    linear_of_byte: [f32; 256],
}

impl Transfer {
    /// The tables, computed when first asked for.
    pub fn get() -> &'static Self {
        &TRANSFER
    }

    fn new() -> Self {
        let root = |step: usize| step as f64 / STEPS as f64;
        Self {
            srgb_by_root: Box::new(std::array::from_fn(|step| encode(root(step) * root(step)) as f32)),
            linear_of_byte: std::array::from_fn(|byte| decode(byte as f64 / 255.0) as f32),
        }
    }

    /// The sRGB value, 0..=1, of linear light; what is beyond 0..=1 is clamped.
    #[inline]
    pub fn to_srgb(&self, linear: f32) -> f32 {
        // Near black the curve is too steep for even steps of light; over its root it is nearly straight.
        let scaled = linear.clamp(0.0, 1.0).sqrt() * STEPS as f32;
        let index = (scaled as usize).min(STEPS - 1);
        let (low, high) = (self.srgb_by_root[index], self.srgb_by_root[index + 1]);
        low + (high - low) * (scaled - index as f32)
    }

    /// The nearest 8-bit sRGB value of linear light, clamped to 0..=1.
    #[inline]
    pub fn to_byte(&self, linear: f32) -> u8 {
        (self.to_srgb(linear) * 255.0 + 0.5) as u8
    }

    /// The linear light of an 8-bit sRGB value.
    #[inline]
    pub fn byte_to_linear(&self, byte: u8) -> f32 {
        self.linear_of_byte[usize::from(byte)]
    }
}

/// sRGB value to linear light, as the standard defines it.
pub(super) fn decode(value: f64) -> f64 {
    if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
}

/// Linear light to sRGB value, as the standard defines it.
pub(super) fn encode(linear: f64) -> f64 {
    if linear <= 0.0031308 { 12.92 * linear } else { 1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_keep_to_the_standard() {
        let transfer = Transfer::get();
        for step in 0..=100_000 {
            let value = f64::from(step) / 1e5;
            let back = encode(f64::from(to_linear(value as f32)));
            assert!((back - value).abs() < 2e-6, "light of {value} is that of {back}");
            let srgb = f64::from(transfer.to_srgb(value as f32));
            assert!((srgb - encode(value)).abs() < 1e-6, "{srgb} shows the light {value}");
        }
    }

    #[test]
    fn every_byte_survives_the_way_there_and_back() {
        let transfer = Transfer::get();
        for byte in 0..=255 {
            for light in [transfer.byte_to_linear(byte), to_linear(f32::from(byte) / 255.0)] {
                assert_eq!(transfer.to_byte(light), byte);
            }
        }
    }
}
