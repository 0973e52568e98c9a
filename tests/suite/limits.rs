//! Files within a limit of bytes, and within what players take.

use std::fs;
use std::path::Path;
use std::process::Command;

use neurotty::export::{ExportError, Job, Refusal, Settings};
use neurotty::recipe::text;

use super::export::{Artwork, assert_reopens, export};
use super::requirement::require_tool;

fn limited(max_size: u64) -> Settings {
    Settings { max_size: Some(max_size), ..Settings::default() }
}

/// What ffprobe says of a video's `entry`.
fn probed(path: &Path, entry: &str) -> String {
    let mut ffprobe = Command::new("ffprobe");
    let entries = format!("stream={entry}");
    ffprobe.args(["-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", &entries]);
    let output = ffprobe.args(["-of", "csv=p=0"]).arg(path).output().expect("ffprobe is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().trim_end_matches(',').to_owned()
}

#[test]
fn a_webp_stays_below_its_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loop.webp");
    let artwork = Artwork::looping(0.5);
    let whole = export(&artwork.job(160, 120), &path).unwrap();
    let limit = whole.bytes / 3;
    let summary = export(&Job { settings: limited(limit), ..artwork.job(160, 120) }, &path).unwrap();
    assert!((limit / 3..=limit).contains(&summary.bytes), "{} of {limit}", summary.bytes);
    assert_eq!(summary.bytes, fs::metadata(&path).unwrap().len());
    assert!(summary.size[0] < 160);
    let file = std::io::BufReader::new(fs::File::open(&path).unwrap());
    let decoder = image_webp::WebPDecoder::new(file).unwrap();
    assert_eq!(<[u32; 2]>::from(decoder.dimensions()), summary.size);
    assert_eq!(u64::from(decoder.num_frames()), summary.frames);
    assert_reopens(&path, &artwork);
    let refused = export(&Job { settings: limited(30), ..artwork.job(160, 120) }, &path).unwrap_err();
    assert!(matches!(refused, ExportError::Refused(Refusal::LimitTooSmall(30))), "{refused}");
    // What was there before is as it was, and nothing lies beside it.
    assert_eq!(fs::metadata(&path).unwrap().len(), summary.bytes);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_video_stays_below_its_limit() {
    if ["ffmpeg", "ffprobe"].iter().any(|tool| require_tool(tool, "the size of videos").is_none()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let artwork = Artwork::new(text::parse("pollock:3+period=1").unwrap().recipe);
    for name in ["loop.mp4", "loop.webm"] {
        let path = folder.path().join(name);
        let whole = export(&artwork.job(320, 180), &path).unwrap();
        let limit = whole.bytes / 4;
        let summary = export(&Job { settings: limited(limit), ..artwork.job(320, 180) }, &path).unwrap();
        assert!(summary.bytes <= limit, "{name}: {} of {limit}", summary.bytes);
        assert_eq!(summary.bytes, fs::metadata(&path).unwrap().len());
        assert_eq!(probed(&path, "nb_read_frames"), summary.frames.to_string());
        assert_reopens(&path, &artwork);
    }
}

#[test]
fn full_hd_at_thirty_frames_stays_within_what_television_sets_play() {
    if ["ffmpeg", "ffprobe"].iter().any(|tool| require_tool(tool, "the level of videos").is_none()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loop.mp4");
    let artwork = Artwork::looping(1.0);
    for [width, height] in [[1920, 1080], [1080, 1920]] {
        export(&Job { fps: 30.0, frames: Some(0..8), ..artwork.job(width, height) }, &path).unwrap();
        let level: u32 = probed(&path, "level").parse().unwrap();
        assert!(level <= 41, "{width}x{height}: level {level}");
    }
}

#[cfg(unix)]
#[test]
fn an_ffmpeg_without_the_encoder_says_what_to_use_instead() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let ffmpeg = folder.path().join("ffmpeg");
    // It fails in words that nobody knows, and lists the one encoder that it has.
    let said_of = |name: &str, listed: &str| {
        let list = format!("case \"$*\" in *-encoders*) echo ' V....D {listed} a codec'; exit 0;; esac");
        fs::write(&ffmpeg, format!("#!/bin/sh\n{list}\necho 'pa de kodilo' >&2\nexit 1\n")).unwrap();
        fs::set_permissions(&ffmpeg, fs::Permissions::from_mode(0o755)).unwrap();
        let mut render = Command::new(env!("CARGO_BIN_EXE_neurotty"));
        render.envs(crate::home::variables());
        render.args(["render", "default:42", "--frames", "3", "--size", "32x18", "-o"]).arg(folder.path().join(name));
        let ended = render.env("PATH", folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!((ended.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        said
    };
    for (name, encoder, instead) in [("a.mp4", "libx264", ".webm"), ("a.webm", "libvpx-vp9", ".mp4")] {
        let said = said_of(name, "mpeg4");
        assert!(said.contains(&format!("no {encoder}")) && said.contains(instead), "{said}");
        // What fails for another reason says it itself.
        let said = said_of(name, encoder);
        assert!(said.contains("pa de kodilo") && !said.contains(instead), "{said}");
    }
}
