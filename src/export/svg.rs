//! SVG: a still in squares, for programs that print, cut and plot.
//!
//! Squares of one colour that lie together become rectangles, and all rectangles of a colour one path (SVG 2,
//! <https://www.w3.org/TR/SVG2/paths.html>). The line of text and the caption are the
//! description; the caption's letters are outlines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use super::{ExportError, Format, Job, Refusal, Sink, Summary, moving};
use crate::caption::CaptionOverlay;
use crate::painter::Frame;
use crate::recipe::text::mark_in_xml;

/// The most squares along a side: a square may take fifty bytes.
const LARGEST: u32 = 1000;

const MILLIMETERS_PER_INCH: f64 = 25.4;

/// Writes the moment that the recipe's `at` names.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let [width, height] = job.size;
    if width.max(height) > LARGEST {
        return Err(Refusal::SideTooLong { format: Format::Svg, size: job.size, most: LARGEST }.into());
    }
    let seconds = job.work.recipe().at;
    let bare = job.uncaptioned();
    let plain = Job { work: &bare, samples: job.samples.fixed(), ..job.clone() };
    let mut frame = moving::paint(&plain, seconds, output.cancel())?;
    let overlay = job.work.overlay(job.size, job.aspect);
    if let Some(overlay) = &overlay {
        overlay.apply_veil(0..height, &mut frame.pixels);
    }
    let mut svg = drawing(&frame, &job.comment(mark_in_xml(&job.line_at(seconds))), job.settings.dpi);
    svg.extend(overlay.map(|overlay| letters(&overlay)));
    svg.push_str("</svg>\n");
    output.write_all(svg.as_bytes()).map_err(output.failure())?;
    Ok(job.summary(1, output.commit()?))
}

/// The caption's letters, as outlines: whoever prints them need not have the typeface.
fn letters(overlay: &CaptionOverlay) -> String {
    let [red, green, blue] = overlay.ink();
    let path = overlay.path();
    format!("<path fill=\"#{red:02x}{green:02x}{blue:02x}\" shape-rendering=\"geometricPrecision\" d=\"{path}\"/>\n")
}

/// The squares, up to the end of the file; `dpi` squares make an inch in print.
fn drawing(frame: &Frame, description: &str, dpi: Option<f64>) -> String {
    let Frame { width, height, .. } = frame;
    let printed = dpi.map_or_else(String::new, |dpi| {
        let [width, height] = [*width, *height].map(|side| millimeters(f64::from(side) * MILLIMETERS_PER_INCH / dpi));
        format!(" width=\"{width}mm\" height=\"{height}mm\"")
    });
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"{printed} viewBox=\"0 0 {width} {height}\" shape-rendering=\"crispEdges\">\n\
         <desc>{description}</desc>\n"
    );
    let mut paths: BTreeMap<[u8; 3], String> = BTreeMap::new();
    for Rectangle { color, left, top, width, height } in rectangles(frame) {
        let path = paths.entry(color).or_default();
        // A string takes all that is written.
        let _ = write!(path, "M{left} {top}h{width}v{height}h-{width}z");
    }
    for ([red, green, blue], path) in paths {
        let _ = writeln!(svg, "<path fill=\"#{red:02x}{green:02x}{blue:02x}\" d=\"{path}\"/>");
    }
    svg
}

/// A length to a thousandth, without zeros that say nothing.
fn millimeters(length: f64) -> String {
    let text = format!("{length:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Squares of one colour.
#[derive(Clone, Copy)]
struct Rectangle {
    color: [u8; 3],
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

/// Rectangles that cover the frame, none of them over another: runs along the rows, joined where the row below has the
/// very same one.
fn rectangles(frame: &Frame) -> Vec<Rectangle> {
    let mut done = Vec::new();
    let mut open: Vec<Rectangle> = Vec::new();
    for (y, row) in frame.pixels.chunks_exact(frame.width as usize).enumerate() {
        let mut left = 0;
        let runs = row.chunk_by(|a, b| a == b).map(|run| {
            let here = left;
            left += run.len();
            Rectangle { color: run[0], left: here, top: y, width: run.len(), height: 1 }
        });
        let mut above = std::mem::take(&mut open).into_iter().peekable();
        for run in runs {
            while let Some(passed) = above.next_if(|above| above.left < run.left) {
                done.push(passed);
            }
            let same = |above: &Rectangle| (above.left, above.width, above.color) == (run.left, run.width, run.color);
            let joined = above.next_if(same).map(|above| Rectangle { height: above.height + 1, ..above });
            open.push(joined.unwrap_or(run));
        }
        done.extend(above);
    }
    done.extend(open);
    done
}
