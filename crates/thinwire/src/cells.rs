//! From pixels to character cells: which glyphs, which colours, and how few of those will do.

pub mod ansi;
pub mod depth;
mod dither;
pub mod glyph;
mod layers;
pub mod plain;

pub(crate) use dither::ANSI256;
pub use layers::{Layers, Wanted};

/// A picture: 8-bit sRGB, row by row from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixels<'a> {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// `width × height` of them.
    pub pixels: &'a [[u8; 3]],
}

impl<'a> Pixels<'a> {
    /// Rows of `width` pixels; pixels that fill no whole row are left out.
    pub fn new(width: u32, pixels: &'a [[u8; 3]]) -> Self {
        let height = (pixels.len() / (width as usize).max(1)) as u32;
        Self { width, height, pixels: &pixels[..width as usize * height as usize] }
    }
}
