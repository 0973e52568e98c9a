//! The integration tests: one binary, a module for each matter.

mod architecture;
mod cli;
mod encoder;
mod export;
mod live;
mod painter;
mod pty;
mod tokenizer;
