//! One picture, encoded in strips on all threads.

use super::png::{Assembly, Extras};
use super::{ExportError, Job, Sink, Step, Summary, Unit, pipeline};
use crate::recipe::text::KEYWORD;

/// Writes the moment that the recipe's `at` names.
pub(super) fn write(job: &Job<'_>, output: Sink<'_>) -> Result<Summary, ExportError> {
    write_with(job, None, output)
}

/// The same, with the weights that painted it.
pub(super) fn write_with(job: &Job<'_>, weights: Option<&[u8]>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let seconds = job.work.recipe().at;
    let picture = job.picture(seconds);
    let (height, strips) = (u64::from(job.size[1]), picture.strips());
    let line = job.line_at(seconds);
    let (failed, control) = (output.failure(), output.control());
    let cancel = control.cancel();
    let (depth, extras) = (job.settings.depth, Extras { dpi: job.settings.dpi, weights });
    let begun = Assembly::begin_with(&mut output, job.size, depth, &[(KEYWORD, &line)], extras);
    let mut assembly = begun.map_err(&failed)?;
    pipeline::in_order(
        0..strips,
        u64::MAX,
        |index| cancel.check().map(|()| picture.strip(index)),
        |index, strip| {
            assembly.push(&strip?).map_err(&failed)?;
            control.report(Step { done: height * (index + 1) / strips, skipped: 0, total: height, unit: Unit::Rows });
            Ok::<_, ExportError>(())
        },
    )?;
    assembly.finish().map_err(&failed)?;
    Ok(job.summary(1, output.commit()?))
}
