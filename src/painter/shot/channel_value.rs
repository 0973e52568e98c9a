//! From sRGB values to what a picture stores.

/// A channel value as a picture stores it.
pub trait ChannelValue: Copy + Default + Send {
    /// Rounds an sRGB value in 0..=1.
    fn quantize(value: f32) -> Self;

    /// The sRGB value, in 0..=1, that it stands for.
    fn value(self) -> f32;
}

impl ChannelValue for u8 {
    #[inline]
    fn quantize(value: f32) -> Self {
        nearest_integer(value * 255.0) as Self
    }

    #[inline]
    fn value(self) -> f32 {
        f32::from(self) / 255.0
    }
}

impl ChannelValue for u16 {
    #[inline]
    fn quantize(value: f32) -> Self {
        nearest_integer(value * 65535.0) as Self
    }

    #[inline]
    fn value(self) -> f32 {
        f32::from(self) / 65535.0
    }
}

/// The integer nearest to `value` in 0..2²², and 0 for one that is no number. Adding 2²³ leaves it in the
/// lowest bits: unlike a conversion that saturates, this is done for many values at once.
#[inline]
fn nearest_integer(value: f32) -> u32 {
    ((if value > 0.0 { value } else { 0.0 }) + 8_388_608.0).to_bits() & 0x3f_ffff
}
