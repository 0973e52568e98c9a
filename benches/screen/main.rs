//! What the screen costs: bytes a frame against ratatui's backend, time to encode, and what a viewer sees
//! over simulated links. Run with `cargo bench --bench screen`.
#![allow(clippy::unwrap_used, reason = "a bench stops at the first surprise")]

mod bytes;
mod link;
mod pictures;
mod viewer;

fn main() {
    bytes::print();
    link::print();
}
