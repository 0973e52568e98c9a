//! Numbered PNG frames: independent, each whole or absent, resumable and splittable over machines.

use std::fs::{self, File};
use std::io::BufReader;
use std::ops::Range;
use std::path::Path;

use super::file::make_directory;
use super::png::Assembly;
use super::{
    Cancel, ExportError, Format, Job, JobControl, NamePattern, Refusal, Sink, Step, Summary, Unit, part, pipeline,
};

/// The text chunk that says what made a frame beside the line of text.
const SETTINGS: &str = "neurotty-frame";

/// Writes the job's frames, several at a time.
///
/// # Errors
/// [`ExportError::Refused`] where frames of another job would lie among them.
pub(super) fn write(job: &Job<'_>, pattern: &NamePattern, control: JobControl<'_>) -> Result<Summary, ExportError> {
    let range = job.clock()?.range(job.frames.as_ref())?;
    make_directory(pattern.directory())?;
    // Where every frame is there already, no new part does this.
    part::sweep(folder(pattern));
    refuse_to_mix(job, pattern, &range, control.cancel())?;
    let total = range.end - range.start;
    let mut summary = job.summary(0, 0);
    let cancel = control.cancel();
    pipeline::in_order(
        range,
        u64::MAX,
        |index| frame(job, pattern, index, cancel),
        |_, made| {
            let made = made?;
            summary.add(&made);
            control.report(Step {
                done: summary.frames + summary.skipped,
                skipped: summary.skipped,
                total,
                unit: Unit::Frames,
            });
            Ok::<_, ExportError>(())
        },
    )?;
    Ok(summary)
}

/// Refuses a folder with frames that will stay and are not of this very job: whoever makes a film of the folder would
/// have both in it. Frames that the job makes itself are replaced; those of its other ranges belong to it.
fn refuse_to_mix(
    job: &Job<'_>,
    pattern: &NamePattern,
    range: &Range<u64>,
    cancel: Cancel<'_>,
) -> Result<(), ExportError> {
    let directory = folder(pattern);
    let failed = |error| ExportError::file("read the directory", directory, &error);
    for entry in fs::read_dir(directory).map_err(failed)? {
        cancel.check()?;
        let name = entry.map_err(failed)?.file_name();
        let Some(index) = name.to_str().and_then(|name| pattern.index_of(name)) else { continue };
        if !range.contains(&index) && !Texts::of(job, index)?.stand_in(&pattern.path(index), job) {
            return Err(Refusal::OtherFrames { example: pattern.path(index) }.into());
        }
    }
    Ok(())
}

/// Where the frames lie, by a name that can be opened.
fn folder(pattern: &NamePattern) -> &Path {
    let directory = pattern.directory();
    if directory.as_os_str().is_empty() { Path::new(".") } else { directory }
}

/// What became of one frame: the bytes written, or none if it was there already.
fn frame(job: &Job<'_>, pattern: &NamePattern, index: u64, cancel: Cancel<'_>) -> Result<Summary, ExportError> {
    cancel.check()?;
    let path = pattern.path(index);
    let texts = Texts::of(job, index)?;
    if job.settings.resume && texts.are_in(&path, job) {
        return Ok(Summary { skipped: 1, ..job.summary(0, 0) });
    }
    let nobody = |_: Step| ();
    let mut output = Sink::create(&path, Format::Png, JobControl::of(cancel, &nobody))?;
    let failed = output.failure();
    let picture = job.picture(job.clock()?.seconds(index));
    let mut assembly =
        Assembly::begin(&mut output, job.size, job.settings.depth, &texts.pairs(job)).map_err(&failed)?;
    for strip in 0..picture.strips() {
        cancel.check()?;
        assembly.push(&picture.strip(strip)).map_err(&failed)?;
    }
    assembly.finish().map_err(&failed)?;
    Ok(job.summary(1, output.commit()?))
}

/// The texts in one frame's file.
struct Texts {
    line: String,
    /// What determines the pixels beside the line, the size and the depth.
    settings: String,
}

impl Texts {
    /// Those of frame `index`.
    fn of(job: &Job<'_>, index: u64) -> Result<Self, ExportError> {
        let line = job.line_at(job.clock()?.seconds(index));
        // A frame without words would otherwise pass for one with them.
        let words = if job.work.caption().is_some() { " captioned" } else { "" };
        Ok(Self { line, settings: format!("frame={index} samples={}{words}", job.samples) })
    }

    fn pairs<'a>(&'a self, job: &'a Job<'_>) -> Vec<(&'static str, &'a str)> {
        let mut pairs = job.texts(&self.line);
        pairs.push((SETTINGS, &self.settings));
        pairs
    }

    /// Whether the file at `path` says that it is this very frame.
    fn stand_in(&self, path: &Path, job: &Job<'_>) -> bool {
        self.reader(path, job).is_some()
    }

    /// Whether the file at `path` is this very frame, and whole.
    fn are_in(&self, path: &Path, job: &Job<'_>) -> bool {
        let Some(mut reader) = self.reader(path, job) else { return false };
        // Decoding checks every byte: each chunk has a CRC, and the pixels a checksum of their own.
        let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
        reader.next_frame(&mut pixels).is_ok() && reader.finish().is_ok()
    }

    /// The file at `path`, if its head is that of this very frame.
    fn reader(&self, path: &Path, job: &Job<'_>) -> Option<png::Reader<BufReader<File>>> {
        // To open a pipe might take for ever.
        fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let file = BufReader::new(File::open(path).ok()?);
        let mut decoder = png::Decoder::new(file);
        decoder.set_ignore_text_chunk(false);
        let reader = decoder.read_info().ok()?;
        let info = reader.info();
        let has = |(keyword, text): &(&str, &str)| {
            // We compress no text, and one that is may become very large.
            let mut ours = info.utf8_text.iter().filter(|chunk| !chunk.compressed && chunk.keyword == *keyword);
            ours.any(|chunk| chunk.get_text().is_ok_and(|found| found == *text))
        };
        let same = [info.width, info.height] == job.size && info.bit_depth == job.settings.depth.into();
        (same && self.pairs(job).iter().all(has)).then_some(reader)
    }
}
