//! Saving from the live view in a real terminal: pictures and loops in the background, never half written,
//! never over another file.

use std::fs;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::pty::Session;

/// A small view of `glossy:1` with a moving loop, saving to `folder`.
fn watching(folder: &Path, arguments: &[&str]) -> Session {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(["glossy:1+motion=rotate", "--save-size", "320x180", "--out"]);
    command.arg(folder);
    command.args(arguments);
    let mut session = Session::start_command(140, 24, command);
    session.wait_until("a picture", |session| session.distinct_colors(0..12) > 8);
    session
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn s_saves_the_picture_and_its_toast_leads_there() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("a folder with a name that is longer than most of those that people give");
    let mut session = watching(&folder, &[]);
    session.press("s");
    // The front of the path gives way, so that its end and the size are seen.
    session.wait_for("saved …");
    session.wait_for(".png, 320x180, ");
    let [saved] = &files(&folder)[..] else { panic!("{:?}", files(&folder)) };
    let file = std::io::BufReader::new(fs::File::open(saved).unwrap());
    let reader = png::Decoder::new(file).read_info().unwrap();
    assert_eq!(reader.info().size(), (320, 180));
    assert!(reader.info().utf8_text[0].get_text().unwrap().starts_with("glossy:1+motion=rotate+at="));
    // The link opens in front of the name and is closed behind it.
    let (uri, rest) = session.transcript.split_once("\x1b]8;;file://").unwrap().1.split_once("\x1b\\").unwrap();
    assert!(uri.ends_with(saved.file_name().unwrap().to_str().unwrap()), "{uri}");
    assert!(rest.split_once("\x1b]8;;\x1b\\").unwrap().0.ends_with(".png"));
}

#[test]
fn a_saved_picture_is_antialiased_unless_the_samples_are_counted() {
    let unsaid: &[&str] = &[];
    for (watched, painted) in [(unsaid, "auto"), (&["--samples", "1"][..], "1"), (&["--samples", "2"][..], "2")] {
        let folder = tempfile::tempdir().unwrap();
        let mut session = watching(folder.path(), watched);
        session.press("s");
        session.wait_for("saved");
        session.press("q");
        assert!(session.wait_for_exit().success());
        let [saved] = &files(folder.path())[..] else { panic!("{:?}", files(folder.path())) };
        let again = folder.path().join("again.png");
        let rendered = std::process::Command::new(env!("CARGO_BIN_EXE_neurotty"))
            .envs(crate::home::variables())
            .args(["render", saved.to_str().unwrap(), "--size", "320x180", "--quiet", "--samples", painted, "-o"])
            .arg(&again)
            .status()
            .unwrap();
        assert!(rendered.success());
        assert!(fs::read(saved).unwrap() == fs::read(again).unwrap(), "--samples {painted}");
    }
}

#[test]
fn pictures_saved_in_one_moment_have_different_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = watching(folder.path(), &[]);
    session.press(" ");
    session.press("ssss");
    let whole =
        |folder: &Path| files(folder).iter().filter(|file| file.extension().is_some_and(|e| e == "png")).count();
    session.wait_until("four pictures", |_| whole(folder.path()) == 4);
}

#[test]
fn e_exports_the_loop_while_the_animation_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = watching(folder.path(), &["--loop-size", "240x136", "--loop-seconds", "4"]);
    session.press("e");
    session.wait_for("exporting loop 0%");
    let before = session.colors(3);
    session.wait_until("movement", |session| session.colors(3) != before && session.text().contains("e cancels"));
    let text = |session: &Session| session.text();
    session.wait_until("the file", |session| text(session).contains("saved") && !text(session).contains("e cancels"));
    let [saved] = &files(folder.path())[..] else { panic!("{:?}", files(folder.path())) };
    let mut gif = gif::DecodeOptions::new().read_info(fs::File::open(saved).unwrap()).unwrap();
    assert_eq!((gif.width(), gif.height()), (240, 136));
    let mut hundredths = 0;
    while let Some(frame) = gif.read_next_frame().unwrap() {
        hundredths += u32::from(frame.delay);
    }
    assert_eq!(hundredths, 400);
}

