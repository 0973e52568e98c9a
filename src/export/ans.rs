//! A still as text with colour, for a login banner or a message of the day.

use std::io::Write;

use super::cast::cells;
use super::{ExportError, Job, Sink, Summary, moving};
use thinwire::Pixels;
use thinwire::wire::recorder::text_art;

/// Writes the moment that the recipe's `at` names.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let bare = job.uncaptioned();
    let frame = moving::paint(&cells(&Job { work: &bare, ..job.clone() })?, job.work.recipe().at, output.cancel())?;
    output
        .write_all(&text_art(Pixels::new(frame.width, &frame.pixels), job.settings.drawing))
        .map_err(output.failure())?;
    Ok(job.summary(1, output.commit()?))
}
