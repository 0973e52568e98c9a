//! GIF: exact where a frame has few colours; else a palette for each frame, and errors diffused so that the compressor
//! gains by it. What has not changed is left as it is.

use std::io::{self, Write};

use gif::{DisposalMethod, Encoder, EncodingError, Extension, ExtensionData, Frame as Image, Repeat};
use rayon::prelude::*;

use self::coder::{Coded, Coder};
use self::dither::{Dither, DitherTolerance};
use self::exact::{Exact, Table};
use self::palette::FramePalette;
use self::wavefront::ShownPixels;
use super::limit::{self, Attempt, Forecast};
use super::{Cancel, ExportError, Job, JobControl, Quality, Refusal, Sink, Step, Summary, Unit, clock, moving};

mod coder;
mod dither;
mod exact;
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
/// The most pixels of a frame, which takes a dozen bytes each.
const LARGEST: u64 = 1 << 27;
/// Where a file records whether frames share a table, and where [`begin`] keeps the place of one: of two colours.
const FLAGS: usize = 10;
const SHARED: std::ops::Range<usize> = 13..19;

/// Writes the job's frames as a GIF that loops for ever, within the job's limit if it has one.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    moving::refuse_beyond(job, LARGEST)?;
    let control = output.control();
    let asked = Job { fps: job.fps.min(FASTEST), ..job.clone() };
    let (job, (frames, bytes)) = limit::fitted(asked, true, |job| encode(job, control))?;
    output.write_all(&bytes).map_err(output.failure())?;
    Ok(job.summary(frames, output.commit()?))
}

/// Frames, and the whole file.
type Encoded = (u64, Vec<u8>);

fn encode(job: &Job<'_>, control: JobControl<'_>) -> Result<Attempt<Encoded>, ExportError> {
    let cancel = control.cancel();
    let clock = job.clock()?;
    let range = clock.range(job.frames.as_ref())?;
    let total = range.end - range.start;
    let limit = job.settings.max_size.unwrap_or(u64::MAX);
    let mut forecast = Forecast::new(limit, total);
    let refused = |error: EncodingError| ExportError::from(Refusal::Encoder(error.to_string()));
    let mut gif = begin(job).map_err(refused)?;
    let (mut screen, mut shared) = (ShownPixels::new(job.size), Table::default());
    let mut done = 0;
    while done < total {
        let numbers = done..total.min(done + at_once(job.size));
        let seconds = |index| clock.seconds(range.start + index);
        let painted = numbers.clone().into_par_iter().map(|index| paint(job, seconds(index), cancel));
        let painted = painted.collect::<Result<Vec<_>, _>>()?;
        let mut frames: Vec<_> = painted.into_iter().map(|frame| frame.coded(&mut shared, job)).collect();
        screen.show(&mut frames, cancel)?;
        for (index, (_, coder)) in numbers.zip(frames) {
            gif.write_lzw_pre_encoded_frame(&image(job, index, coder.finish())).map_err(refused)?;
            done = index + 1;
            let bytes = gif.get_ref().len() + shared.flattened().len();
            if let Some(excess) = forecast.excess(done, bytes as u64) {
                return Ok(Attempt::TooLarge(excess));
            }
            control.report(Step { done, skipped: 0, total, unit: Unit::Frames });
        }
    }
    let bytes = with_shared(gif.into_inner().map_err(|error| Refusal::Encoder(error.to_string()))?, &shared);
    let length = bytes.len() as u64;
    if length > limit {
        return Ok(Attempt::TooLarge(length as f64 / limit as f64));
    }
    Ok(Attempt::Whole((total, bytes), length))
}

/// How many frames are under way: several a thread, so that none waits long for another one.
fn at_once([width, height]: [u32; 2]) -> u64 {
    let frame = u64::from(width) * u64::from(height) * 3;
    (MEMORY / frame.max(1)).clamp(1, 4 * rayon::current_num_threads() as u64)
}

