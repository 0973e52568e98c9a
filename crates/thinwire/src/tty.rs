//! The terminal device, signals, and what else of the system is asked: all the I/O.

pub(crate) mod connection;
pub(crate) mod device;
pub(crate) mod signals;
mod size;
mod source;
mod watch;

pub use size::{Size, terminal_size};
pub(crate) use watch::Watch;
