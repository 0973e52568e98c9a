//! Why the live view can't begin.

use std::path::PathBuf;

use thinwire::ScreenError;

/// Why the live view can't begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    /// The terminal can't be used.
    #[error(transparent)]
    Screen(#[from] ScreenError),
    /// The pipe can't be made.
    #[error("can't make a pipe at {}", path.display())]
    Control {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
