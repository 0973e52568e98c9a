//! A system without FIFOs.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

/// No pipe can be made.
#[derive(Debug)]
pub(super) struct Pipe {}

impl Pipe {
    pub(super) fn make(_: &Path) -> io::Result<Self> {
        Err(io::Error::new(ErrorKind::Unsupported, "this system has no FIFOs"))
    }

    pub(super) fn reader(&self) -> io::Result<File> {
        Err(ErrorKind::Unsupported.into())
    }

    pub(super) fn remove(&self) {}
}
