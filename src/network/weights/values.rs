//! Floating-point numbers of other sizes, as float32.

use safetensors::tensor::{Dtype, TensorView};

/// The numbers of a tensor; `None` if they are not floating-point numbers of 16, 32 or 64 bits.
pub(super) fn floats(view: &TensorView<'_>) -> Option<Vec<f32>> {
    let bytes = view.data();
    match view.dtype() {
        Dtype::F32 => Some(numbers(bytes, f32::from_le_bytes)),
        // Beyond the largest float32 lies infinity, which is refused as any other.
        Dtype::F64 => Some(numbers(bytes, |bytes| f64::from_le_bytes(bytes) as f32)),
        Dtype::F16 => Some(numbers(bytes, |bytes| from_half(u16::from_le_bytes(bytes)))),
        // The upper half of a float32.
        Dtype::BF16 => Some(numbers::<2>(bytes, |[low, high]| f32::from_le_bytes([0, 0, low, high]))),
        _ => None,
    }
}

fn numbers<const SIZE: usize>(bytes: &[u8], read: impl Fn([u8; SIZE]) -> f32) -> Vec<f32> {
    let (numbers, _) = bytes.as_chunks::<SIZE>();
    numbers.iter().map(|bytes| read(*bytes)).collect()
}

/// IEEE 754 binary16: a sign, five bits of exponent, ten of fraction.
fn from_half(bits: u16) -> f32 {
    let (exponent, fraction) = (u32::from(bits >> 10) & 31, u32::from(bits & 1023));
    let magnitude = match exponent {
        // Subnormal: multiples of 2⁻²⁴.
        0 => fraction as f32 / 16_777_216.0,
        31 => f32::from_bits((255 << 23) | (fraction << 13)),
        // The exponents count from 15 there and from 127 here.
        _ => f32::from_bits(((exponent + 112) << 23) | (fraction << 13)),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_what_ieee_754_says() {
        // `numpy.array([bits], numpy.uint16).view(numpy.float16)`
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7BFF, 65504.0),
            (0x0400, 6.103_515_6e-5),
            (0x0001, 5.960_464_5e-8),
            (0x83FF, -6.097_555e-5),
        ] {
            assert_eq!(from_half(bits), value, "{bits:04x}");
        }
        assert_eq!(from_half(0xFC00), f32::NEG_INFINITY);
        assert!(from_half(0x7E00).is_nan());
    }
}
