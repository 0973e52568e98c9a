//! Colour: sRGB and linear light, Oklab, and the nearest colours of a terminal.
//!
//! Everything here gives the same bits on every machine: it is built from +, −, ×, ÷, √ and the
//! `libm` crate, never the platform's `powf` or `cbrt`.

mod luma;
mod oklab;
mod terminal;
mod transfer;

pub use luma::{LUMA_BLUE, LUMA_RED, luma};
pub use oklab::{Oklab, difference, from_srgb_exact, to_srgb_exact};
pub use terminal::{ANSI, nearest_ansi, nearest_xterm, xterm};
pub use transfer::{Transfer, to_linear};
