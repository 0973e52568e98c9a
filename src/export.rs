//! Pictures and loops for other programs: what to paint, as what, into which file.
//!
//! A [`Job`] says what to paint and how, a [`Target`] where; [`run`] does it:
//!
//! ```text
//!  Job ─clock→ moments ─paint→ strips or frames ─encode (all threads)→ bytes ─in order→ file, pipe
//! ```
//!
//! Encoders turn pixels into bytes and know no paths: each is handed a job and a sink. Files appear whole or not at
//! all, and keep the mode, the owner and the links of what they replace. What goes wrong is stated as kinds; the words
//! for the user who asked are the caller's. Every file carries the artwork's line of text where its format has room,
//! and `open` reads it back.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use self::captioned::Captioned;
use self::png::PngPicture;
use self::sink::{Cancel, JobControl, Sink};
use crate::caption;
use crate::painter::{Samples, Viewport};
use crate::recipe::text::KEYWORD;
use crate::work::Work;
use thinwire::wire::recorder::Drawing;

mod ans;
mod apng;
mod captioned;
mod cast;
mod clock;
mod closed;
mod descriptor;
mod destination;
mod error;
mod exif;
mod file;
mod flashing;
mod format;
mod gif;
mod limit;
mod moving;
mod name;
mod page;
mod part;
mod pipeline;
mod png;
mod raster;
mod refusal;
mod sequence;
mod shader;
mod sheet;
mod sink;
mod still;
mod svg;
mod unfinished;
mod video;
mod webp;
mod weights;
mod y4m;

pub use clock::FrameClock;
pub(crate) use closed::check_stdout;
pub use error::ExportError;
pub use file::{make_directory, try_writing, write};
pub use flashing::first_flash;
pub use format::{Format, LoopFormat, Target, is_directory};
pub use name::{NamePattern, name_for, plain as plain_name, unused};
pub use refusal::Refusal;
pub use sheet::Sheet;
pub use unfinished::abandon;
pub use video::FfmpegError;

/// What to paint, and how to encode it.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// What to paint, seen as its recipe says.
    pub work: &'a Work,
    /// Pixels across and down, 1..=65535 each; for text, cells, and for SVG, squares, 1..=1000 each.
    pub size: [u32; 2],
    /// Width of a pixel over its height; of text it follows from the drawing.
    pub aspect: f64,
    /// How many samples a pixel is made of. Text and SVG take one instead of [`Samples::Auto`].
    pub samples: Samples,
    /// Frames a second.
    pub fps: f64,
    /// How many times faster than its own pace the loop goes by.
    pub speed: f64,
    /// Which frames to make; one whole loop without it.
    pub frames: Option<Range<u64>>,
    /// How to encode.
    pub settings: Settings,
}

/// How to encode. Formats that have no use for a setting ignore it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Bits a channel of a PNG.
    pub depth: Depth,
    /// How hard to compress a PNG.
    pub compress: Compress,
    /// How closely lossy formats follow the painting.
    pub quality: Quality,
    /// How text is drawn.
    pub drawing: Drawing,
    /// The colours of a YUV4MPEG2 stream.
    pub chroma: Chroma,
    /// Which program a shader is for.
    pub dialect: Dialect,
    /// Pixels an inch of a still in print; of an SVG, squares.
    pub dpi: Option<f64>,
    /// The most bytes that a GIF, a WebP or a video may have.
    pub max_size: Option<u64>,
    /// Keep the frames that are there, whole and of this very job.
    pub resume: bool,
    /// Whether a page begins to move by itself though its loop flashes (WCAG 2.3.1).
    pub flashing: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            depth: Depth::Eight,
            compress: Compress::Normal,
            quality: Quality::Normal,
            drawing: Drawing::default(),
            chroma: Chroma::Full,
            dialect: Dialect::Shadertoy,
            dpi: None,
            max_size: None,
            resume: false,
            flashing: false,
        }
    }
}

/// Bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Depth {
    Eight,
    Sixteen,
}

