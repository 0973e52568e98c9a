//! Palettes: gradients through named colours, and harmonies that a seed draws, with the way from a network's channels
//! to them.
//!
//! ```text
//! seed ─draw→ Harmony ────────┐
//!                             ├─bake→ Grade: three channels → sRGB
//! channels of a probe → Axes ─┘
//! ```
//!
//! A network's channels are sigmoids of their own, and as red, green and blue they end in the corners of the
//! RGB cube: pure hues that compete while lightness hardly varies. A [`Grade`] takes their principal axes
//! instead: the first walks a [`Harmony`] from dark to light, the second brings in its accent.
//!
//! Everything here gives the same bits on every machine: +, −, ×, ÷, √, the `libm` crate and tables, sums in a
//! fixed order.

mod axes;
mod curve;
mod grade;
mod gradient;
mod harmony;
mod named;
mod oklch;

pub(crate) use axes::Axes;
pub(crate) use grade::Grade;
pub use gradient::Gradient;
pub(crate) use harmony::Harmony;
pub use named::Palette;
pub(crate) use oklch::Oklch;
