//! A web page that paints the artwork itself: one file, on the graphics chip of whoever opens it, in motion, to be
//! zoomed and dragged.
//!
//! ```text
//! work ─description→ JSON ──────────────┐
//! page/*.glsl ─the functions in use─────┼→ page.html
//! page/*.js, page.css ─without spaces───┘
//! ```
//!
//! The weights are not in the page: its JavaScript draws them from the recipe, the same bits as [`crate::network`],
//! and compares a checksum. So every page of a preset has some 40 kB. Imported weights, which nothing can draw, are
//! there as base64. What the page needs beside (the pace of the loop, the ranges and axes of its colours) was measured
//! here.
//!
//! The page asks nothing of any server, and its policy (CSP) allows no script but its own. All text that comes from
//! the work is escaped where it stands: in HTML, or in JSON within HTML.

use std::io::Write;

use super::flashing::check_program;
use super::{Cancel, ExportError, FlashCheck, Format, Job, Refusal, Sink, Summary};
use crate::caption::{self, Caption};
use crate::insight;
use crate::network::Network;
use crate::plain_text;
use crate::recipe::text::mark_in_xml;
use crate::work::Work;

pub(super) mod compact;
mod description;
pub(super) mod parts;

use compact::{Language, compact};
use description::{PageMode, description};
use parts::{color_function, functions};

/// The most weights that a page draws and paints: as many fit the textures of any machine, and are drawn in a
/// second.
const MOST_WEIGHTS: usize = 500_000;
/// The most bytes of base64 that a page has for imported weights.
const MOST_BASE64: u64 = 2_000_000;
/// From this width on, neurons are looped over: some drivers give up on the code that they make otherwise.
const WIDE: usize = 32;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
/// For pages with a caption.
const WORDS_STYLE: &str = include_str!("page/words.css");
const PICTURE: &str = include_str!("page/picture.glsl");

/// Writes the loop, as a page that paints it.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let network = job.work.network();
    let weights = network.layers.iter().map(|layer| layer.weights.len() + layer.biases.len()).sum();
    check_size(weights, job.work.imported().is_some())?;
    let cancel = output.cancel();
    let flashes = if job.settings.flashing { FlashCheck::Pending } else { check_program(job, cancel)? };
    let page = page(job, flashes, cancel)?;
    output.write_all(page.as_bytes()).map_err(output.failure())?;
    Ok(Summary { flashes, ..job.summary(0, output.commit()?) })
}

/// # Errors
/// [`ExportError::Refused`] for more weights and biases than a page should have; it holds those that are `imported`.
pub(super) fn check_size(weights: usize, imported: bool) -> Result<(), ExportError> {
    // Four letters for three bytes, four bytes a weight.
    let expected = (4 * weights as u64).div_ceil(3) * 4;
    if imported && expected > MOST_BASE64 {
        return Err(Refusal::FileTooLong { format: Format::Html, expected, most: MOST_BASE64 }.into());
    }
    if weights > MOST_WEIGHTS {
        return Err(Refusal::TooManyWeights { weights, most: MOST_WEIGHTS }.into());
    }
    Ok(())
}

/// The page of a loop, which begins paused if that is known to flash.
///
/// # Errors
/// [`ExportError::Cancelled`].
fn page(job: &Job<'_>, flashes: FlashCheck, cancel: Cancel<'_>) -> Result<String, ExportError> {
    let (work, network) = (job.work, job.work.network());
    let mode = PageMode::of(work);
    let flash = match flashes {
        FlashCheck::Failed(seconds) => Some(seconds),
        FlashCheck::Pending | FlashCheck::Passed => None,
    };
    let art = description(job, mode, flash);
    let nonce = format!("n{}", art["checksum"]);
    let shader = serde_json::json!({
        "functions": compact(&functions(network), Language::Glsl),
        "colors": compact(color_function(mode.name()), Language::Glsl),
        "picture": compact(PICTURE, Language::Glsl),
    });
    let title = html(&work.label());
    let words = work.caption().map_or_else(|| Ok(String::new()), |caption| words(work, caption, cancel))?;
    let style = if words.is_empty() { "" } else { WORDS_STYLE };
    let places = [
        ("{{NONCE}}", nonce),
        ("{{TITLE}}", title),
        ("{{LINE}}", job.comment(mark_in_xml(&job.line())).replace('"', "&quot;")),
        ("{{ALT}}", html(&alternative(work))),
        ("{{STYLE}}", compact(&[STYLE, style].concat(), Language::Css)),
        ("{{WORDS}}", words),
        ("{{ART}}", json_in_html(&art)),
        ("{{PARTS}}", json_in_html(&shader)),
        ("{{SCRIPT}}", script(work, network, mode, flash.is_some())),
    ];
    Ok(fill(PAGE, &places))
}

