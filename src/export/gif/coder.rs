//! A frame on its way into a GIF, exact or dithered.

use super::dither::{self, Dither};
use super::exact::{self, Exact};
use super::ycbcr::YCbCr;

/// A frame whose pixels are being written, row by row.
#[derive(Debug)]
pub(super) enum Coder {
    /// Of few colours.
    Exact(Exact),
    /// Of more than a palette has.
    Dithered(Dither),
}

/// A frame, compressed.
pub(super) struct Coded {
    /// Its own colours; without them it has those that frames share.
    pub(super) palette: Option<Vec<u8>>,
    /// The index that shows what was there before.
    pub(super) stays: u8,
    /// LZW data, the smallest code size first.
    pub(super) data: Vec<u8>,
}

impl Coder {
    /// Writes the next whole rows of `pixels`, sRGB. `screen` holds what the frames before have left in their place, and
    /// is left as this one shows it.
    pub(super) fn rows(&mut self, pixels: &[[u8; 3]], screen: &mut [YCbCr]) {
        match self {
            Self::Exact(exact) => exact.rows(pixels, screen),
            Self::Dithered(dither) => dither.rows(pixels, screen),
        }
    }

    /// Ends the frame.
    pub(super) fn finish(self) -> Coded {
        match self {
            Self::Exact(exact) => {
                let (palette, data) = exact.finish();
                Coded { palette, stays: exact::STAYS, data }
            }
            Self::Dithered(dither) => {
                let (palette, data) = dither.finish();
                Coded { palette: Some(palette.into_flattened()), stays: dither::STAYS, data }
            }
        }
    }
}