/// A frame, and what its colours are: the few that it has, or a palette near to the many.
struct PaintedFrame {
    pixels: Vec<[u8; 3]>,
    colors: Result<Table, FramePalette>,
}

/// Paints a frame, and chooses its palette if it needs one.
fn paint(job: &Job<'_>, seconds: f64, cancel: Cancel<'_>) -> Result<PaintedFrame, ExportError> {
    let pixels = moving::paint(job, seconds, cancel)?.pixels;
    let palette = || FramePalette::choose(&pixels, tolerance(job.settings.quality).follow);
    Ok(PaintedFrame { colors: Table::of(&pixels).ok_or_else(palette), pixels })
}

impl PaintedFrame {
    /// The pixels, and what will write them. Few colours go into the table that frames have `shared` until now, if
    /// there is room for them.
    fn coded(self, shared: &mut Table, job: &Job<'_>) -> (Vec<[u8; 3]>, Coder) {
        let coder = match self.colors {
            Ok(few) => {
                let fits = shared.include(&few);
                let table = if fits { shared.clone() } else { few };
                Coder::Exact(Exact::new(table, fits, drift(job.settings.quality)))
            }
            Err(palette) => {
                Coder::Dithered(Dither::new(palette, job.size[0] as usize, tolerance(job.settings.quality)))
            }
        };
        (self.pixels, coder)
    }
}

/// The header with a place for colours, the endless loop, and the line of text and the caption as comments.
fn begin(job: &Job<'_>) -> Result<Encoder<Vec<u8>>, EncodingError> {
    let side = |side: u32| u16::try_from(side).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput));
    let mut gif = Encoder::new(Vec::new(), side(job.size[0])?, side(job.size[1])?, &[0; SHARED.end - SHARED.start])?;
    gif.write_extension(ExtensionData::Repetitions(Repeat::Infinite))?;
    for (name, text) in job.texts(&job.line()) {
        let comment = format!("{name}: {text}");
        let blocks: Vec<_> = comment.as_bytes().chunks(usize::from(u8::MAX)).collect();
        gif.write_raw_extension(Extension::Comment.into(), &blocks)?;
    }
    Ok(gif)
}

/// The file with the table that frames share, if there are such, in the place that [`begin`] has kept.
fn with_shared(mut bytes: Vec<u8>, shared: &Table) -> Vec<u8> {
    const GLOBAL: u8 = 0x80;
    if shared.is_empty() {
        return bytes;
    }
    let mut table = shared.flattened();
    let colors = (table.len() / 3).next_power_of_two();
    table.resize(3 * colors, 0);
    // One less than the bits of an index; twice, as what the picture had before.
    let size = (colors.ilog2() - 1) as u8;
    bytes[FLAGS] = GLOBAL | size << 4 | size;
    drop(bytes.splice(SHARED, table));
    bytes
}

/// Frame `index`, compressed.
fn image(job: &Job<'_>, index: u64, Coded { palette, stays, data }: Coded) -> Image<'static> {
    Image {
        delay: clock::ticks(index, job.fps, HUNDREDTHS).min(u64::from(u16::MAX)) as u16,
        dispose: DisposalMethod::Keep,
        transparent: (index > 0).then_some(stays),
        width: job.size[0] as u16,
        height: job.size[1] as u16,
        buffer: data.into(),
        palette,
        ..Image::default()
    }
}

/// What is given up for a smaller file. The bench prints what each quality costs and how near it is.
const fn tolerance(quality: Quality) -> DitherTolerance {
    let follow = match quality {
        Quality::Small => 0.03,
        Quality::Normal => 0.02,
        Quality::Best => 0.0095,
    };
    DitherTolerance { follow, stay: follow / 2.0 }
}

/// How far a pixel of few colours may drift before it is shown again: flat areas that change their colour slowly do so in
/// steps.
const fn drift(quality: Quality) -> f32 {
    match quality {
        Quality::Small => 0.015,
        Quality::Normal | Quality::Best => 0.0,
    }
}
