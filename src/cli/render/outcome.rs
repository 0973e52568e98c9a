//! The report of a finished job: what it made, and where that is not what was asked for.

use std::io::IsTerminal;
use std::path::Path;

use indicatif::DecimalBytes;

use super::{RenderArgs, Tell};
use crate::cli::wording::{say, say_json};
use crate::export::{Format, Summary, Target};

/// What was made, and what was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome<'a> {
    /// Where it is.
    pub place: &'a Path,
    pub format: Format,
    /// Many files or frames, each for itself.
    pub many: bool,
    pub summary: Summary,
    /// Pixels, or cells, across and down that were asked for; `None` where no size was requested.
    pub size: Option<[u32; 2]>,
    /// Frames a second that were asked for.
    pub fps: f64,
    /// The bytes had a limit.
    pub limited: bool,
}

impl<'a> Outcome<'a> {
    pub(super) fn of(target: &Target, arguments: &'a RenderArgs, summary: Summary) -> Self {
        Self {
            place: &arguments.out,
            format: target.format(),
            many: matches!(target, Target::Frames(_)),
            summary,
            size: Some(arguments.size_for(target.format())),
            fps: arguments.fps,
            limited: arguments.max_size.is_some(),
        }
    }

    /// Reports on stderr: in full on a terminal; for scripts only what differs from the request.
    pub(super) fn tell(&self, arguments: &RenderArgs) {
        let gave_way = self.gave_way();
        let told = match arguments.progress {
            _ if arguments.quiet => None,
            Tell::Json => {
                say_json(&self.json());
                None
            }
            Tell::Bar if self.is_stdout() => gave_way,
            Tell::Bar if std::io::stderr().is_terminal() => {
                let reason = gave_way.map_or_else(String::new, |reason| format!(" ({reason})"));
                Some(format!("saved {}: {}{reason}", self.place.display(), self.made()))
            }
            Tell::Bar => gave_way.map(|reason| format!("{}: {} ({reason})", self.place.display(), self.made())),
        };
        if let Some(told) = told {
            say(&told);
        }
    }

    fn is_stdout(&self) -> bool {
        self.place == Path::new("-")
    }

    fn json(&self) -> serde_json::Value {
        let Summary { frames, skipped, bytes, size: [width, height], fps, .. } = self.summary;
        let saved = self.place.to_string_lossy();
        let mut made = serde_json::json!({
            "saved": saved, "frames": frames, "skipped": skipped, "bytes": bytes, "width": width, "height": height,
        });
        if self.format.moves() && !self.format.is_program() {
            made["fps"] = fps.into();
        }
        made
    }

    /// What there is now, in words.
    fn made(&self) -> String {
        let Summary { frames, skipped, bytes, size: [width, height], fps, .. } = self.summary;
        let mut parts = Vec::new();
        if self.format != Format::Safetensors && !self.format.is_program() {
            parts.push(format!("{width}x{height}{}", if self.format.is_text() { " cells" } else { "" }));
        }
        if self.many {
            let files = if self.format.moves() { "files" } else { "pictures" };
            parts.push(format!("{} {files}", frames + skipped));
        } else if self.format.moves() && frames > 1 {
            parts.push(format!("{frames} frames at {} fps", short(fps)));
        }
        if skipped > 0 {
            parts.push(format!("{skipped} of them there before"));
        }
        parts.push(DecimalBytes(bytes).to_string());
        parts.join(", ")
    }

    /// Why it is not what was asked for, if it is not.
    fn gave_way(&self) -> Option<String> {
        let smaller = self.size.is_some_and(|size| size != self.summary.size);
        let slower = self.format.moves() && self.summary.fps != self.fps;
        let asked = || {
            let size = self.size.filter(|_| smaller).map(|[width, height]| format!("{width}x{height}"));
            let fps = slower.then(|| format!("{} fps", short(self.fps)));
            size.into_iter().chain(fps).collect::<Vec<_>>().join(" at ")
        };
        let video = matches!(self.format, Format::Mp4 | Format::Webm | Format::Mkv);
        let even = video && !slower && self.size.map(|size| size.map(|side| side & !1)) == Some(self.summary.size);
        let why = match self.format {
            _ if self.limited && !even => "to stay within --max-size",
            Format::Gif => "a GIF goes no faster",
            _ => "both sides of a video are even",
        };
        let area = |[width, height]: [u32; 2]| u64::from(width) * u64::from(height);
        let tiny = self.limited && self.size.is_some_and(|size| area(self.summary.size) < area(size) / 4);
        let advice = if tiny {
            "; a loop that goes by faster, as --speed 4, or has fewer frames, as --fps 6, has room for larger pictures"
        } else {
            ""
        };
        (smaller || slower).then(|| format!("not {}: {why}{advice}", asked()))
    }
}

/// Two decimals at most.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