/// `template` with each name in it replaced by its text. What is filled in is not looked at again.
pub(super) fn fill(template: &str, places: &[(&str, String)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        let (before, place) = rest.split_at(start);
        page.push_str(before);
        let found = places.iter().find(|(name, _)| place.starts_with(name));
        let (name, text) = found.map_or(("{{", "{{"), |(name, text)| (*name, text.as_str()));
        page.push_str(text);
        rest = &place[name.len()..];
    }
    page + rest
}

/// The files of JavaScript that the page of such a network needs, in the order in which they build on each other.
fn script(work: &Work, network: &Network, mode: PageMode, flashes: bool) -> String {
    let wide = network.layers.iter().any(|layer| layer.outputs >= WIDE);
    let drifts = work.recipe().motion.iter().any(|motion| motion.drifts());
    let halved = work.timeline().halved().is_some();
    let files = [
        (include_str!("page/random.js"), true),
        (include_str!("page/network.js"), true),
        (include_str!("page/family.js"), !work.recipe().seed.path.is_empty()),
        (include_str!("page/imported.js"), work.imported().is_some()),
        (include_str!("page/motion.js"), true),
        (include_str!("page/halved.js"), halved),
        (include_str!("page/even.js"), !halved),
        (include_str!("page/drift.js"), drifts),
        (include_str!("page/steady.js"), !drifts),
        (include_str!("page/harmony.js"), mode == PageMode::Graded),
        (include_str!("page/map.js"), mode == PageMode::Gradient),
        (include_str!("page/plain.js"), !matches!(mode, PageMode::Graded | PageMode::Gradient)),
        (include_str!("page/coloring.js"), true),
        (include_str!("page/shader.js"), true),
        (include_str!("page/looped.js"), wide),
        (include_str!("page/unrolled.js"), !wide),
        (include_str!("page/painter.js"), true),
        (include_str!("page/still.js"), true),
        (include_str!("page/png.js"), true),
        (include_str!("page/wordless.js"), work.caption().is_none()),
        (include_str!("page/words.js"), work.caption().is_some()),
        (include_str!("page/controls.js"), true),
        (include_str!("page/flashing.js"), flashes),
    ];
    let needed = files.iter().filter(|(_, needed)| *needed);
    needed.map(|(text, _)| compact(text, Language::JavaScript)).collect::<Vec<_>>().join("\n")
}

/// The caption's image, which says its words to a screen reader.
///
/// # Errors
/// [`ExportError::Cancelled`].
fn words(work: &Work, caption: &Caption, cancel: Cancel<'_>) -> Result<String, ExportError> {
    let drawing = caption::drawing(caption, work.painting(), work.recipe().view, &|| cancel.is_set());
    let drawing = drawing.ok_or(ExportError::Cancelled)?;
    // Of what is in the drawing, only `#` means something in an address.
    let address = drawing.replace('#', "%23");
    Ok(format!("<img id=\"words\" alt=\"{}\" src=\"data:image/svg+xml,{address}\">", html(caption.text())))
}

/// What a screen reader says of the picture.
fn alternative(work: &Work) -> String {
    let explained = insight::measure(work, work.phase());
    let kind = explained.reasons.first().map_or("", String::as_str);
    let moves = if work.recipe().motion.is_empty() { "" } else { ", in slow motion" };
    format!("Painted by a small neural network{moves}: {}. {kind}", work.label())
}

/// Text between tags or in an attribute, harmless whatever it holds.
fn html(text: &str) -> String {
    let text = plain_text::line(text, plain_text::LINE);
    [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")]
        .iter()
        .fold(text.into_owned(), |text, (letter, entity)| text.replace(*letter, entity))
}

/// JSON for a script element, which only a tag could end.
fn json_in_html(value: &serde_json::Value) -> String {
    plain_text::json(&value.to_string()).replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_stays_text() {
        let hostile = "</title><script>alert(1)</script>\"'&\u{1b}[2J\u{202e}";
        let escaped = html(hostile);
        assert!(!escaped.contains(['<', '>', '"', '\'', '\u{1b}', '\u{202e}']), "{escaped}");
        let json = json_in_html(&serde_json::json!({ "label": hostile }));
        assert!(!json.contains(['<', '\u{1b}', '\u{202e}']), "{json}");
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["label"], hostile);
    }

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let places = [("{{A}}", "{{B}} {{C}}".to_owned()), ("{{B}}", "b".to_owned())];
        assert_eq!(fill("<{{A}}|{{B}}|{{D}}>", &places), "<{{B}} {{C}}|b|{{D}}>");
    }

    #[test]
    fn the_template_has_a_place_for_each_text_and_no_other() {
        for name in ["NONCE", "TITLE", "LINE", "ALT", "STYLE", "WORDS", "ART", "PARTS", "SCRIPT"] {
            assert!(PAGE.contains(&format!("{{{{{name}}}}}")), "{name}");
        }
        assert_eq!(PAGE.matches("{{").count(), 12);
    }
}
