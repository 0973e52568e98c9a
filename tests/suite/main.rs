//! The integration tests: one binary, a module for each matter.

mod architecture;
mod cli;
mod export;
mod insight;
mod live;
mod painter;
mod pty;
