//! Palettes: colours to walk through, and the gradients that join them.

mod gradient;
mod named;

pub use gradient::Gradient;
pub use named::Palette;