#[test]
fn e_again_stops_the_export_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = watching(folder.path(), &["--loop-size", "1920x1080", "--loop-seconds", "600"]);
    session.press("e");
    session.wait_for("exporting loop 0%");
    session.press("e");
    session.wait_for("Export cancelled");
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert_eq!(files(folder.path()), [] as [PathBuf; 0]);
}

#[test]
fn leaving_while_a_loop_is_exported_leaves_no_half_file_and_says_so() {
    for leave in ["q", "SIGTERM"] {
        for format in ["gif", "apng"] {
            let folder = tempfile::tempdir().unwrap();
            let arguments = ["--loop-size", "1920x1080", "--loop-seconds", "600", "--loop-format", format];
            let mut session = watching(folder.path(), &arguments);
            session.press("e");
            session.wait_for("exporting loop 0%");
            if leave == "q" {
                session.press("q");
            } else {
                session.signal(Signal::TERM);
            }
            session.wait_for_exit();
            assert!(session.text().contains("the loop was not finished"), "{}", session.text());
            assert_eq!(files(folder.path()), [] as [PathBuf; 0]);
        }
    }
}

#[test]
fn a_folder_that_takes_nothing_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let mut session = watching(&file.join("below"), &[]);
    session.press("s");
    session.wait_for("not saved: part of the path is not a directory");
    session.press("e");
    session.wait_until("the end of the export", |session| !session.text().contains("e cancels"));
}

#[cfg(unix)]
#[test]
fn a_file_that_grows_too_large_is_told_of_and_the_view_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = portable_pty::CommandBuilder::new("sh");
    command.args(["-c", "ulimit -f 8; exec \"$0\" glossy:1 --save-size 640x360 --out \"$1\""]);
    command.args([env!("CARGO_BIN_EXE_neurotty"), folder.path().to_str().unwrap()]);
    let mut session = Session::start_command(120, 24, command);
    session.wait_for("glossy:1");
    session.press("s");
    session.wait_for("not saved: the file would be larger than");
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_does_not_move_is_not_exported() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = watching(folder.path(), &["--motion", "still"]);
    session.press("e");
    session.wait_for("nothing moves here");
}

#[test]
fn e_writes_a_folder_of_frames() {
    let folder = tempfile::tempdir().unwrap();
    let asked = ["--loop-format", "frames", "--loop-size", "96x54", "--loop-seconds", "2", "--fps", "10"];
    let mut session = watching(folder.path(), &asked);
    session.press("e");
    session.wait_until("the frames", |session| session.text().contains("saved"));
    let [sequence] = &files(folder.path())[..] else { panic!("{:?}", files(folder.path())) };
    assert!(sequence.is_dir() && sequence.extension().is_none_or(|ending| ending != "png"), "{sequence:?}");
    let frames = files(sequence);
    assert_eq!(frames.len(), 20);
    assert!(frames[0].ends_with("frame-00000.png") && frames[19].ends_with("frame-00019.png"), "{frames:?}");
    let sizes = frames.iter().map(|frame| image::image_dimensions(frame).unwrap());
    assert!(sizes.into_iter().all(|size| size == (96, 54)));
    assert!(fs::read(&frames[0]).unwrap() != fs::read(&frames[10]).unwrap());
}

#[test]
fn frames_that_are_finished_outlive_leaving() {
    let folder = tempfile::tempdir().unwrap();
    let asked = ["--loop-format", "frames", "--loop-size", "640x360", "--loop-seconds", "600"];
    let mut session = watching(folder.path(), &asked);
    session.press("e");
    session.wait_for("exporting loop");
    session.wait_until("a frame", |_| files(folder.path()).iter().any(|sequence| files(sequence).len() > 1));
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert!(session.text().contains("its finished frames are kept"), "{}", session.text());
    let [sequence] = &files(folder.path())[..] else { panic!("{:?}", files(folder.path())) };
    for frame in files(sequence) {
        image::open(&frame).unwrap_or_else(|error| panic!("{frame:?}: {error}"));
    }
}
