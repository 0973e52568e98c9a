//! The command line as a script meets it: exit codes, one clear line on stderr, only what was asked for on stdout.

use std::path::Path;

use assert_cmd::Command;
use tempfile::tempdir;

fn neurotty(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments);
    command
}

/// Fails with `code`, nothing on stdout and one line on stderr that contains all of `hints`.
#[track_caller]
fn assert_refused(command: &mut Command, code: i32, hints: &[&str]) {
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(output.stdout.is_empty());
    for hint in hints {
        assert!(stderr.contains(hint), "no “{hint}” in: {stderr}");
    }
    if code == 1 {
        assert_eq!(stderr.trim_end().lines().count(), 1, "{stderr}");
        assert!(stderr.starts_with("neurotty: "), "{stderr}");
    }
}

fn pixels(path: &Path) -> (u32, u32, Vec<u8>) {
    let mut reader =
        png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path).unwrap())).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    let (width, height) = reader.info().size();
    (width, height, bytes)
}

#[test]
fn watching_needs_a_terminal_and_points_at_render() {
    assert_refused(&mut neurotty(&["glossy:1"]), 1, &["terminal", "neurotty render"]);
}

#[test]
fn bad_lines_name_the_part_that_is_wrong() {
    for (line, hints) in [
        ("mondrain:7", &["mondrain", "mondrian"][..]),
        ("mondrian:x", &["x"]),
        ("default:1+activaton=sin", &["activaton", "activation"]),
        ("default:1+activation=tahn", &["tahn", "tanh"]),
        ("default:1+hidden=2000", &["2000", "1024"]),
        ("default:1+hidden=16x65", &["64"]),
        ("default:1+zoom=nan", &["nan"]),
        ("no/such/file.png", &["no/such/file.png"]),
    ] {
        assert_refused(&mut neurotty(&["render", line, "-o", "never.png"]), 1, hints);
    }
    assert!(!Path::new("never.png").exists());
}

#[test]
fn usage_errors_exit_with_2() {
    assert_refused(&mut neurotty(&["--frobnicate"]), 2, &["--frobnicate"]);
    assert_refused(&mut neurotty(&["render", "glossy:1"]), 2, &["--out"]);
    assert_refused(&mut neurotty(&["render", "glossy:1", "-o", "x.png", "--size", "0x5"]), 2, &["1920x1080"]);
}

#[test]
fn a_picture_reopens_to_the_same_picture() {
    let folder = tempdir().unwrap();
    let (first, second) = (folder.path().join("first.png"), folder.path().join("second.png"));
    let line = "mixed:5+hidden=8x3+color=hsv+zoom=2.5+at=1.25";
    neurotty(&["render", line, "--size", "120x70", "-o"]).arg(&first).assert().success().stdout("");
    neurotty(&["render"]).arg(&first).args(["--size", "120x70", "-o"]).arg(&second).assert().success();
    assert_eq!(pixels(&first), pixels(&second));
    assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap());
}

#[test]
fn options_say_the_same_as_the_line() {
    let folder = tempdir().unwrap();
    let (line, options) = (folder.path().join("line.png"), folder.path().join("options.png"));
    neurotty(&["render", "glossy:3+hidden=16x4+center=-0.2/0.1", "--size", "64x48", "-o"])
        .arg(&line)
        .assert()
        .success();
    let arguments = ["render", "glossy:3", "--hidden", "16x4", "--center", "-0.2/0.1", "--size", "64x48", "-o"];
    neurotty(&arguments).arg(&options).assert().success();
    assert_eq!(std::fs::read(line).unwrap(), std::fs::read(options).unwrap());
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = tempdir().unwrap();
    let files: Vec<_> = ["1", "2", "7"]
        .map(|threads| {
            let file = folder.path().join(threads);
            let file = file.with_extension("png");
            neurotty(&["render", "default:9", "--size", "333x211", "--threads", threads, "-o"])
                .arg(&file)
                .assert()
                .success();
            std::fs::read(file).unwrap()
        })
        .into();
    assert!(files.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn presets_are_listed_without_colour_to_a_pipe() {
    let output = neurotty(&["presets"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(!text.contains('\x1b'));
    assert_eq!(text.lines().count(), 2 * neurotty::recipe::Preset::ALL.len());
    assert!(text.contains("mondrian\n"));
}

#[test]
fn completions_and_the_manual_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let output = neurotty(&["completions", shell]).output().unwrap();
        assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("activation"), "{shell}");
    }
    let manual = neurotty(&["man"]).output().unwrap();
    assert!(
        manual.status.success() && manual.stdout.starts_with(b".ie"),
        "{}",
        String::from_utf8_lossy(&manual.stdout)
    );
}
