//! Asciicast: the loop as a terminal is sent it, played by asciinema and turned into GIFs by agg.
//!
//! Version 2 (<https://docs.asciinema.org/manual/asciicast/v2/>): a line of JSON as the header, then
//! one for each frame: seconds since the start, `"o"` for output, the text.

use std::io::Write;

use serde_json::json;

use super::{ExportError, Format, Job, Quality, Refusal, Sink, Summary, moving};
use crate::caption;
use crate::recipe::text::KEYWORD;
use thinwire::Pixels;
use thinwire::wire::recorder::{self, Recorder};

/// No terminal is larger, in cells.
const LARGEST: u32 = 1000;

/// Writes the job's frames as a recording of one run through them.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    // Cells are too coarse for letters: the words are carried, not shown.
    let bare = job.uncaptioned();
    let painted = cells(&Job { work: &bare, ..job.clone() })?;
    let failed = output.failure();
    let mut recorder = Recorder::new(job.settings.drawing);
    writeln!(output, "{}", header(job)).map_err(&failed)?;
    output.write_all(&event(0.0, recorder::BEGIN)).map_err(&failed)?;
    let control = output.control();
    let frames = moving::each(
        &painted,
        control,
        |_, frame| Ok(frame),
        |index, frame| {
            let bytes = recorder.show(Pixels::new(frame.width, &frame.pixels), tolerance(job.settings.quality));
            // What did not change needs no event; the closing one keeps the time.
            if bytes.is_empty() {
                return Ok(());
            }
            output.write_all(&event(index as f64 / job.fps, &bytes)).map_err(&failed)
        },
    )?;
    // The last frame stays as long as the others, so that a player can loop.
    output.write_all(&event(frames as f64 / job.fps, &recorder::end(job.size[1]))).map_err(&failed)?;
    Ok(job.summary(frames, output.commit()?))
}

/// The job with its cells counted in pixels.
///
/// # Errors
/// [`ExportError::Refused`] if no terminal has that many cells.
pub(super) fn cells<'a>(job: &Job<'a>) -> Result<Job<'a>, ExportError> {
    if job.size.iter().any(|side| *side > LARGEST) {
        return Err(Refusal::SideTooLong { format: Format::Cast, size: job.size, most: LARGEST }.into());
    }
    let drawing = job.settings.drawing;
    let samples = job.samples.fixed();
    Ok(Job { size: drawing.pixels(job.size), aspect: drawing.pixel_aspect(), samples, ..job.clone() })
}

fn header(job: &Job<'_>) -> serde_json::Value {
    let ([columns, rows], line) = (job.size, job.line());
    let mut header = json!({
        "version": 2,
        "width": columns,
        "height": rows,
        "title": line,
        "env": { "TERM": "xterm-256color" },
        (KEYWORD): line,
    });
    if let Some(caption) = job.work.caption() {
        header[caption::KEYWORD] = caption.text().into();
    }
    header
}

/// One line: `output` at `seconds`.
fn event(seconds: f64, output: &[u8]) -> Vec<u8> {
    let text = serde_json::Value::from(String::from_utf8_lossy(output));
    format!("[{seconds:.6}, \"o\", {text}]\n").into_bytes()
}

/// The colour difference up to which a change is left out, in Oklab × 100.
const fn tolerance(quality: Quality) -> f32 {
    match quality {
        // About what the eye forgives in a moving picture: a tenth of the bytes.
        Quality::Small => 2.0,
        Quality::Normal => 1.0,
        Quality::Best => 0.0,
    }
}
