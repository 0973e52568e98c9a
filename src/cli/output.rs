//! Standard output: it carries what was asked for, and nothing else.

use std::io::Write;

use anyhow::{Context, Result};

use super::Ended;

/// Writes text to stdout; a reader that has gone is no error.
pub(super) fn print(text: &str) -> Result<Ended> {
    print_bytes(text.as_bytes())
}

/// Writes bytes to stdout; a reader that has gone is no error.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<Ended> {
    match std::io::stdout().write_all(bytes) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("stdout can't be written"),
        _ => Ok(Ended::Done),
    }
}
