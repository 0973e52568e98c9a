//! GIFs of few colours, as an independent decoder shows them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use neurotty::export::{Job, Quality, Settings};
use neurotty::recipe::text;

use super::export::{Artwork, assert_reopens, export};
use super::requirement::require_tool;

const STEPS: &str = "default:3+color=hex:ffffff,ff0000,0000ff+activation=step+period=2";
/// Few colours a frame, but they drift: 360 in a hundred and twenty frames.
const DRIFTING: &str = "mondrian:7+period=12";
const SHADES: &str = "default:3+color=gray+period=2";

fn artwork(line: &str) -> Artwork {
    Artwork::new(text::parse(line).unwrap().recipe)
}

/// Every frame as a browser shows it, drawn over the one before.
fn shown(path: &Path) -> Vec<Vec<[u8; 3]>> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(fs::File::open(path).unwrap()).unwrap();
    let mut canvas = vec![[0; 3]; usize::from(decoder.width()) * usize::from(decoder.height())];
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        for (shown, pixel) in canvas.iter_mut().zip(frame.buffer.chunks(4)) {
            if pixel[3] == 255 {
                shown.copy_from_slice(&pixel[..3]);
            }
        }
        frames.push(canvas.clone());
    }
    frames
}

/// How many colours the shared table has, and each frame's own.
fn tables(path: &Path) -> (Option<usize>, Vec<Option<usize>>) {
    let mut decoder = gif::DecodeOptions::new().read_info(fs::File::open(path).unwrap()).unwrap();
    let shared = decoder.global_palette().map(|table| table.len() / 3);
    let mut own = Vec::new();
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        own.push(frame.palette.as_ref().map(|table| table.len() / 3));
    }
    (shared, own)
}

/// The loop, as painted: so many tenths of a second.
fn painted(artwork: &Artwork, frames: u32, [width, height]: [u32; 2]) -> Vec<Vec<[u8; 3]>> {
    let period = f64::from(frames) / 10.0;
    let seconds = |index| f64::from(index) * period / f64::from(frames);
    (0..frames).map(|index| artwork.painted(seconds(index), width, height).pixels).collect()
}

#[test]
fn few_colours_are_exact_and_share_a_table_as_small_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loop.gif");
    for (line, most) in [(STEPS, 63), ("default:42+color=gray+period=2", 255)] {
        let artwork = artwork(line);
        export(&artwork.job(160, 90), &path).unwrap();
        let frames = painted(&artwork, 20, [160, 90]);
        let colors: BTreeSet<[u8; 3]> = frames.iter().flatten().copied().collect();
        assert!(colors.len() <= most, "{line}: {} colours", colors.len());
        assert!(shown(&path) == frames, "{line}: not what was painted");
        // One place is for what stays.
        let (shared, own) = tables(&path);
        assert_eq!(shared, Some((colors.len() + 1).next_power_of_two()), "{line}");
        assert!(own.iter().all(Option::is_none), "{line}: {own:?}");
        assert_reopens(&path, &artwork);
    }
}

#[test]
fn frames_of_few_colours_are_exact_though_the_loop_has_many() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loop.gif");
    let artwork = artwork(DRIFTING);
    for quality in [Quality::Normal, Quality::Best] {
        let settings = Settings { quality, ..Settings::default() };
        export(&Job { settings, ..artwork.job(96, 54) }, &path).unwrap();
        assert!(shown(&path) == painted(&artwork, 120, [96, 54]), "{quality:?}: not what was painted");
    }
    // What does not fit into the shared table any more has a small one of its own.
    let (shared, own) = tables(&path);
    let own: Vec<_> = own.into_iter().flatten().collect();
    assert!(shared == Some(256) && !own.is_empty() && own.iter().all(|colors| *colors <= 64), "{shared:?}, {own:?}");
}

#[test]
fn the_smallest_quality_lets_flat_areas_drift_in_steps() {
    let folder = tempfile::tempdir().unwrap();
    let artwork = artwork(SHADES);
    let made = |quality| {
        let path = folder.path().join("loop.gif");
        let settings = Settings { quality, ..Settings::default() };
        (export(&Job { settings, ..artwork.job(96, 54) }, &path).unwrap().bytes, shown(&path))
    };
    let ((small, loose), (normal, exact)) = (made(Quality::Small), made(Quality::Normal));
    assert!(small < normal, "{small} and {normal} bytes");
    // By less than an eye sees in a moving picture.
    let away = |a: &[u8; 3], b: &[u8; 3]| a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max();
    let largest = loose.iter().flatten().zip(exact.iter().flatten()).filter_map(|(a, b)| away(a, b)).max();
    assert!(largest.is_some_and(|largest| (1..=16).contains(&largest)), "{largest:?}");
}

#[test]
fn few_colours_take_no_more_bytes_than_ffmpeg_takes() {
    for line in [STEPS, "mondrian:7+period=2"] {
        let (folder, artwork) = (tempfile::tempdir().unwrap(), artwork(line));
        let own = export(&artwork.job(320, 180), &folder.path().join("own.gif")).unwrap().bytes;
        export(&artwork.job(320, 180), &folder.path().join("frames/")).unwrap();
        let filter = "split[a][b],[a]palettegen[p],[b][p]paletteuse=dither=none";
        let Some(mut ffmpeg) = require_tool("ffmpeg", "the size of GIFs beside ffmpeg's") else { return };
        let made = ffmpeg
            .args(["-v", "error", "-y", "-framerate", "10", "-i", "frames/frame-%05d.png", "-vf", filter, "theirs.gif"])
            .current_dir(folder.path())
            .status();
        assert!(made.unwrap().success());
        let theirs = fs::metadata(folder.path().join("theirs.gif")).unwrap().len();
        assert!(own <= theirs, "{line}: {own} bytes beside {theirs}");
    }
}
