//! The command line as a script meets it: exit codes, one clear line on stderr, only what was asked for on stdout.

use std::path::Path;

use assert_cmd::Command;
use tempfile::tempdir;

#[cfg(unix)]
use super::pty::Session;

fn neurotty(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables());
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
    if stderr.starts_with("neurotty: ") || code == 1 {
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

fn path_of(path: &Path) -> &str {
    path.to_str().unwrap()
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
        // A slash makes no file of a line.
        ("default:42+motion=latent/zom", &["zom", "did you mean 'zoom'?"]),
        ("default:1+center=1/2x", &["1/2x"]),
        ("defualt:1+motion=latent/zoom", &["defualt", "did you mean 'default'?"]),
        ("mondrian:1/2", &["1/2", "whole number"]),
        ("center=1/2x", &["1/2x", "preset"]),
        ("motion=latent/zom", &["did you mean 'zoom'?", "preset"]),
    ] {
        assert_refused(&mut neurotty(&["render", line, "-o", "never.png"]), 2, hints);
    }
    let missing = &["neurotty: no/such/file.png: there is no such file"];
    assert_refused(&mut neurotty(&["render", "no/such/file.png", "-o", "never.png"]), 1, missing);
    assert!(!Path::new("never.png").exists());
}

#[test]
fn usage_errors_exit_with_2() {
    assert_refused(&mut neurotty(&["--frobnicate"]), 2, &["--frobnicate"]);
    assert_refused(&mut neurotty(&["render", "glossy:1"]), 2, &["--out"]);
    assert_refused(&mut neurotty(&["render", "glossy:1", "-o", "x.png", "--size", "0x5"]), 2, &["1920x1080"]);
    assert_refused(&mut neurotty(&["render", "glossy:1", "-o", "x.png", "--zoom", "x"]), 2, &["--zoom", "'x'"]);
    assert_refused(&mut neurotty(&["render", "glossy:1", "-o", "x.pgn"]), 2, &[".pgn", ".png"]);
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
fn pictures_are_antialiased_unless_the_samples_are_counted() {
    let folder = tempdir().unwrap();
    let painted = |name: &str, options: &[&str]| {
        let path = folder.path().join(name);
        neurotty(&["render", "mondrian:7", "--size", "120x70"]).args(options).arg("-o").arg(&path).assert().success();
        std::fs::read(path).unwrap()
    };
    let auto = painted("auto.png", &["--samples", "auto"]);
    assert_eq!(painted("unsaid.png", &[]), auto);
    assert_ne!(painted("one.png", &["--samples", "1"]), auto);
    for wrong in ["0", "17", "4x4", "atuo"] {
        let arguments = ["render", "mondrian:7", "-o", "never.png", "--samples", wrong];
        assert_refused(&mut neurotty(&arguments), 2, &["--samples", "auto, or a number from 1 to 16"]);
    }
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
fn a_level_that_this_machine_lacks_is_refused() {
    assert_refused(neurotty(&["presets"]).env("NEUROTTY_LEVEL", "mmx"), 1, &["NEUROTTY_LEVEL", "mmx", "plain"]);
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

/// The options of a help text that stand below the heading `On the screen:`, by their names.
fn options_on_the_screen(task: &[&str]) -> Vec<String> {
    let output = neurotty(&[task, &["--help"]].concat()).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let (_, below) = help.split_once("\nOn the screen:\n").unwrap_or_else(|| panic!("no heading in:\n{help}"));
    // The next heading begins a line.
    let own = below.lines().take_while(|line| line.is_empty() || line.starts_with(' '));
    own.filter_map(|line| line.trim_start().strip_prefix("--"))
        .map(|option| option.split([' ', '[']).next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn learning_takes_the_options_that_watching_has_on_the_screen() {
    let watched = options_on_the_screen(&[]);
    for name in ["fps", "glyphs", "color-depth", "samples", "reduced-motion", "flashing", "clean"] {
        assert!(watched.iter().any(|option| option == name), "no {name} in {watched:?}");
    }
    for task in ["learn", "tour"] {
        assert_eq!(options_on_the_screen(&[task]), watched, "{task}");
    }
    let output = neurotty(&["completions", "fish"]).output().unwrap();
    let script = String::from_utf8(output.stdout).unwrap();
    for name in watched {
        let offered = |line: &str| line.contains("subcommand learn") && line.contains(&format!("-l {name}"));
        assert!(script.lines().any(offered), "{name} is not completed");
    }
}

/// Starts rendering what would take minutes, and interrupts it once it is under way.
#[cfg(unix)]
fn interrupted(out: &Path, size: &str) -> (Option<i32>, String) {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_neurotty"))
        .envs(crate::home::variables())
        .args(["render", "pollock:1+motion=zoom+period=500", "--samples", "1", "--progress", "json"])
        .args(["--size", size, "-o"])
        .arg(out)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut step = String::new();
    stderr.read_line(&mut step).unwrap();
    let id = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    let code = child.wait().unwrap().code();
    (code, step)
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130_and_leaves_no_half_file() {
    let folder = tempdir().unwrap();
    let frames = folder.path().join("frames");
    for (out, size) in [
        (folder.path().join("huge.png"), "9000x9000"),
        (folder.path().join("loop.gif"), "160x90"),
        (folder.path().join("loop.cast"), "80x24"),
        (frames.join("%05d.png"), "160x90"),
    ] {
        let (code, step) = interrupted(&out, size);
        assert_eq!(code, Some(130), "{}", out.display());
        let step: serde_json::Value = serde_json::from_str(&step).unwrap();
        assert!(step["done"].as_u64() < step["total"].as_u64(), "{step}");
    }
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(names(folder.path()), ["frames"]);
    let finished = names(&frames);
    assert!(!finished.is_empty());
    for name in finished {
        assert!(!name.starts_with('.'), "{name}");
        assert_eq!(pixels(&frames.join(name)).0, 160);
    }
}

#[test]
fn progress_for_scripts_counts_to_the_end() {
    let folder = tempdir().unwrap();
    let arguments = ["render", "default:1", "--frames", "3", "--size", "32x18", "--progress", "json", "-o"];
    let output = neurotty(&arguments).arg(folder.path().join("a-%d.png")).output().unwrap();
    let steps: Vec<serde_json::Value> =
        String::from_utf8(output.stderr).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected = |done| serde_json::json!({ "done": done, "skipped": 0, "total": 3, "unit": "frames" });
    assert_eq!(steps[..3], [1, 2, 3].map(expected));
    let saved = folder.path().join("a-%d.png");
    let bytes: u64 = (0..3).map(|n| std::fs::metadata(folder.path().join(format!("a-{n}.png"))).unwrap().len()).sum();
    let expected = serde_json::json!({
        "saved": saved, "frames": 3, "skipped": 0, "bytes": bytes, "width": 32, "height": 18,
    });
    assert_eq!(steps[3..], [expected]);
    let again = neurotty(&arguments).arg(saved).arg("--resume").output().unwrap();
    let again = String::from_utf8(again.stderr).unwrap();
    assert!(again.contains("\"skipped\":3,\"total\":3,\"unit\":\"frames\"}\n"), "{again}");
}

#[test]
fn options_of_an_export_reach_it() {
    let folder = tempdir().unwrap();
    let size = |name: &str, options: &[&str]| {
        let path = folder.path().join(name);
        let mut command = neurotty(&["render", "default:1", "--size", "320x180"]);
        let output = command.args(options).arg("-o").arg(&path).output().unwrap();
        assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        // A script hears only of what it did not ask for.
        assert_eq!(told.contains("not 320x180: to stay within --max-size"), options.contains(&"--max-size"), "{told}");
        assert!(told.is_empty() || options.contains(&"--max-size"), "{told}");
        std::fs::metadata(path).unwrap().len()
    };
    let sizes = ["fast", "small"].map(|how| size("a.png", &["--compress", how]));
    assert!(sizes[1] < sizes[0], "{sizes:?}");
    let sizes = ["small", "best"].map(|how| size("a.gif", &["--quality", how, "--frames", "4"]));
    assert!(sizes[0] < sizes[1], "{sizes:?}");
    assert!(size("a.gif", &["--max-size", "20kB", "--frames", "4"]) <= 20_000);
    assert!(size("any.name", &["--format", "png"]) > 0);
    // What would change nothing is not silently left out.
    for (out, option, value) in [
        ("a.png", "--max-size", "8MB"),
        ("a.png", "--frames", "9"),
        ("a.gif", "--bits", "16"),
        ("a.gif", "--dpi", "300"),
        ("a.mp4", "--chroma", "420"),
        ("a.jpg", "--max-size", "8MB"),
        ("a.webp", "--quality", "best"),
        ("a.mp4", "--compress", "small"),
    ] {
        let arguments = ["render", "default:1", "-o", out, option, value];
        assert_refused(&mut neurotty(&arguments), 2, &[option, " is for ", &out[1..]]);
    }
    assert_refused(&mut neurotty(&["render", "default:1", "-o", "a.gif", "--resume"]), 2, &["--resume is for single"]);
    assert_refused(&mut neurotty(&["render", "default:1", "-o", "a", "--quality", "bset"]), 2, &["best"]);
}

#[test]
fn a_loop_that_nobody_can_post_is_announced_and_made_short_by_one_word() {
    let folder = tempdir().unwrap();
    let said = |options: &[&str], out: &str| {
        let mut command = neurotty(&["render", "default:42", "--size", "16x9", "--fps", "1"]);
        let output = command.args(options).arg("-o").arg(folder.path().join(out)).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let warned = said(&[], "a.gif");
    for hint in ["a.gif: this loop lasts ", "too long to post", "--seconds 6", "--speed ", "--frames 6"] {
        assert!(warned.contains(hint), "no “{hint}” in {warned}");
    }
    let steps = said(&["--progress", "json"], "a.webp");
    let first: serde_json::Value = serde_json::from_str(steps.lines().next().unwrap()).unwrap();
    assert!(first["warning"].as_str().unwrap().contains("--seconds 6"), "{first}");
    // Who has chosen a length or a limit, who will post no picture, and who wants quiet.
    for (options, out) in [
        (&["--seconds", "4"][..], "b.gif"),
        (&["--speed", "100"], "c.gif"),
        (&["--frames", "3"], "d.gif"),
        (&["--max-size", "8MB"], "e.gif"),
        (&["--quiet"], "f.gif"),
        (&[], "g.cast"),
    ] {
        assert_eq!(said(options, out), "", "{options:?} {out}");
    }
    neurotty(&["render", "default:42+period=4", "--size", "16x9", "--fps", "1", "-o"])
        .arg(folder.path().join("same.gif"))
        .assert()
        .success();
    let [one, same] = ["b.gif", "same.gif"].map(|name| std::fs::read(folder.path().join(name)).unwrap());
    assert_eq!(one, same);
}

#[test]
fn text_art_goes_to_stdout_alone() {
    let output = neurotty(&["render", "default:42", "-o", "-", "--format", "ans", "--size", "12x3"]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((text.lines().count(), text.matches(['▀', '▄', '█']).count()), (3, 36));
}

#[cfg(unix)]
#[test]
fn pixels_are_not_poured_on_a_terminal() {
    let mut session = Session::start(80, 24, &["render", "default:1", "-o", "-"]);
    assert_eq!(session.wait_for_exit().exit_code(), 2);
    let text = session.transcript.clone();
    assert!(text.starts_with("neurotty: the output is a terminal") && text.lines().count() == 1, "{text}");
}

#[test]
fn pictures_by_weights_from_elsewhere_reopen_beside_them_alone() {
    /// As users name files: with spaces, and letters that no line of text has.
    const NET: &str = "die Näh [2] 100%.safetensors";
    let folder = tempdir().unwrap();
    let in_folder = |name: &str| folder.path().join(name);
    neurotty(&["render", "glossy:1+hidden=8x2", "-o"]).arg(in_folder("net.safetensors")).assert().success();
    std::fs::rename(in_folder("net.safetensors"), in_folder(NET)).unwrap();
    let mut bytes = std::fs::read(in_folder(NET)).unwrap();
    // The last weight of all: another network under the same line.
    let last = bytes.len() - 4;
    bytes[last..].copy_from_slice(&0.5_f32.to_le_bytes());
    std::fs::write(in_folder(NET), &bytes).unwrap();
    let render = |from: &str, options: &[&str], to: &str| {
        let mut command = neurotty(&["render"]);
        // A page and a shader fill any size.
        let size = if to.ends_with("l") { &[][..] } else { &["--size", "64x36"] };
        command.arg(in_folder(from)).args(options).args(size).arg("-o").arg(in_folder(to));
        command
    };
    render(NET, &["--zoom", "2"], "a.png").assert().success();
    render("a.png", &[], "b.png").assert().success();
    assert_eq!(std::fs::read(in_folder("a.png")).unwrap(), std::fs::read(in_folder("b.png")).unwrap());
    for (name, options) in [
        ("a.gif", &["--frames", "2"][..]),
        ("a.webp", &["--frames", "2"]),
        ("a.jpg", &[]),
        ("a.tif", &[]),
        ("a.svg", &[]),
        ("a.html", &[]),
        ("a.glsl", &[]),
        ("a.cast", &["--frames", "2"]),
    ] {
        render(NET, &[&["--zoom", "2"], options].concat(), name).assert().success();
        render(name, &[], "again.png").assert().success();
        assert!(std::fs::read(in_folder("a.png")).unwrap() == std::fs::read(in_folder("again.png")).unwrap(), "{name}");
    }
    bytes[last..].copy_from_slice(&0.25_f32.to_le_bytes());
    std::fs::write(in_folder(NET), bytes).unwrap();
    assert_refused(&mut render("a.png", &[], "c.png"), 1, &["a.png", NET, "beside it"]);
    assert!(!in_folder("c.png").exists());
}

#[test]
fn many_are_drawn_curated_and_the_same_again() {
    let folder = tempdir().unwrap();
    let sheet = |name: &str| {
        let path = folder.path().join(name);
        neurotty(&["render", "glossy:5", "--count", "6", "--size", "160x90", "-o"]).arg(&path).assert().success();
        path
    };
    let path = sheet("sheet.png");
    assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(sheet("again.png")).unwrap());
    let reader = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(&path).unwrap())).read_info().unwrap();
    let description = reader.info().utf8_text[0].get_text().unwrap();
    let (width, _, sheet) = pixels(&path);
    let alone = folder.path().join("alone");
    neurotty(&["render", "glossy:5", "--count", "6", "--size", "160x90", "-o"])
        .arg(format!("{}/", alone.display()))
        .assert()
        .success();
    assert_eq!(std::fs::read_dir(&alone).unwrap().count(), 6);
    for (index, line) in description.lines().enumerate() {
        assert!(line.starts_with("glossy:"), "{line}");
        let (_, _, picture) = pixels(&alone.join(format!("{}.png", line.replace(':', "-"))));
        // Three in a row, gaps of 8 and a line of text of 15 pixels between them.
        let (left, top) = (8 + index % 3 * 168, 8 + index / 3 * (90 + 4 + 15 + 8));
        for (y, row) in picture.chunks(160 * 3).enumerate() {
            let start = ((top + y) * width as usize + left) * 3;
            assert_eq!(&sheet[start..][..row.len()], row, "{line}, row {y}");
        }
        let below = ((top + 90)..(top + 113)).flat_map(|y| &sheet[(y * width as usize + left) * 3..][..160 * 3]);
        assert!(below.filter(|value| **value > 200).count() > 3 * 100, "no letters below {line}");
    }
    assert_refused(&mut neurotty(&["render", "--count", "2", "-o", "a.gif"]), 2, &["contact sheet is a .png"]);
    let sheet = ["render", path_of(&path), "-o", "a.png"];
    assert_refused(&mut neurotty(&sheet), 1, &["shows many artworks; open one by its line, as glossy:"]);
    let without_slash = ["render", "glossy:5", "-o", path_of(&alone)];
    assert_refused(&mut neurotty(&without_slash), 2, &["is a directory; write ", "alone/ to fill it"]);
}
