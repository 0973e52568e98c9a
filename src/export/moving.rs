//! The frames of a loop, painted and encoded on all threads, handed over in order.

use rayon::prelude::*;

use super::{Cancel, ExportError, Job, JobControl, Refusal, Step, Unit, pipeline};
use crate::painter::{ChannelValue, Frame};

/// About this many bytes of frames are under way at a time.
const MEMORY: u64 = 1 << 30;
/// The most pixels of a frame: it is held whole in memory, some bytes each.
const LARGEST: u64 = 1 << 28;
/// Rows painted between two looks at whether to stop; more where so few are not worth painting at a time.
const BAND: usize = 8;

/// Paints each frame of the job, `encode`s it beside the others, and `take`s the results in order.
/// Both hear the frame's number, counted from 0 whatever range was asked for. Returns how many.
///
/// # Errors
/// The first error of `encode` or `take`; [`ExportError::Cancelled`].
pub(super) fn each<T: Send>(
    job: &Job<'_>,
    control: JobControl<'_>,
    encode: impl Fn(u64, Frame) -> Result<T, ExportError> + Sync,
    mut take: impl FnMut(u64, T) -> Result<(), ExportError>,
) -> Result<u64, ExportError> {
    refuse_beyond(job, LARGEST)?;
    let clock = job.clock()?;
    let range = clock.range(job.frames.as_ref())?;
    let (start, total) = (range.start, range.end - range.start);
    let cancel = control.cancel();
    let window = MEMORY / (u64::from(job.size[0]) * u64::from(job.size[1]) * 3).max(1);
    pipeline::in_order(
        0..total,
        window,
        |index| paint(job, clock.seconds(start + index), cancel).and_then(|frame| encode(index, frame)),
        |index, made| {
            take(index, made?)?;
            control.report(Step { done: index + 1, skipped: 0, total, unit: Unit::Frames });
            Ok::<_, ExportError>(())
        },
    )?;
    Ok(total)
}

/// Refuses frames of more pixels than are held in memory.
pub(super) fn refuse_beyond(job: &Job<'_>, most: u64) -> Result<(), ExportError> {
    let [width, height] = job.size;
    if u64::from(width) * u64::from(height) > most {
        return Err(Refusal::FrameTooLarge { size: job.size }.into());
    }
    Ok(())
}

/// Paints one moment, and stops between rows when asked to.
pub(super) fn paint(job: &Job<'_>, seconds: f64, cancel: Cancel<'_>) -> Result<Frame, ExportError> {
    let [width, height] = job.size;
    Ok(Frame { width, height, pixels: pixels(job, seconds, cancel)? })
}

/// The pixels of one moment, as deep as is asked for; it stops between rows when asked to.
pub(super) fn pixels<V: ChannelValue>(
    job: &Job<'_>,
    seconds: f64,
    cancel: Cancel<'_>,
) -> Result<Vec<[V; 3]>, ExportError> {
    let [width, height] = job.size;
    let shot = job.shot(seconds);
    let mut pixels = vec![[V::default(); 3]; width as usize * height as usize];
    let rows = BAND.max(shot.fewest_rows() as usize);
    let bands = pixels.par_chunks_mut(rows * width as usize).enumerate();
    bands.try_for_each(|(band, pixels)| {
        cancel.check()?;
        let top = (band * rows) as u32;
        shot.rows(top..height.min(top + rows as u32), pixels);
        Ok::<_, ExportError>(())
    })?;
    Ok(pixels)
}
