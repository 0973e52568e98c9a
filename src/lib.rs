//! Neural networks paint in your terminal.

pub mod color;
pub mod insight;
pub mod kernel;
pub mod motion;
pub mod network;
pub mod painter;
pub mod recipe;
