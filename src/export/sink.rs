//! What every writer is handed beside the job: where its bytes go, who hears how far it is, and whether to stop.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::file::Output;
use super::{ExportError, Format, Step};

/// Whether the caller has asked to stop.
#[derive(Clone, Copy)]
pub(super) struct Cancel<'a>(&'a AtomicBool);

impl<'a> Cancel<'a> {
    /// `cancel` is set once the caller wants to stop.
    pub(super) const fn new(cancel: &'a AtomicBool) -> Self {
        Self(cancel)
    }

    /// # Errors
    /// [`ExportError::Cancelled`] once the caller has asked to stop.
    pub(super) fn check(self) -> Result<(), ExportError> {
        if self.is_set() { Err(ExportError::Cancelled) } else { Ok(()) }
    }

    /// Whether the caller has asked to stop.
    pub(super) fn is_set(self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What passes between a job and its caller: steps one way, the wish to stop the other.
#[derive(Clone, Copy)]
pub(super) struct JobControl<'a> {
    cancel: Cancel<'a>,
    report: &'a dyn Fn(Step),
}

impl<'a> JobControl<'a> {
    pub(super) fn new(cancel: &'a AtomicBool, report: &'a dyn Fn(Step)) -> Self {
        Self { cancel: Cancel(cancel), report }
    }

    /// For a piece of a job, whose steps `report` hears.
    pub(super) fn of(cancel: Cancel<'a>, report: &'a dyn Fn(Step)) -> Self {
        Self { cancel, report }
    }

    /// Tells the caller how far the job is.
    pub(super) fn report(self, step: Step) {
        (self.report)(step);
    }

    /// What other threads look at.
    pub(super) fn cancel(self) -> Cancel<'a> {
        self.cancel
    }
}

/// A file, pipe or device being written, for a caller that may stop it. Dropped before [`Sink::commit`], it leaves
/// nothing behind.
pub(super) struct Sink<'a> {
    output: Output,
    control: JobControl<'a>,
}

impl<'a> Sink<'a> {
    /// Opens `path` for a file of `format`.
    ///
    /// # Errors
    /// As [`Output::create`].
    pub(super) fn create(path: &Path, format: Format, control: JobControl<'a>) -> Result<Self, ExportError> {
        Ok(Self { output: Output::create(path, format)?, control })
    }

    /// Standard output.
    ///
    /// # Errors
    /// As [`Output::stdout`].
    pub(super) fn stdout(format: Format, control: JobControl<'a>) -> Result<Self, ExportError> {
        Ok(Self { output: Output::stdout(format)?, control })
    }

    /// For what works beside the sink.
    pub(super) fn control(&self) -> JobControl<'a> {
        self.control
    }

    /// For what works on other threads.
    pub(super) fn cancel(&self) -> Cancel<'a> {
        self.control.cancel
    }

    /// Turns what went wrong while writing into an error that names the file.
    pub(super) fn failure(&self) -> impl Fn(io::Error) -> ExportError + use<> {
        self.output.failure()
    }

    /// The file itself, for another program that writes it.
    pub(super) fn output(&mut self) -> &mut Output {
        &mut self.output
    }

    /// Puts the file in its place; returns how many bytes it has.
    ///
    /// # Errors
    /// [`ExportError::File`], or [`ExportError::Cancelled`] where the caller no longer wants it; then the target is
    /// as it was before.
    pub(super) fn commit(self) -> Result<u64, ExportError> {
        self.control.cancel.check()?;
        self.output.commit()
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
