//! How many samples a pixel is made of.

use std::fmt;
use std::str::FromStr;

/// The most samples along a pixel's side that [`Samples::from_str`] reads.
const MOST: u32 = 16;

/// How many samples a pixel is made of. They are averaged in linear light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Samples {
    /// As many as the pixel needs: one where its neighbours are like it, up to 4×4 where they differ.
    Auto,
    /// N×N in every pixel, N in 1..=16; 0 counts as 1.
    Grid(u32),
}

impl Samples {
    /// One sample, in the middle of the pixel.
    pub const ONE: Self = Self::Grid(1);

    /// The same in every pixel: one instead of [`Samples::Auto`]. For text and for pictures in squares, whose
    /// pixels are large and mean one colour each.
    pub(crate) const fn fixed(self) -> Self {
        match self {
            Self::Auto => Self::ONE,
            grid => grid,
        }
    }

    /// How many samples lie along a pixel's side where all pixels are painted alike, 1 or more.
    pub(super) fn side(self) -> u32 {
        match self {
            Self::Auto => 1,
            Self::Grid(side) => side.max(1),
        }
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Grid(side) => side.fmt(f),
        }
    }
}

impl FromStr for Samples {
    type Err = String;

    /// Reads `auto` or a number from 1 to 16.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let side = text.parse().ok().filter(|side| (1..=MOST).contains(side));
        side.map(Self::Grid).ok_or_else(|| format!("auto, or a number from 1 to {MOST}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for samples in [Samples::Auto, Samples::ONE, Samples::Grid(16)] {
            assert_eq!(samples.to_string().parse(), Ok(samples));
        }
        for wrong in ["", "0", "17", "-1", "4x4", "Auto", "99999999999"] {
            assert!(wrong.parse::<Samples>().is_err(), "{wrong}");
        }
    }
}
