//! The tests of the whole crate: one binary, a module for each matter.

mod encoder;
mod pacing;
mod replies;
mod seen;
mod tokenizer;
