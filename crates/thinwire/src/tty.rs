//! The terminal device, signals, and what else of the system is asked: all the I/O.
//!
//! `connection`, `device` and `signals` are there once for Unix and once for Windows, with the same names.

#[cfg(unix)]
mod abort;
pub(crate) mod clipboard;
mod closing;
#[cfg(unix)]
pub(crate) mod connection;
#[cfg(unix)]
pub(crate) mod device;
mod event;
mod modes;
mod on_panic;
mod replies;
mod sequences;
#[cfg(unix)]
pub(crate) mod signals;
mod size;
mod source;
mod watch;
#[cfg(windows)]
mod windows;

pub use closing::delay_closing;
pub(crate) use on_panic::restore_on_panic;
pub use sequences::interpret_sequences;
pub use size::{Size, terminal_size};
pub(crate) use watch::Watch;
#[cfg(windows)]
pub(crate) use windows::{connection, device, signals};
