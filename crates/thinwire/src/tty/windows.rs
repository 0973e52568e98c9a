//! The terminal on Windows: a console, which is written to as text and read as records or as sequences.
//!
//! Raw mode, keys and the mouse are crossterm's. Where the console can send what a terminal sends
//! (`ENABLE_VIRTUAL_TERMINAL_INPUT`, Windows 10 and later), our own tokeniser reads it, for crossterm's reader drops the
//! escape character of a sequence and with it every reply.

pub(crate) mod connection;
mod console;
pub(crate) mod device;
mod input;
pub(crate) mod signals;
mod utf16;
