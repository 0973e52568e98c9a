//! The integration tests: one binary, a module for each matter.

mod architecture;
mod cli;
mod color;
mod export;
mod golden;
mod live;
mod painter;
mod pty;
mod recipe;
