//! Raw video, as ffmpeg reads it without any option.

use std::fs;
use std::path::Path;

use neurotty::export::{Chroma, Job, Settings};
use neurotty::open::open_file;
use neurotty::recipe::text;

use super::export::{Artwork, assert_reopens, export};
use super::requirement::require_tool;

/// All frames as ffmpeg shows them, red, green, blue; `None` without ffmpeg.
fn decoded(path: &Path) -> Option<Vec<u8>> {
    let mut ffmpeg = require_tool("ffmpeg", "the pixels of .y4m")?;
    ffmpeg.args(["-v", "error", "-i"]).arg(path).args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]);
    let output = ffmpeg.output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

#[test]
fn ffmpeg_sees_the_painters_colours_at_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loop.y4m");
    let artwork = Artwork::looping(1.0);
    for [width, height] in [[320, 180], [641, 361], [1280, 720], [96, 700], [1920, 1080]] {
        for (chroma, mean_bound) in [(Chroma::Full, 0.6), (Chroma::Half, 4.0)] {
            let settings = Settings { chroma, ..Settings::default() };
            export(&Job { settings, frames: Some(3..4), ..artwork.job(width, height) }, &path).unwrap();
            let Some(shown) = decoded(&path) else { return };
            let painted = artwork.painted(0.3, width, height).pixels;
            assert_eq!(shown.len(), 3 * painted.len());
            let away: Vec<u8> = shown.iter().zip(painted.as_flattened()).map(|(a, b)| a.abs_diff(*b)).collect();
            let mean = away.iter().map(|away| f64::from(*away)).sum::<f64>() / away.len() as f64;
            assert!(mean < mean_bound, "{width}x{height}, {chroma:?}: {mean}");
            assert!(
                chroma == Chroma::Half || away.iter().all(|away| *away <= 2),
                "{width}x{height}: {:?}",
                away.iter().max()
            );
        }
    }
}

#[test]
fn headers_stay_as_short_as_readers_allow_whatever_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loop.y4m");
    let widths: Vec<String> = (1..=40).map(|width| width.to_string()).collect();
    let long = format!("default:42+hidden={}+period=0.3", widths.join(","));
    for (line, reopens) in [
        ("default:42+period=0.3", true),
        ("default:42+motion=rotate+zoom=1.25+period=0.3", true),
        (long.as_str(), false),
    ] {
        let artwork = Artwork::new(text::parse(line).unwrap().recipe);
        for chroma in [Chroma::Full, Chroma::Half] {
            let settings = Settings { chroma, ..Settings::default() };
            export(&Job { settings, ..artwork.job(64, 36) }, &path).unwrap();
            let bytes = fs::read(&path).unwrap();
            let mut headers = bytes.split_inclusive(|byte| *byte == b'\n');
            let stream = headers.next().unwrap();
            assert!(stream.len() <= 96, "{}", String::from_utf8_lossy(stream));
            let frame = headers.next().unwrap();
            assert!(frame.starts_with(b"FRAME") && frame.len() <= 80, "{} bytes", frame.len());
            assert!(decoded(&path).is_none_or(|shown| shown.len() == 3 * 3 * 64 * 36), "{line}");
            if reopens {
                assert_reopens(&path, &artwork);
            } else {
                assert!(open_file(&path).unwrap_err().to_string().contains("carries no line"));
            }
        }
    }
}
