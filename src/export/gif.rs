//! GIF: a palette for each frame, errors diffused so that the compressor gains by it, and what has not
//! changed left as it is.

use std::io::{self, Write};

use gif::{DisposalMethod, Encoder, EncodingError, Extension, ExtensionData, Frame as Image, Repeat};
use rayon::prelude::*;

use self::dither::{Dither, STAYS, Tolerance};
use self::palette::Palette;
use self::wavefront::Screen;
use super::{Cancel, Control, ExportError, Job, Quality, Refusal, Sink, Step, Summary, Unit, clock, moving};

mod dither;
mod indices;
mod lzw;
mod palette;
mod wavefront;
mod ycbcr;

/// Browsers show a frame that asks for less than two hundredths of a second for ten.
const FASTEST: f64 = 50.0;
/// Delays are counted in hundredths of a second.
const HUNDREDTHS: f64 = 100.0;
/// About this many bytes of frames are under way at a time.
const MEMORY: u64 = 1 << 28;
/// How often a limit in bytes is aimed at.
const ATTEMPTS: u32 = 24;
/// The most pixels of a frame, which takes a dozen bytes each.
const LARGEST: u64 = 1 << 27;

/// Writes the job's frames as a GIF that loops for ever, within the job's limit if it has one.
///
/// What is too large is made again: first less closely, then smaller and slower.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let control = output.control();
    moving::refuse_beyond(job, LARGEST)?;
    let asked = Job { fps: job.fps.min(FASTEST), frames: job.frames.clone(), settings: job.settings.clone(), ..*job };
    let Some(mut best) = fitted(asked, control)? else {
        let limit = job.settings.max_size.unwrap_or_default();
        return Err(Refusal::LimitTooSmall(limit).into());
    };
    if let Some(larger) = best.larger(job.size)
        && let Encoded::Whole(frames, bytes) = encode(&larger, control)?
    {
        best = Fitted { job: larger, frames, bytes };
    }
    output.write_all(&best.bytes).map_err(output.failure())?;
    Ok(best.job.summary(best.frames, output.commit()?))
}

/// A whole file within the limit.
struct Fitted<'a> {
    /// What it was made of.
    job: Job<'a>,
    frames: u64,
    bytes: Vec<u8>,
}

impl<'a> Fitted<'a> {
    /// The same at the size that the limit leaves room for, at most as `asked`, if that is worth another attempt: how
    /// much has to give way is guessed from the first frames, which cost more than the others.
    fn larger(&self, asked: [u32; 2]) -> Option<Job<'a>> {
        let room = self.job.settings.max_size? as f64 / self.bytes.len() as f64;
        let scale = (room * 0.95).sqrt();
        let grown = |side: usize| ((f64::from(self.job.size[side]) * scale) as u32).min(asked[side]);
        let size = [grown(0), grown(1)];
        let job = Job { size, frames: self.job.frames.clone(), settings: self.job.settings.clone(), ..self.job };
        (room > 1.25 && self.job.size != asked).then_some(job)
    }
}

/// The loop as `job` says, or less closely, smaller and slower until it is within the limit; `None` if nothing helps.
fn fitted<'a>(mut job: Job<'a>, control: Control<'_>) -> Result<Option<Fitted<'a>>, ExportError> {
    for _ in 0..ATTEMPTS {
        match encode(&job, control)? {
            Encoded::Whole(frames, bytes) => return Ok(Some(Fitted { job, frames, bytes })),
            Encoded::TooLarge(excess) => job = shrunk(&job, excess),
        }
    }
    Ok(None)
}

/// What came of an attempt.
enum Encoded {
    /// Frames, and the whole file.
    Whole(u64, Vec<u8>),
    /// How many times the limit it would have.
    TooLarge(f64),
}

