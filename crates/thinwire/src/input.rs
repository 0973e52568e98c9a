//! From the bytes that a terminal sends to keys, mouse events and replies. No I/O.

mod reply;
pub mod tokenizer;

pub use reply::Reply;
