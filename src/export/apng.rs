//! Animated PNG: every pixel as painted, in any browser.
//!
//! Frames are deflated as stills are, on all threads, and become the animation's chunks here (PNG
//! specification, third edition, section 11.3.6): the `png` crate's own encoder has one thread.

use png::chunk::{ChunkType, IDAT, acTL, fcTL, fdAT};

use super::png::{begin, io_error};
use super::{ExportError, Job, Sink, Step, Summary, Unit, clock, pipeline};
use crate::network::weights::PNG_CHUNK;

/// Writes the job's frames as an animation that loops for ever.
pub(super) fn write(job: &Job<'_>, output: Sink<'_>) -> Result<Summary, ExportError> {
    write_with(job, None, output)
}

/// The same, with the weights that painted it.
pub(super) fn write_with(job: &Job<'_>, weights: Option<&[u8]>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let clock = job.clock()?;
    let range = clock.range(job.frames.as_ref())?;
    let (start, total) = (range.start, range.end - range.start);
    let failed = output.failure();
    let (line, control) = (job.line(), output.control());
    let cancel = control.cancel();
    let mut png = begin(&mut output, job.size, job.settings.depth, &job.texts(&line)).map_err(&failed)?;
    if let Some(weights) = weights {
        png.write_chunk(ChunkType(PNG_CHUNK), weights).map_err(io_error).map_err(&failed)?;
    }
    png.write_chunk(acTL, &animation(total)).map_err(io_error).map_err(&failed)?;
    pipeline::in_order(
        0..total,
        u64::MAX,
        |index| job.picture(clock.seconds(start + index)).zlib(cancel),
        |index, stream| {
            for (name, data) in chunks(job, index, &stream?) {
                png.write_chunk(name, &data).map_err(io_error).map_err(&failed)?;
            }
            control.report(Step { done: index + 1, skipped: 0, total, unit: Unit::Frames });
            Ok::<_, ExportError>(())
        },
    )?;
    png.finish().map_err(io_error).map_err(&failed)?;
    Ok(job.summary(total, output.commit()?))
}

/// How many frames, and that they are played without end.
fn animation(frames: u64) -> [u8; 8] {
    let mut control = [0; 8];
    control[..4].copy_from_slice(&(frames as u32).to_be_bytes());
    control
}

/// A frame's control and its pixels. All chunks but the first picture, which is the still that
/// other programs show, are numbered in one sequence.
fn chunks(job: &Job<'_>, index: u64, stream: &[u8]) -> [(ChunkType, Vec<u8>); 2] {
    let number = (2 * index).saturating_sub(1) as u32;
    let mut control = number.to_be_bytes().to_vec();
    for field in [job.size[0], job.size[1], 0, 0] {
        control.extend(field.to_be_bytes());
    }
    let (frames, seconds) = clock::ratio(job.fps);
    for field in [seconds, frames] {
        control.extend(u16::try_from(field).unwrap_or(u16::MAX).to_be_bytes());
    }
    // The frame stays until the next one replaces it, alpha and all.
    control.extend([0, 0]);
    if index == 0 {
        return [(fcTL, control), (IDAT, stream.to_vec())];
    }
    let data = (number + 1).to_be_bytes().into_iter().chain(stream.iter().copied()).collect();
    [(fcTL, control), (fdAT, data)]
}
