//! What can go wrong with an export, as kinds: each names what and where in neutral words. How the user can do
//! better depends on where the export was asked for, and is said there.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{FfmpegError, Refusal};

/// Why an export did not finish. Whatever was finished before stays; nothing is left half written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The caller asked to stop.
    #[error("interrupted")]
    Cancelled,
    /// Whoever reads our output has stopped reading: `head` and closed players do that.
    #[error("the reader of the output went away")]
    ReaderGone,
    /// A file could not be read or written.
    #[error("can't {action} {}: {reason}", path.display())]
    File {
        /// What was tried: `write`, `create the directory`, …
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// Why, and what to do next.
        reason: String,
    },
    /// The output's name or the settings ask for something that can't be.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The system has no thread left for the work; this is its message.
    #[error("no thread is left to work with: {0}")]
    Exhausted(String),
    /// ffmpeg is missing or failed.
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
}

impl ExportError {
    /// The error for what the system reported about `path`.
    pub(super) fn file(action: &'static str, path: &Path, source: &io::Error) -> Self {
        if source.kind() == ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        Self::File { action, path: path.to_owned(), reason: reason(source) }
    }

    /// The message with what matters most at its start, for where its end may be cut.
    pub(crate) fn brief(&self) -> String {
        match self {
            Self::File { path, reason, .. } => {
                let reason = reason.split_once(';').map_or(reason.as_str(), |(reason, _)| reason);
                format!("{reason}: {}", path.display())
            }
            other => other.to_string(),
        }
    }
}

/// Why, in words, and what helps.
fn reason(error: &io::Error) -> String {
    let advice = match error.kind() {
        ErrorKind::StorageFull => "the disk is full; free some space or choose another place",
        ErrorKind::QuotaExceeded => "the disk quota is used up; free some space or choose another place",
        ErrorKind::FileTooLarge => "the file would be larger than the file system or the limit allows",
        ErrorKind::PermissionDenied => "no permission; choose another place",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only; choose another place",
        ErrorKind::NotFound => "the directory does not exist; make it or choose another place",
        ErrorKind::AlreadyExists => "a file of that name is in the way; choose another place",
        ErrorKind::NotADirectory => "part of the path is not a directory; choose another place",
        ErrorKind::IsADirectory => "it is a directory; name a file in it",
        ErrorKind::InvalidFilename => "the name is too long or not allowed; choose a shorter one",
        _ => return innermost(error),
    };
    advice.to_owned()
}

/// What the system itself said: wrappers add the names of temporary files.
fn innermost(error: &io::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
