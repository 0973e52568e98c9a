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

use std::path::Path;
use std::sync::atomic::AtomicBool;

use self::sink::{Cancel, JobControl, Sink};

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
mod job;
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
mod settings;
mod shader;
mod sheet;
mod sink;
mod still;
mod summary;
mod svg;
mod unfinished;
mod video;
mod webp;
mod weights;
mod windows_name;
mod y4m;

pub(crate) use clock::FrameClock;
pub(crate) use closed::check_stdout;
pub use error::ExportError;
pub(crate) use file::{make_directory, try_writing, write};
pub(crate) use flashing::first_flash;
pub use format::{Format, Target};
pub(crate) use format::{LoopFormat, is_directory};
pub use job::Job;
pub use name::NamePattern;
pub(crate) use name::{name_for, plain as plain_name, unused};
pub use refusal::Refusal;
pub(crate) use settings::Dialect;
pub use settings::{Chroma, Compress, Depth, Quality, Settings};
pub(crate) use sheet::Sheet;
pub(crate) use summary::{FlashCheck, Unit};
pub use summary::{Step, Summary};
pub(crate) use unfinished::abandon;
pub(crate) use video::FfmpegError;

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
pub(crate) fn run_with_weights(
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
pub(crate) fn check_weights(format: Format, parameters: usize) -> Result<(), ExportError> {
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
