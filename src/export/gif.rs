//! GIF: a palette for each frame, errors diffused so that the compressor gains by it.

use std::io::{self, Write};

use gif::{Encoder, EncodingError, Extension, ExtensionData, Frame as Image, Repeat};
use quantette::color_space::srgb8_to_oklab;
use quantette::deps::palette::Srgb;

use self::palette::Palette;
use super::file::Output;
use super::{Cancel, ExportError, Job, Quality, Step, Summary, moving};
use crate::painter::Frame;
use crate::recipe::text::KEYWORD;

mod dither;
mod lzw;
mod palette;

/// Browsers show a frame that asks for less than two hundredths of a second for ten.
const FASTEST: f64 = 50.0;
/// Pixels of a frame that the palette is moved by: enough for 256 colours to settle.
const SAMPLES: u32 = 1 << 16;
/// How often a limit in bytes is aimed at.
const ATTEMPTS: u32 = 12;

/// Writes the job's frames as a GIF that loops for ever, within the job's limit if it has one.
///
/// What is too large is made again: first less closely, then smaller and slower.
pub(super) fn write(
    job: &Job<'_>,
    mut output: Output,
    cancel: Cancel<'_>,
    report: &dyn Fn(Step),
) -> Result<Summary, ExportError> {
    let mut job = Job { fps: job.fps.min(FASTEST), frames: job.frames.clone(), settings: job.settings.clone(), ..*job };
    for _ in 0..ATTEMPTS {
        let (frames, bytes) = match encode(&job, cancel, report)? {
            Encoded::Whole(frames, bytes) => (frames, bytes),
            Encoded::TooLarge(excess) => {
                job = shrunk(&job, excess);
                continue;
            }
        };
        output.write_all(&bytes).map_err(output.failure())?;
        return Ok(Summary { frames, skipped: 0, bytes: output.commit()? });
    }
    let limit = job.settings.max_size.unwrap_or_default();
    Err(ExportError::Refused(format!(
        "--max-size {limit}: too small for this loop; allow more, or choose fewer --frames"
    )))
}

/// What came of an attempt.
enum Encoded {
    /// Frames, and the whole file.
    Whole(u64, Vec<u8>),
    /// How many times the limit it would have.
    TooLarge(f64),
}

fn encode(job: &Job<'_>, cancel: Cancel<'_>, report: &dyn Fn(Step)) -> Result<Encoded, ExportError> {
    let clock = job.clock()?;
    let range = clock.range(job.frames.as_ref())?;
    let (total, limit) = (range.end - range.start, job.settings.max_size.unwrap_or(u64::MAX) as f64);
    let mut excess = None;
    let mut gif = begin(job).map_err(|error| ExportError::Refused(error.to_string()))?;
    let written = moving::each(
        job,
        cancel,
        report,
        |_, frame| Ok(image(&frame, job.settings.quality)),
        |index, mut image| {
            image.delay = delay(index, job.fps);
            gif.write_lzw_pre_encoded_frame(&image).map_err(|error| ExportError::Refused(error.to_string()))?;
            // A tenth of the frames tells how large the file will be, the palettes being much alike.
            let bytes = gif.get_ref().len() as f64;
            let expected = if index >= total / 10 { bytes * total as f64 / (index + 1) as f64 } else { bytes };
            if expected > limit * 1.1 || bytes > limit {
                excess = Some(expected / limit);
                return Err(ExportError::Cancelled);
            }
            Ok(())
        },
    );
    match (written, excess) {
        (_, Some(excess)) => Ok(Encoded::TooLarge(excess)),
        (Err(error), None) => Err(error),
        (Ok(frames), None) => {
            let bytes = gif.into_inner().map_err(|error| ExportError::Refused(error.to_string()))?;
            Ok(Encoded::Whole(frames, bytes))
        }
    }
}

/// The job, made to come out at about one `excess`-th of its bytes.
fn shrunk<'a>(job: &Job<'a>, excess: f64) -> Job<'a> {
    let mut settings = job.settings.clone();
    let mut next = Job { frames: job.frames.clone(), settings: settings.clone(), ..*job };
    match settings.quality {
        Quality::Best => settings.quality = Quality::Normal,
        Quality::Normal => settings.quality = Quality::Small,
        Quality::Small => {
            // Half of the loss goes to the frame rate, while movement stays smooth.
            let slower = if job.frames.is_none() { excess.sqrt().min(job.fps / 12.0).max(1.0) } else { 1.0 };
            let scale = (1.05 * excess / slower).max(1.02).sqrt();
            next.fps = job.fps / slower;
            next.size = job.size.map(|side| ((f64::from(side) / scale) as u32).max(1));
        }
    }
    next.settings = settings;
    next
}

/// The header, the endless loop, and the line of text as a comment.
fn begin(job: &Job<'_>) -> Result<Encoder<Vec<u8>>, EncodingError> {
    let side = |side: u32| u16::try_from(side).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput));
    let mut gif = Encoder::new(Vec::new(), side(job.size[0])?, side(job.size[1])?, &[])?;
    gif.write_extension(ExtensionData::Repetitions(Repeat::Infinite))?;
    let comment = format!("{KEYWORD}: {}", job.line());
    let blocks: Vec<_> = comment.as_bytes().chunks(usize::from(u8::MAX)).collect();
    gif.write_raw_extension(Extension::Comment.into(), &blocks)?;
    Ok(gif)
}

/// One frame, compressed. Its delay is not known yet.
fn image(frame: &Frame, quality: Quality) -> Image<'static> {
    let colors: Vec<_> = frame.pixels.iter().map(|[r, g, b]| Srgb::new(*r, *g, *b)).collect();
    let pixels = srgb8_to_oklab(&colors);
    let palette = Palette::choose(&pixels, SAMPLES);
    let buffer = dither::encode(&pixels, frame.width as usize, &palette, tolerance(quality));
    Image {
        width: frame.width as u16,
        height: frame.height as u16,
        buffer: buffer.into(),
        palette: Some(palette.rgb.into_flattened()),
        ..Image::default()
    }
}

/// How far a colour may lie from the best one where that saves bytes, in Oklab.
const fn tolerance(quality: Quality) -> f32 {
    match quality {
        Quality::Small => 0.02,
        Quality::Normal => 0.01,
        Quality::Best => 0.004,
    }
}

/// Hundredths of a second that frame `index` stays: the rounding of one frame is made good by the
/// next, so that 30 frames take a second.
fn delay(index: u64, fps: f64) -> u16 {
    let until = |frames: u64| (frames as f64 * 100.0 / fps).round();
    (until(index + 1) - until(index)).min(f64::from(u16::MAX)) as u16
}
