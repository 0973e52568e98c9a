//! Luma: how light a colour of sRGB is to a video signal.

/// The shares of red and blue (ITU-R BT.601, section 2.5); green has the rest. They separate hues further than
/// lightness does.
pub const LUMA_RED: f32 = 0.299;
/// See [`LUMA_RED`].
pub const LUMA_BLUE: f32 = 0.114;

/// The luma of red, green and blue, in their unit.
pub fn luma([red, green, blue]: [f32; 3]) -> f32 {
    LUMA_RED * red + (1.0 - LUMA_RED - LUMA_BLUE) * green + LUMA_BLUE * blue
}
