//! Why the terminal cannot be used.

use std::io;

/// Why the terminal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// There is no terminal.
    #[error("there is no terminal")]
    NoTerminal(#[source] io::Error),
    /// The terminal refused something.
    #[error("the terminal cannot be used")]
    Terminal(#[source] io::Error),
    /// The system has no more threads.
    #[error("the system has no more threads")]
    Threads(#[source] io::Error),
}
