//! The integration tests: one binary, a module for each matter.

mod architecture;
mod cli;
mod curate;
mod color;
mod export;
mod live;
mod motion;
mod pace;
mod painter;
mod pty;
mod recipe;
