//! How a job ends, and which failures are the caller's own.

use super::wording::UsageError;
use crate::export::ExportError;
use crate::learn::ShapeError;
use crate::open::OpenError;
use crate::recipe::text::{ParseError, ValueError};
use crate::work::Misfit;

/// How a job ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is done.
    Done,
    /// The user stopped it.
    Interrupted,
}

/// Whether `error` says that what was asked for can't be, rather than that it went wrong.
pub fn is_usage(error: &anyhow::Error) -> bool {
    if let Some(open) = error.downcast_ref::<OpenError>() {
        // What is wrong within a file was not said by the user.
        return matches!(open, OpenError::NotAnArtwork(_));
    }
    error.chain().any(|cause| {
        cause.is::<ParseError>()
            || cause.is::<ValueError>()
            || cause.is::<Misfit>()
            || cause.is::<ShapeError>()
            || cause.is::<UsageError>()
            || matches!(cause.downcast_ref(), Some(ExportError::Refused(_)))
    })
}
