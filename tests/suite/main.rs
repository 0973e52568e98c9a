//! The integration tests: one binary, a module for each matter.

mod architecture;
mod cli;
mod export;
mod kernel;
mod live;
mod painter;
mod pty;
