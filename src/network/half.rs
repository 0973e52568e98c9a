//! 16-bit floats (IEEE 754 binary16): what a learnt network's weights are kept in.
//!
//! Half the bytes for an error that no eye sees: 11 significant bits, from 6·10⁻⁸ to 65,504.

use super::Network;

/// The largest finite value.
pub(crate) const MAX: f32 = 65_504.0;

/// From the exponent of an f32 to that of a half, in the place where an f32 has it.
const REBIAS: u32 = (127 - 15) << 23;
/// The bits by which the significand of an f32 is longer.
const DROPPED: u32 = 13;
/// The bits of an infinite half.
const INFINITE: u16 = 0x7c00;

/// The bits of the half nearest to `value`, of two equally near ones the even. NaN stays NaN; what is beyond
/// the largest by half a step or more becomes infinite.
pub(crate) fn from_f32(value: f32) -> u16 {
    let sign = (value.to_bits() >> 16) as u16 & 0x8000;
    let size = value.abs();
    let half = if size.is_nan() {
        INFINITE | 0x200
    } else if size >= 65_520.0 {
        INFINITE
    } else if size < 1.0 / 16_384.0 {
        // Next to ½ an f32 has steps of 2⁻²⁴, those of a subnormal half: the addition rounds.
        (size + 0.5).to_bits().wrapping_sub(0.5_f32.to_bits()) as u16
    } else {
        let bits = size.to_bits() - REBIAS;
        let even = bits >> DROPPED & 1;
        ((bits + (1 << (DROPPED - 1)) - 1 + even) >> DROPPED) as u16
    };
    sign | half
}

/// The value of a half's bits: exact.
pub(crate) fn to_f32(half: u16) -> f32 {
    let size = u32::from(half & 0x7fff);
    let value = match half & INFINITE {
        0 => size as f32 / (1_u32 << 24) as f32,
        INFINITE => f32::from_bits(0x7f80_0000 | size << DROPPED),
        _ => f32::from_bits((size << DROPPED) + REBIAS),
    };
    if half & 0x8000 == 0 { value } else { -value }
}

impl Network {
    /// Every weight and bias rounded to a 16-bit float; beyond their range, the largest.
    pub fn rounded_to_half(&self) -> Self {
        let round = |value: &mut f32| *value = to_f32(from_f32(value.clamp(-MAX, MAX)));
        let mut network = self.clone();
        for layer in &mut network.layers {
            layer.weights.iter_mut().for_each(round);
            layer.biases.iter_mut().for_each(round);
        }
        network
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_comes_back_as_it_was() {
        for half in 0..=u16::MAX {
            let value = to_f32(half);
            let back = from_f32(value);
            assert!(back == half || (value.is_nan() && to_f32(back).is_nan()), "{half:#06x} is {value}");
        }
    }

    #[test]
    fn numbers_go_to_the_nearest_half_and_of_two_to_the_even() {
        for half in 0..INFINITE {
            let (low, high) = (to_f32(half), if half + 1 == INFINITE { 65_536.0 } else { to_f32(half + 1) });
            let middle = low + (high - low) / 2.0;
            assert_eq!(from_f32(middle), half + half % 2, "{middle}");
            assert_eq!(from_f32(middle.next_down()), half);
            assert_eq!(from_f32(-middle.next_up()), 0x8000 | (half + 1));
        }
        assert_eq!(from_f32(f32::MAX), INFINITE);
        assert!(to_f32(from_f32(f32::NAN)).is_nan());
    }
}
