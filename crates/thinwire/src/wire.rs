//! From cells to bytes within a budget, with an exact record of what the terminal shows.

pub mod encoder;
pub mod hyperlink;
pub mod image;
pub mod recorder;
pub mod repeat;
