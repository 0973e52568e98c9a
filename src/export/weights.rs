//! The weights themselves, for other programs to compute with.

use std::io::Write;

use super::{ExportError, Job, Sink, Summary};
use crate::network::weights::to_safetensors;

/// Writes the artwork's network, with the line that everything else is read from.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    // Imported weights are whole in the file: it needs no other beside it.
    let line = job.work.recipe().to_string();
    let bytes = to_safetensors(job.work.network(), Some(&line));
    output.write_all(&bytes).map_err(output.failure())?;
    Ok(job.summary(0, output.commit()?))
}
