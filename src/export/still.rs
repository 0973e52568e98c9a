//! One picture, encoded in strips on all threads.

use super::file::Output;
use super::png::Assembly;
use super::{Cancel, ExportError, Job, Step, Summary, Unit, pipeline};
use crate::recipe::text::KEYWORD;

/// Writes the moment that the recipe's `at` names.
pub(super) fn write(
    job: &Job<'_>,
    output: Output,
    cancel: Cancel<'_>,
    report: &dyn Fn(Step),
) -> Result<Summary, ExportError> {
    write_with(job, None, output, cancel, report)
}

/// The same, with the weights that painted it.
pub(super) fn write_with(
    job: &Job<'_>,
    weights: Option<&[u8]>,
    mut output: Output,
    cancel: Cancel<'_>,
    report: &dyn Fn(Step),
) -> Result<Summary, ExportError> {
    let seconds = job.painting.recipe().at;
    let picture = job.picture(seconds);
    let (height, strips) = (u64::from(job.size[1]), picture.strips());
    let line = job.line_at(seconds);
    let failed = output.failure();
    let texts = [(KEYWORD, line.as_str())];
    let begun = Assembly::begin_with(&mut output, job.size, job.settings.depth, &texts, weights);
    let mut assembly = begun.map_err(&failed)?;
    pipeline::in_order(
        0..strips,
        u64::MAX,
        |index| cancel.check().map(|()| picture.strip(index)),
        |index, strip| {
            assembly.push(&strip?).map_err(&failed)?;
            report(Step { done: height * (index + 1) / strips, skipped: 0, total: height, unit: Unit::Rows });
            Ok(())
        },
    )?;
    assembly.finish().map_err(&failed)?;
    Ok(job.summary(1, output.commit()?))
}