fn encode(job: &Job<'_>, control: Control<'_>) -> Result<Encoded, ExportError> {
    let cancel = control.cancel();
    let clock = job.clock()?;
    let range = clock.range(job.frames.as_ref())?;
    let (total, limit) = (range.end - range.start, job.settings.max_size.unwrap_or(u64::MAX) as f64);
    let refused = |error: EncodingError| ExportError::from(Refusal::Encoder(error.to_string()));
    let mut gif = begin(job).map_err(refused)?;
    let mut screen = Screen::new(job.size);
    let (mut done, mut first) = (0, 0.0);
    while done < total {
        let numbers = done..total.min(done + at_once(job.size));
        let seconds = |index| clock.seconds(range.start + index);
        let begun = numbers.clone().into_par_iter().map(|index| dither(job, seconds(index), cancel));
        let mut frames = begun.collect::<Result<Vec<_>, _>>()?;
        screen.show(&mut frames, cancel)?;
        for (index, (_, dither)) in numbers.zip(frames) {
            gif.write_lzw_pre_encoded_frame(&image(job, index, dither)).map_err(refused)?;
            done = index + 1;
            let bytes = gif.get_ref().len() as f64;
            // The first frame repeats nothing of another; the next ones tell how large the file will be.
            first = if done == 1 { bytes } else { first };
            let each = if done == 1 { bytes } else { (bytes - first) / (done - 1) as f64 };
            let expected = first + each * (total - 1) as f64;
            if bytes > limit || 10 * done > total + 10 && expected > limit * 1.1 {
                return Ok(Encoded::TooLarge(expected / limit));
            }
            control.report(Step { done, skipped: 0, total, unit: Unit::Frames });
        }
    }
    Ok(Encoded::Whole(total, gif.into_inner().map_err(|error| Refusal::Encoder(error.to_string()))?))
}

/// How many frames are under way: several a thread, so that none waits long for another one.
fn at_once([width, height]: [u32; 2]) -> u64 {
    let frame = u64::from(width) * u64::from(height) * 3;
    (MEMORY / frame.max(1)).clamp(1, 4 * rayon::current_num_threads() as u64)
}

/// Paints a frame and chooses its palette.
fn dither(job: &Job<'_>, seconds: f64, cancel: Cancel<'_>) -> Result<(Vec<[u8; 3]>, Dither), ExportError> {
    let pixels = moving::paint(job, seconds, cancel)?.pixels;
    let tolerance = tolerance(job.settings.quality);
    let palette = Palette::choose(&pixels, tolerance.follow);
    Ok((pixels, Dither::new(palette, job.size[0] as usize, tolerance)))
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

/// The header, the endless loop, and the line of text and the caption as comments.
fn begin(job: &Job<'_>) -> Result<Encoder<Vec<u8>>, EncodingError> {
    let side = |side: u32| u16::try_from(side).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput));
    let mut gif = Encoder::new(Vec::new(), side(job.size[0])?, side(job.size[1])?, &[])?;
    gif.write_extension(ExtensionData::Repetitions(Repeat::Infinite))?;
    for (name, text) in job.texts(&job.line()) {
        let comment = format!("{name}: {text}");
        let blocks: Vec<_> = comment.as_bytes().chunks(usize::from(u8::MAX)).collect();
        gif.write_raw_extension(Extension::Comment.into(), &blocks)?;
    }
    Ok(gif)
}

/// Frame `index`, compressed.
fn image(job: &Job<'_>, index: u64, dither: Dither) -> Image<'static> {
    let (palette, data) = dither.finish();
    Image {
        delay: clock::ticks(index, job.fps, HUNDREDTHS).min(u64::from(u16::MAX)) as u16,
        dispose: DisposalMethod::Keep,
        transparent: (index > 0).then_some(STAYS),
        width: job.size[0] as u16,
        height: job.size[1] as u16,
        buffer: data.into(),
        palette: Some(palette.into_flattened()),
        ..Image::default()
    }
}

/// What is given up for a smaller file. The bench tells what each quality costs and how near it is.
const fn tolerance(quality: Quality) -> Tolerance {
    let follow = match quality {
        Quality::Small => 0.03,
        Quality::Normal => 0.02,
        Quality::Best => 0.0095,
    };
    Tolerance { follow, stay: follow / 2.0 }
}