impl Depth {
    const fn pixel_bytes(self) -> usize {
        match self {
            Self::Eight => 3,
            Self::Sixteen => 6,
        }
    }
}

/// How many colours raw video has for its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chroma {
    /// One for each: 4:4:4.
    Full,
    /// One for 2×2: 4:2:0.
    Half,
}

/// What a shader is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Shadertoy, and all that take its shaders: `mainImage` paints every pixel.
    Shadertoy,
    /// The terminal Ghostty: behind the text, which its `iChannel0` holds.
    Ghostty,
}

/// How hard to compress losslessly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compress {
    /// Costs little beside painting.
    Fast,
    /// Three quarters of the size for twice the time.
    Normal,
    /// As small as is worth waiting for.
    Small,
}

impl Compress {
    /// zlib's level. On 3840×2160 of `default:42` (24.9 MB of pixels) level 2 makes 3.7 MB, 3 3.2 MB in 1.5
    /// times the time, 6 2.8 MB in five times; the bench `export speed` measures what that is beside painting.
    /// Other filters than Up, the best for each row, and libdeflate came out no smaller in the same time.
    const fn level(self) -> i32 {
        match self {
            Self::Fast => 2,
            Self::Normal => 3,
            Self::Small => 6,
        }
    }
}

/// How closely lossy formats follow the painting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// For narrow links and strict limits.
    Small,
    /// What most would choose.
    Normal,
    /// Hard to tell from the painting.
    Best,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Units done, counting those skipped.
    pub done: u64,
    /// Units that were there already.
    pub skipped: u64,
    /// Units in all.
    pub total: u64,
    /// What is counted.
    pub unit: Unit,
}

/// What a job counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Frames of a loop.
    Frames,
    /// Rows of a still.
    Rows,
    /// Pictures, each of another artwork.
    Pictures,
}

/// What a job has made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Frames, or pictures, written.
    pub frames: u64,
    /// Frames that were there already.
    pub skipped: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Pixels across and down: fewer than were asked for where the format or a limit on the bytes wants it. For text,
    /// cells.
    pub size: [u32; 2],
    /// Frames a second, which a limit on the bytes may have lowered too.
    pub fps: f64,
}

impl Summary {
    fn add(&mut self, other: &Self) {
        self.frames += other.frames;
        self.skipped += other.skipped;
        self.bytes += other.bytes;
    }
}

/// Paints and encodes `job` into `target`. `progress` is called with every step; setting
/// `cancel` ends the job soon after.
///
/// Waits for the pool of the thread that it is called on: on a thread of a pool, that needs two.
///
/// # Errors
/// [`ExportError`]; finished frames stay, and no file is left half written.
pub fn run(
    job: &Job<'_>,
    target: &Target,
    progress: &dyn Fn(Step),
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    let control = JobControl::new(cancel, progress);
    let (output, format) = match target {
        Target::Frames(pattern) => return sequence::write(job, pattern, control),
        Target::File(path, format) => (Sink::create(path, *format, control)?, format),
        Target::Stdout(format) => (Sink::stdout(*format, control)?, format),
    };
    match format {
        Format::Png => still::write(job, output),
        Format::Jpg => raster::jpeg(job, output),
        Format::Tif => raster::tiff(job, output),
        Format::Apng => apng::write(job, output),
        Format::Gif => gif::write(job, output),
        Format::Webp => webp::write(job, output),
        Format::Y4m => y4m::write(job, output),
        Format::Cast => cast::write(job, output),
        Format::Ans => ans::write(job, output),
        Format::Svg => svg::write(job, output),
        Format::Html => page::write(job, output),
        Format::Glsl => shader::write(job, output),
        Format::Safetensors => weights::write(job, output),
        Format::Mp4 | Format::Webm | Format::Mkv => video::write(job, output, *format),
    }
}

