//! Standard output: it carries what was asked for, and nothing else.

use std::io::Write;

use anyhow::{Context, Result};

use super::Ended;
use crate::export::check_stdout;
use crate::plain_text;

/// Writes text to stdout, harmless to a terminal whatever it holds.
pub(super) fn print(text: &str) -> Result<Ended> {
    print_bytes(plain_text::block(text, plain_text::BLOCK).as_bytes())
}

/// Writes bytes of our own making to stdout; a reader that has left is no error.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<Ended> {
    let mut stdout = std::io::stdout();
    match check_stdout().and_then(|()| stdout.write_all(bytes)).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("stdout can't be written"),
        _ => Ok(Ended::Done),
    }
}
