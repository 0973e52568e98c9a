//! From the bytes that a terminal sends to keys, mouse events and replies. No I/O.

mod key;
mod paste;
mod reply;
mod rest;
mod token;
pub mod tokenizer;

pub use reply::Reply;
