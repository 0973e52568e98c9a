//! Whether a loop flashes: a look at each of its frames, small, after the long work of making them. For a page, which
//! begins paused where it does, the look comes first, and what it found stands in the summary.

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::{Cancel, ExportError, FlashCheck, Job, Summary};
use crate::flash::{Meter, PLACES, Sight};
use crate::painter::{Frame, Samples};

/// Frames that are looked at side by side.
const AT_ONCE: usize = 32;
/// Frames a second at which a program's loop is looked at: four for each of the six changes that are allowed.
const PROGRAM_FPS: f64 = 30.0;
/// Frames after which a loop that has begun again shows all that there is within any second.
const AGAIN: u64 = 2 * PROGRAM_FPS as u64;
/// Seconds of the longest loop that is looked at as it is: longer ones are so played faster first, since what does not
/// flash then does not at its own pace.
const LONG: f64 = 120.0;

/// When the frames that were `made` of `job` first flash more often than WCAG 2.3.1 allows, in seconds from the first of
/// them; `None` if they never do, if the job can't be done, or if `cancel` is set. They are looked at unless that was
/// done to make them.
pub(crate) fn first_flash(job: &Job<'_>, made: &Summary, cancel: &AtomicBool) -> Option<f64> {
    match made.flashes {
        FlashCheck::Pending => found_flash(&Job { fps: made.fps, ..job.clone() }, Cancel::new(cancel)).ok().flatten(),
        FlashCheck::Passed => None,
        FlashCheck::Failed(seconds) => Some(seconds),
    }
}

/// The look at a program that paints the whole loop, at any rate and for ever.
///
/// # Errors
/// [`ExportError::Cancelled`], and as [`Job::clock`].
pub(super) fn check_program(job: &Job<'_>, cancel: Cancel<'_>) -> Result<FlashCheck, ExportError> {
    let quick = job.speed.max(job.work.timeline().period() / LONG);
    let found = match found_flash(&going_on(job, quick)?, cancel)? {
        Some(_) if quick > job.speed => found_flash(&going_on(job, job.speed)?, cancel)?,
        found => found,
    };
    Ok(found.map_or(FlashCheck::Passed, FlashCheck::Failed))
}

/// The frames of a loop at `speed`, and those that follow when it begins again.
fn going_on<'a>(job: &Job<'a>, speed: f64) -> Result<Job<'a>, ExportError> {
    let job = Job { fps: PROGRAM_FPS, speed, ..job.clone() };
    let frames = job.clock()?.frames() + AGAIN;
    Ok(Job { frames: Some(0..frames), ..job })
}

fn found_flash(job: &Job<'_>, cancel: Cancel<'_>) -> Result<Option<f64>, ExportError> {
    let job = small(job);
    let clock = job.clock()?;
    let range = clock.range(job.frames.as_ref())?;
    // The place of the words is looked for here, where that can be stopped: the frames find it made.
    job.work.overlay_unless(job.size, job.aspect, &|| cancel.is_set());
    let mut meter = Meter::new(1.0);
    for start in range.clone().step_by(AT_ONCE) {
        let frames: Vec<u64> = (start..range.end.min(start + AT_ONCE as u64)).collect();
        let look = |frame: &u64| cancel.check().map(|()| Sight::of(&paint(&job, clock.seconds(*frame))));
        let sights = frames.par_iter().map(look).collect::<Result<Vec<Sight>, _>>()?;
        for (frame, sight) in frames.iter().zip(&sights) {
            let seconds = (frame - range.start) as f64 / job.fps;
            meter.see(sight, seconds);
            if meter.flashes() {
                return Ok(Some(seconds));
            }
        }
    }
    Ok(None)
}

/// The same pictures, one sample at each place that the meter looks at.
fn small<'a>(job: &Job<'a>) -> Job<'a> {
    let size: [u32; 2] = std::array::from_fn(|axis| job.size[axis].min(PLACES[axis]));
    let larger = |axis: usize| f64::from(job.size[axis]) / f64::from(size[axis].max(1));
    Job {
        size,
        aspect: job.aspect * larger(0) / larger(1),
        samples: Samples::ONE,
        frames: job.frames.clone(),
        settings: job.settings.clone(),
        ..*job
    }
}

fn paint(job: &Job<'_>, seconds: f64) -> Frame {
    let [width, height] = job.size;
    let mut pixels = vec![[0; 3]; width as usize * height as usize];
    job.shot(seconds).rows(0..height, &mut pixels);
    Frame { width, height, pixels }
}
