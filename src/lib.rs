//! Neural networks paint in your terminal.

pub mod color;
pub mod export;
pub mod kernel;
pub mod motion;
pub mod network;
pub mod pace;
pub mod painter;
pub mod recipe;
