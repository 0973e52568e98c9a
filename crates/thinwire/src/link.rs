//! The way to the terminal: what stands at its end, what answers instead of it, when the next frame may go out and how
//! large it may be. No I/O; time and the environment are arguments.

pub(crate) mod acknowledgement;
pub(crate) mod detection;
pub(crate) mod due;
pub(crate) mod images;
pub(crate) mod leftovers;
pub mod locale;
pub mod multiplexer;
pub mod pacing;
mod sizing;
pub(crate) mod support;
pub(crate) mod theme;
