//! The integration tests: one binary, a module for each matter.

mod architecture;
mod cli;
mod color;
mod export;
mod golden;
mod live;
mod network;
mod open;
mod painter;
mod presets;
mod pty;
mod recipe;
