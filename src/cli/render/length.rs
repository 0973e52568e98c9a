//! Warns, before the work starts, of a loop that is too long to be posted.

use crate::export::{Format, Job};
use crate::recipe::Period;

/// Chat programs and forums cut or refuse what is longer, in seconds.
const POSTED: f64 = 20.0;
/// What is offered instead, in seconds: long enough for a slow motion, short enough for any limit.
const SHORT: f64 = 6.0;

/// What to say of a loop that takes its own time and is too long to be posted as `format`. Who has chosen a length, or
/// a limit, knows it.
pub(super) fn too_long_to_post(job: &Job<'_>, format: Format) -> Option<String> {
    let posted = matches!(format, Format::Gif | Format::Webp | Format::Apng);
    let chosen = job.frames.is_some() || job.settings.max_size.is_some() || job.work.recipe().period != Period::Auto;
    let seconds = job.work.timeline().period() / job.speed;
    if !posted || chosen || seconds <= POSTED {
        return None;
    }
    let frames = job.clock().ok()?.frames();
    let (speed, beginning) = ((job.speed * seconds / SHORT).ceil(), (SHORT * job.fps).ceil());
    Some(format!(
        "this loop lasts {seconds:.0} s, {frames} frames: too long to post; --seconds {SHORT} makes a short loop, \
         --speed {speed} shows this one faster, --frames {beginning} shows its beginning"
    ))
}
