//! Whether a loop flashes: a look at each of its frames, small, after the long work of making them.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::Job;
use crate::flash::{Meter, PLACES, Sight};
use crate::painter::{Frame, Samples};

/// Frames between two looks at whether to stop.
const AT_ONCE: usize = 32;

/// When the frames of `job`, shown `fps` a second, first flash more often than WCAG 2.3.1 allows, in seconds from the
/// first of them; `None` if they never do, if the job can't be done, or if `cancel` is set.
pub fn first_flash(job: &Job<'_>, fps: f64, cancel: &AtomicBool) -> Option<f64> {
    let job = Job { fps, ..small(job) };
    let clock = job.clock().ok()?;
    let range = clock.range(job.frames.as_ref()).ok()?;
    let mut meter = Meter::new(1.0);
    for start in range.clone().step_by(AT_ONCE) {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let frames: Vec<u64> = (start..range.end.min(start + AT_ONCE as u64)).collect();
        let look = |frame: &u64| Sight::of(&paint(&job, clock.seconds(*frame)));
        let sights: Vec<Sight> = frames.par_iter().map(look).collect();
        for (frame, sight) in frames.iter().zip(&sights) {
            let seconds = (frame - range.start) as f64 / fps;
            meter.see(sight, seconds);
            if meter.flashes() {
                return Some(seconds);
            }
        }
    }
    None
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
    job.shot(seconds).frame()
}
