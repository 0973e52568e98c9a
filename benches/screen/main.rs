//! What the screen costs: bytes a frame against ratatui's backend, time to encode, what finer glyphs bring, and
//! what a viewer sees over simulated links. Run with `cargo bench --bench screen [-- bytes|glyphs|images|link]`.
#![allow(clippy::unwrap_used, reason = "a bench stops at the first surprise")]

mod bytes;
mod glyphs;
mod images;
mod link;
mod pictures;
mod viewer;

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let parts =
        [("bytes", bytes::print as fn()), ("glyphs", glyphs::print), ("images", images::print), ("link", link::print)];
    for (name, print) in parts {
        if name.contains(&filter) {
            print();
        }
    }
}
