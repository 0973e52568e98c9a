//! Neural networks paint in your terminal.

pub mod app;
pub mod cli;
pub mod color;
pub mod curate;
pub mod export;
pub mod insight;
pub mod kernel;
pub mod motion;
pub mod network;
pub mod open;
pub mod pace;
pub mod painter;
pub mod recipe;
pub mod screen;