/// As [`run`], for what `weights`, a safetensors file, paint: the file carries them where its format has a place for
/// any file ([`Format::carries_weights`]), and so reopens alone, though no line of text can say what painted it.
///
/// # Errors
/// [`ExportError`]; no file is left half written.
pub fn run_with_weights(
    job: &Job<'_>,
    weights: &[u8],
    target: &Target,
    progress: &dyn Fn(Step),
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    let sink = |path: &Path, format| Sink::create(path, format, JobControl::new(cancel, progress));
    match target {
        Target::File(path, Format::Png) => still::write_with(job, Some(weights), sink(path, Format::Png)?),
        Target::File(path, Format::Apng) => apng::write_with(job, Some(weights), sink(path, Format::Apng)?),
        Target::File(path, Format::Safetensors) => {
            write(path, weights)?;
            Ok(job.summary(0, weights.len() as u64))
        }
        _ => run(job, target, progress, cancel),
    }
}

/// Whether a file of `format` has room for a learnt network of so many weights and biases, which a program that paints
/// holds as numbers: to be asked before a long job.
///
/// # Errors
/// [`ExportError::Refused`] with the size that it would have.
pub fn check_weights(format: Format, parameters: usize) -> Result<(), ExportError> {
    match format {
        Format::Html => page::check_size(parameters, true),
        Format::Glsl => shader::check_size(parameters as u64),
        _ => Ok(()),
    }
}

/// Paints `sheet` into `target`, a PNG. `progress` hears of every picture; setting `cancel` ends the
/// job soon after.
///
/// # Errors
/// [`ExportError`]; no file is left half written.
pub(crate) fn contact_sheet(
    sheet: &Sheet<'_>,
    target: &Target,
    progress: &dyn Fn(Step),
    cancel: &AtomicBool,
) -> Result<Summary, ExportError> {
    sheet.write(target, JobControl::new(cancel, progress))
}

impl Job<'_> {
    /// What is made, of this many frames and bytes, where nothing gave way.
    fn summary(&self, frames: u64, bytes: u64) -> Summary {
        Summary { frames, skipped: 0, bytes, size: self.size, fps: self.fps }
    }

    /// How the loop is cut into frames.
    ///
    /// # Errors
    /// As [`FrameClock::new`].
    pub fn clock(&self) -> Result<FrameClock, ExportError> {
        FrameClock::new(self.work.timeline().period(), self.fps, self.speed)
    }

    /// The picture at `seconds` into the loop, ready to be encoded.
    fn picture(&self, seconds: f64) -> PngPicture<'_> {
        let shot = self.shot(seconds);
        PngPicture { shot, size: self.size, depth: self.settings.depth, compress: self.settings.compress }
    }

    /// The picture at `seconds` into the loop, ready to be painted, its caption over it.
    fn shot(&self, seconds: f64) -> Captioned<'_> {
        let [width, height] = self.size;
        let viewport = Viewport { width, height, aspect: self.aspect, samples: self.samples };
        let work = self.work;
        let shot = work.painting().shot(work.timeline().phase(seconds), work.recipe().view, viewport);
        Captioned::new(shot, work.overlay(self.size, self.aspect))
    }

    /// The same job without words on its pictures.
    fn uncaptioned(&self) -> Work {
        self.work.clone().with_caption(None)
    }

    /// The texts that a file carries in fields of their own (name, text): `line`, and the caption where there is one.
    fn texts<'a>(&'a self, line: &'a str) -> Vec<(&'static str, &'a str)> {
        let caption = self.work.caption().map(|caption| (caption::KEYWORD, caption.text()));
        [(KEYWORD, line)].into_iter().chain(caption).collect()
    }

    /// The texts that a file carries as one comment: `line` as it is marked already, and the caption behind it.
    fn comment(&self, line: String) -> String {
        match self.work.caption() {
            Some(caption) => format!("{line} {}", caption::mark(caption.text())),
            None => line,
        }
    }

    /// The line of text of the whole loop.
    fn line(&self) -> String {
        self.work.text_at(self.work.recipe().at)
    }

    /// The line of text that reopens to the moment at `seconds` into the loop.
    fn line_at(&self, seconds: f64) -> String {
        self.work.text_at(seconds)
    }
}
