//! What the output channels of the network mean: how many there are, and what becomes of them.

use crate::palette::Palette;

/// What the output channels mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ColorMode {
    /// A palette drawn from this seed, or from the root of the recipe's own, on the channels' principal axes.
    Seed(Option<u64>),
    /// Red, green, blue.
    Rgb,
    /// Hue, saturation, value.
    Hsv,
    /// Hue, saturation, lightness.
    Hsl,
    /// Cyan, magenta, yellow, key.
    Cmyk,
    /// One channel, black to white.
    Gray,
    /// One channel between two complementary tones drawn from the seed.
    TwoTone,
    /// One channel along a named colour map.
    Palette(Palette),
    /// One channel along these sRGB colours, 2 to [`MAX_COLORS`](super::MAX_COLORS) of them, blended in Oklab.
    Hex(Vec<[u8; 3]>),
}

impl ColorMode {
    /// How many output neurons the mode reads.
    pub(crate) const fn channels(&self) -> usize {
        match self {
            Self::Seed(_) | Self::Rgb | Self::Hsv | Self::Hsl => 3,
            Self::Cmyk => 4,
            Self::Gray | Self::TwoTone | Self::Palette(_) | Self::Hex(_) => 1,
        }
    }
}
