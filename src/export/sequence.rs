//! Numbered PNG frames: independent, each whole or absent, resumable and splittable over machines.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::file::{Output, make_directory};
use super::png::Assembly;
use super::{Cancel, ExportError, Job, Pattern, Step, Summary, Unit, pipeline};
use crate::recipe::text::KEYWORD;

/// The text chunk that tells what else than the line of text made a frame.
const SETTINGS: &str = "neurotty-frame";

/// Writes the job's frames, several at a time.
pub(super) fn write(
    job: &Job<'_>,
    pattern: &Pattern,
    cancel: Cancel<'_>,
    report: &dyn Fn(Step),
) -> Result<Summary, ExportError> {
    let directory = pattern.directory();
    make_directory(directory)?;
    let range = job.clock()?.range(job.frames.as_ref())?;
    let total = range.end - range.start;
    let mut summary = job.summary(0, 0);
    pipeline::in_order(
        range,
        u64::MAX,
        |index| frame(job, pattern, index, cancel),
        |_, made| {
            let made = made?;
            summary.add(&made);
            report(Step {
                done: summary.frames + summary.skipped,
                skipped: summary.skipped,
                total,
                unit: Unit::Frames,
            });
            Ok(())
        },
    )?;
    Ok(summary)
}

/// What became of one frame: the bytes written, or none if it was there already.
fn frame(job: &Job<'_>, pattern: &Pattern, index: u64, cancel: Cancel<'_>) -> Result<Summary, ExportError> {
    cancel.check()?;
    let path = pattern.path(index);
    let seconds = job.clock()?.seconds(index);
    let texts = Texts { line: job.line_at(seconds), settings: settings(job, index) };
    if job.settings.resume && texts.are_in(&path, job) {
        return Ok(Summary { skipped: 1, ..job.summary(0, 0) });
    }
    let mut output = Output::create(&path)?;
    let failed = output.failure();
    let picture = job.picture(seconds);
    let mut assembly = Assembly::begin(&mut output, job.size, job.settings.depth, &texts.pairs()).map_err(&failed)?;
    for strip in 0..picture.strips() {
        cancel.check()?;
        assembly.push(&picture.strip(strip)).map_err(&failed)?;
    }
    assembly.finish().map_err(&failed)?;
    Ok(job.summary(1, output.commit()?))
}

/// What determines a frame's pixels beside its line of text, its size and its depth.
fn settings(job: &Job<'_>, index: u64) -> String {
    format!("frame={index} samples={}", job.samples)
}

/// The texts in one frame's file.
struct Texts {
    line: String,
    settings: String,
}

impl Texts {
    fn pairs(&self) -> [(&str, &str); 2] {
        [(KEYWORD, &self.line), (SETTINGS, &self.settings)]
    }

    /// Whether the file at `path` is this very frame, and whole.
    fn are_in(&self, path: &Path, job: &Job<'_>) -> bool {
        let Ok(file) = File::open(path) else { return false };
        let mut decoder = png::Decoder::new(BufReader::new(file));
        decoder.set_ignore_text_chunk(false);
        let Ok(mut reader) = decoder.read_info() else { return false };
        let info = reader.info();
        let has = |(keyword, text): &(&str, &str)| {
            // Ours are not compressed; others may unfold to gigabytes.
            let mut plain = info.utf8_text.iter().filter(|chunk| chunk.keyword == *keyword && !chunk.compressed);
            plain.any(|chunk| chunk.get_text().is_ok_and(|t| t == *text))
        };
        let same = [info.width, info.height] == job.size && info.bit_depth == job.settings.depth.into();
        if !same || !self.pairs().iter().all(has) {
            return false;
        }
        // Decoding checks every byte: each chunk has a CRC, and the pixels a checksum of their own.
        let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
        reader.next_frame(&mut pixels).is_ok() && reader.finish().is_ok()
    }
}
