//! What the command line says on stderr: every text goes through one door, and an error says what to do next in the
//! words of the options.

use std::ffi::OsString;
use std::io::{self, Write};

use crate::export::{ExportError, FfmpegError, Format, Refusal, check_stdout};
use crate::plain_text;

/// Exit codes: of what went wrong, and of what shells expect of a program that was called wrongly.
const FAILED: u8 = 1;
const USAGE: u8 = 2;

/// Options that can't be together, or not with this output.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub(super) String);

/// Writes `text`, whatever it holds, as one harmless line on stderr.
pub(super) fn say(text: &str) {
    // Nobody may be listening any more.
    let _ = writeln!(io::stderr(), "{}", plain_text::line(text, plain_text::LINE));
}

/// Writes JSON as one harmless line on stderr.
pub(super) fn say_json(value: &serde_json::Value) {
    let _ = writeln!(io::stderr(), "{}", plain_text::json(&value.to_string()));
}

/// Says why the program fails.
pub fn report(error: &anyhow::Error) {
    let advice = error.chain().find_map(|cause| cause.downcast_ref::<ExportError>()).and_then(advice);
    let advice = advice.map_or_else(String::new, |advice| format!("; {advice}"));
    say(&format!("neurotty: {error:#}{advice}"));
}

/// Prints help and the version where they were asked for, or what is wrong with `arguments`. Returns the exit code.
pub fn answer(error: &clap::Error, arguments: &[OsString]) -> u8 {
    if !error.use_stderr() {
        return match check_stdout().and_then(|()| error.print()).and_then(|()| io::stdout().flush()) {
            // A reader that has left is no error.
            Err(failed) if failed.kind() != io::ErrorKind::BrokenPipe => {
                say(&format!("neurotty: stdout can't be written: {failed}"));
                FAILED
            }
            _ => 0,
        };
    }
    let harmless = |typed: &OsString| typed.len() < plain_text::LINE && plain_text::is_plain(&typed.to_string_lossy());
    let _ = if arguments.iter().all(harmless) {
        error.print()
    } else {
        // Without colours: which control characters are clap's own can't be seen.
        let text = error.render().to_string();
        io::stderr().write_all(plain_text::block(&text, 4 * plain_text::LINE).as_bytes())
    };
    USAGE
}

/// What to do next, in the words of the command line, where the error's own words leave that open.
fn advice(error: &ExportError) -> Option<String> {
    match error {
        ExportError::Refused(refusal) => refusal_advice(refusal),
        ExportError::Ffmpeg(FfmpegError::Missing) => Some(
            "install the package `ffmpeg` (apt, dnf, pacman, brew, winget), or export to .gif, .webp, .apng or .y4m"
                .to_owned(),
        ),
        ExportError::Ffmpeg(FfmpegError::MissingEncoder { format: Format::Webm, .. }) => {
            Some("export to .mp4, .webp or .gif, or install an ffmpeg with libvpx".to_owned())
        }
        ExportError::Ffmpeg(FfmpegError::MissingEncoder { .. }) => {
            Some("export to .webm, .webp or .gif, or install an ffmpeg with libx264".to_owned())
        }
        _ => None,
    }
}

fn refusal_advice(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::FrameRate(_) => "choose another --fps".to_owned(),
        Refusal::Speed(_) => "choose another --speed".to_owned(),
        Refusal::TooManyFrames { .. } => "lower --fps".to_owned(),
        Refusal::NoFrames { most, .. } => {
            format!("write --frames A..B with A below B, B left out, up to {most}")
        }
        Refusal::FrameTooLarge { .. } => {
            "give a smaller --size, or export single frames, DIR/ or name-%05d.png".to_owned()
        }
        Refusal::SideTooLong { format, .. } => {
            let [width, height] = format.usual_size();
            format!("give a smaller --size, as {width}x{height}")
        }
        Refusal::SideTooShort { .. } => "give a larger --size".to_owned(),
        Refusal::LimitTooSmall(_) => {
            "allow more (--max-size), speed it up (--speed), or choose fewer --frames".to_owned()
        }
        Refusal::TooManyWeights { .. } => "choose fewer or narrower layers (--hidden), or a video".to_owned(),
        Refusal::FileTooLong { format: Format::Html | Format::Glsl, .. } => {
            "choose fewer or narrower layers (--hidden), or a video".to_owned()
        }
        Refusal::FileTooLong { .. } => "give a smaller --size or fewer --frames, or choose .mkv".to_owned(),
        Refusal::SheetTooLarge { .. } => "give a smaller --size or --count".to_owned(),
        Refusal::SheetFormat => "DIR/ takes each picture alone".to_owned(),
        Refusal::Terminal(_) => "pipe it on, or name a file with -o".to_owned(),
        Refusal::Unseekable => "name a file with -o, or pipe .y4m".to_owned(),
        Refusal::UnknownFormat { .. } | Refusal::NoEnding(_) => endings(),
        Refusal::Directory(directory) => {
            format!("write {}/ to fill it with single pictures, or name a file", directory.display())
        }
        Refusal::FileName { .. } => "choose another name, like mondrian-7.png".to_owned(),
        Refusal::OtherFrames { .. } => "choose another folder or name, or remove the frames that are there".to_owned(),
        Refusal::FramesFormat(_) | Refusal::Pattern(_) | Refusal::Encoder(_) => return None,
    })
}

fn endings() -> String {
    let endings: Vec<_> = Format::ALL.iter().map(|format| format!(".{}", format.ending())).collect();
    format!("the endings are {}, or DIR/ or name-%05d.png for single frames", endings.join(" "))
}
