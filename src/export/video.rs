//! Video files through an installed ffmpeg, which is fed raw frames through a pipe, and whose work is looked at.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{ErrorKind, Seek as _, SeekFrom, Write as _};
use std::process::Command;

use self::ffmpeg::Ffmpeg;
use super::file::Output;
use super::limit::{self, Attempt};
use super::part::PartialFile;
use super::{ExportError, Format, Job, JobControl, Quality, Refusal, Sink, Summary, moving};
use crate::recipe::text::mark;

mod ffmpeg;
mod frames;
mod rate;

pub(crate) use ffmpeg::FfmpegError;

/// How ffmpeg turns colours into those of video: rounded, and from all pixels of a square. Its default is made for speed.
const ACCURATE: &str = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

/// Writes the job's frames as the video `format`, within the job's limit if it has one.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>, format: Format) -> Result<Summary, ExportError> {
    if rate::is_tiny(job) {
        return Err(Refusal::SideTooShort { format, least: rate::SMALLEST }.into());
    }
    let control = output.control();
    let file = output.output();
    let (job, frames) = limit::fitted(rate::roomy(job)?, true, |job| encode(job, file, format, control))?;
    Ok(Summary { size: job.size.map(even), ..job.summary(frames, output.commit()?) })
}

/// Has ffmpeg write the frames over whatever is in the file, and looks at what it has written.
fn encode(
    job: &Job<'_>,
    output: &mut Output,
    format: Format,
    control: JobControl<'_>,
) -> Result<Attempt<u64>, ExportError> {
    if rate::is_tiny(job) {
        return Err(limit::refused(job));
    }
    let mut ffmpeg = start(job, output, format)?;
    let fed = ffmpeg.unless(control.cancel(), |ffmpeg| {
        let fed = moving::each(
            job,
            control,
            |_, frame| Ok(frame.pixels.into_flattened()),
            |_, pixels| ffmpeg.feed(&pixels).map_err(|_| ExportError::ReaderGone),
        );
        match fed {
            Ok(frames) => ffmpeg.finish().map(|()| frames),
            // A closed pipe means that ffmpeg has ended; its own message gives the reason.
            Err(ExportError::ReaderGone) => Err(ffmpeg.finish().err().unwrap_or(FfmpegError::EndedEarly.into())),
            Err(other) => Err(other),
        }
    });
    // Where we have ended it, its message about that is of no interest.
    control.cancel().check()?;
    let frames =
        fed.and_then(|frames| verify(output, job, format, frames)).map_err(|error| blame(error, output, format))?;
    let failed = output.failure();
    let bytes = output.part()?.file().metadata().map_err(failed)?.len();
    Ok(match job.settings.max_size {
        Some(limit) if bytes > limit => Attempt::TooLarge(bytes as f64 / limit as f64),
        // Full, whatever it is: a larger one would be written over it.
        Some(limit) => Attempt::Whole(frames, limit),
        None => Attempt::Whole(frames, bytes),
    })
}

fn start(job: &Job<'_>, output: &mut Output, format: Format) -> Result<Ffmpeg, ExportError> {
    let part = output.part()?.path().to_owned();
    // Without its protocol a name with a colon would be one.
    let mut url = OsString::from("file:");
    url.push(&part);
    let names = [url.to_string_lossy(), part.to_string_lossy()].map(Cow::into_owned);
    // The file's own name is all that the user knows.
    let known = output.path().to_string_lossy().into_owned();
    Ffmpeg::start(Command::new("ffmpeg").args(arguments(job, format)?).arg(url), names, known)
}

/// Looks whether ffmpeg has written all frames, of the size and at the rate that were asked for, into a regular file.
fn verify(output: &mut Output, job: &Job<'_>, format: Format, expected: u64) -> Result<u64, ExportError> {
    let failed = output.failure();
    let part = output.part()?;
    part.reopen().map_err(failed)?;
    let found = frames::look(part.file(), format).map_err(|error| FfmpegError::Damaged(error.to_string()))?;
    if found.frames != expected {
        return Err(FfmpegError::WrongFrames { expected, found: found.frames }.into());
    }
    let (frames, seconds) = super::clock::ratio(job.fps);
    match found.difference(job.size.map(even), frames as f64 / seconds as f64) {
        Some(difference) => Err(FfmpegError::Damaged(difference).into()),
        None => Ok(expected),
    }
}

/// What is behind ffmpeg's error, where that can be asked: its own words differ by version and language.
fn blame(error: ExportError, output: &mut Output, format: Format) -> ExportError {
    if matches!(&error, ExportError::Ffmpeg(FfmpegError::Failed { .. })) && ffmpeg::lacks(encoder(format)) {
        return FfmpegError::MissingEncoder { encoder: encoder(format), format }.into();
    }
    let failed = output.failure();
    let full = match (&error, output.part()) {
        (ExportError::Ffmpeg(_), Ok(part)) => lack_of_room(part),
        _ => None,
    };
    full.map_or(error, failed)
}

/// Tries whether the file may still grow.
fn lack_of_room(part: &PartialFile) -> Option<std::io::Error> {
    static MORE: [u8; 1 << 16] = [0; 1 << 16];
    let mut file = part.file();
    let grown = file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(&MORE)).and_then(|()| file.sync_data());
    let kinds = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge];
    grown.err().filter(|error| kinds.contains(&error.kind()))
}

/// A side of a video: it is 4:2:0, which every player shows, so that an odd one loses its last row or column.
const fn even(side: u32) -> u32 {
    side & !1
}

/// The encoder of a format, as ffmpeg names it.
const fn encoder(format: Format) -> &'static str {
    if matches!(format, Format::Webm) { "libvpx-vp9" } else { "libx264" }
}

/// The arguments of ffmpeg, up to the file's name.
fn arguments(job: &Job<'_>, format: Format) -> Result<Vec<String>, ExportError> {
    let ([width, height], (frames, seconds)) = (job.size, super::clock::ratio(job.fps));
    let input = format!(
        "-hide_banner -loglevel level+error -y -f rawvideo -pixel_format rgb24 -video_size {width}x{height} \
         -framerate {frames}/{seconds} -i pipe:0"
    );
    let color = format!(
        "-vf crop={}:{}:0:0,scale=out_color_matrix=bt709:out_range=tv:flags={ACCURATE},format=yuv420p \
         -colorspace bt709 -color_primaries bt709 -color_trc iec61966-2-1 -color_range tv",
        even(width),
        even(height)
    );
    let (codec, container) = match format {
        Format::Webm => ("-b:v 0 -row-mt 1 -cpu-used 2", "-f webm"),
        Format::Mkv => ("-preset slow", "-f matroska"),
        _ => ("-preset slow", "-movflags +faststart -f mp4"),
    };
    let crf = match (format, job.settings.quality) {
        (Format::Webm, Quality::Small) => 36,
        (Format::Webm, Quality::Normal) => 28,
        (Format::Webm, Quality::Best) => 18,
        (_, Quality::Small) => 25,
        (_, Quality::Normal) => 19,
        (_, Quality::Best) => 13,
    };
    let (encoder, rate) = (encoder(format), rate::arguments(job, format)?);
    let words = format!("{input} {color} -c:v {encoder} {codec} -crf {crf} {rate}");
    let mut arguments: Vec<String> = words.split_ascii_whitespace().map(str::to_owned).collect();
    arguments.extend(["-metadata".to_owned(), format!("comment={}", job.comment(mark(&job.line())))]);
    arguments.extend(container.split_ascii_whitespace().map(str::to_owned));
    Ok(arguments)
}
