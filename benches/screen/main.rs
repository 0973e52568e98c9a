//! What the screen costs: bytes a frame against ratatui's backend, time to encode, what finer glyphs bring, and
//! what a viewer sees over simulated links. Run with `cargo bench --bench screen [-- bytes|glyphs|link]`.
#![allow(clippy::unwrap_used, reason = "a bench stops at the first surprise")]

mod bytes;
mod glyphs;
mod link;
mod pictures;
mod viewer;

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    for (name, print) in [("bytes", bytes::print as fn()), ("glyphs", glyphs::print), ("link", link::print)] {
        if name.contains(&filter) {
            print();
        }
    }
}
