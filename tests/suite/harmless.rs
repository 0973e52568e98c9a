//! Whatever a file, a name, an argument, a variable or another program says, a terminal only prints it: every source of
//! text there is, on stdout and stderr, for people and as JSON, and in the live view.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use neurotty::plain_text::{block, is_plain, json, line};
use portable_pty::CommandBuilder;
use proptest::prelude::*;

use super::pty::Session;

/// Sets the clipboard, the title and colours, moves the cursor by C1, turns the reading direction.
const EVIL: &str = "\x1b]52;c;ZXZpbA==\x07\x1b]0;OWNED\x07\x1b[31mRED\u{9b}31m\u{202e}\u{2066}\r\u{8}\u{7f}";

/// Whether a terminal may obey `c`, by lists that are not the program's own: Unicode's category Cc, and the characters
/// with the property `Bidi_Control`.
fn is_obeyed(c: char) -> bool {
    let bidi = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'];
    c.is_control() || bidi.contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c)
}

/// Fails if `bytes` hold what a terminal obeys, but for line breaks, or are endless.
#[track_caller]
fn assert_harmless(what: &str, bytes: &[u8]) {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let obeyed = text.chars().find(|c| *c != '\n' && is_obeyed(*c));
    assert!(obeyed.is_none(), "{what}: {obeyed:?} in {text:?}");
    assert!(text.len() < 50_000, "{what}: {} bytes", text.len());
}

/// A folder with the files of `tests/cases/injection`, and one whose name is evil too.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/injection");
    for case in fs::read_dir(cases).unwrap().map(|case| case.unwrap().path()) {
        fs::copy(&case, folder.path().join(case.file_name().unwrap())).unwrap();
    }
    let weights = folder.path().join("net.safetensors");
    run(Command::new(NEUROTTY)
        .envs(crate::home::variables())
        .args(["render", "glossy:1+hidden=8x2", "-o"])
        .arg(&weights));
    let mut bytes = fs::read(&weights).unwrap();
    let last = bytes.len() - 4;
    bytes[last..].copy_from_slice(&0.5_f32.to_le_bytes());
    let named = folder.path().join(format!("{EVIL}.safetensors"));
    fs::write(&named, bytes).unwrap();
    (folder, named)
}

const NEUROTTY: &str = env!("CARGO_BIN_EXE_neurotty");

/// All that a command says.
fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap();
    [output.stdout, output.stderr].concat()
}

#[test]
fn files_and_their_names_are_only_printed() {
    let (folder, named) = folder();
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    files.push(named.join("below"));
    files.push(folder.path().join(format!("{EVIL}.png")));
    for file in files {
        for arguments in [
            &["explain"][..],
            &["explain", "--json"],
            &["render", "--size", "8x8", "--format", "png", "-o", "/dev/null"],
        ] {
            let mut command = Command::new(NEUROTTY);
            command.envs(crate::home::variables());
            let said = run(command.args(arguments).args(["--threads", "1"]).arg(&file));
            assert_harmless(&format!("{arguments:?} {}", file.display()), &said);
        }
    }
    // What is escaped in JSON keeps its value.
    let said = Command::new(NEUROTTY)
        .envs(crate::home::variables())
        .args(["explain", "--json"])
        .arg(&named)
        .output()
        .unwrap()
        .stdout;
    let said: serde_json::Value = serde_json::from_slice(&said).unwrap();
    assert!(said["art"].as_str().unwrap().starts_with(&format!("{EVIL}.safetensors #")), "{said}");
}

#[test]
fn arguments_and_names_of_outputs_are_only_printed() {
    let (folder, _) = folder();
    let endless = "x".repeat(100_000);
    for evil in [EVIL, &endless, &EVIL.repeat(200)] {
        for arguments in [
            vec![evil.to_owned()],
            vec![format!("--{evil}")],
            vec!["explain".to_owned(), evil.to_owned()],
            vec!["explain".to_owned(), format!("default:1+zoom={evil}")],
            vec!["explain".to_owned(), format!("default:1+{evil}=1")],
            vec!["explain".to_owned(), format!("./{evil}/a.png")],
            vec!["explain".to_owned(), "default:1".to_owned(), "--plot".to_owned(), format!("{evil}/a.png")],
            vec!["explain".to_owned(), "default:1".to_owned(), evil.to_owned()],
            vec!["completions".to_owned(), evil.to_owned()],
        ] {
            let said =
                run(Command::new(NEUROTTY).envs(crate::home::variables()).current_dir(folder.path()).args(&arguments));
            assert_harmless(&format!("{arguments:?}"), &said);
        }
        for options in [
            vec!["-o".to_owned(), format!("/nowhere{evil}/a.png")],
            vec!["-o".to_owned(), format!("a.{evil}")],
            vec!["-o".to_owned(), evil.to_owned()],
            vec!["-o".to_owned(), format!("a%z{evil}.png")],
            vec!["-o".to_owned(), "a.png".to_owned(), "--size".to_owned(), evil.to_owned()],
            vec!["-o".to_owned(), "a.png".to_owned(), "--zoom".to_owned(), evil.to_owned()],
            vec!["-o".to_owned(), "a.png".to_owned(), "--format".to_owned(), evil.to_owned()],
        ] {
            let mut command = Command::new(NEUROTTY);
            command.envs(crate::home::variables());
            command.current_dir(folder.path()).args(["render", "glossy:1"]).args(&options);
            assert_harmless(&format!("{options:?}"), &run(&mut command));
        }
        let mut command = Command::new(NEUROTTY);
        command.envs(crate::home::variables());
        assert_harmless("NEUROTTY_LEVEL", &run(command.args(["explain", "glossy:1"]).env("NEUROTTY_LEVEL", evil)));
    }
    // The name that the program is called by.
    use std::os::unix::process::CommandExt as _;
    for arguments in [&["--help"][..], &["--version"], &["render", "--help"], &["render"]] {
        assert_harmless(
            "argv[0]",
            &run(Command::new(NEUROTTY).envs(crate::home::variables()).arg0(EVIL).args(arguments)),
        );
    }
}

#[test]
fn what_was_made_is_only_printed() {
    let folder = tempfile::tempdir().unwrap();
    let name = format!("{EVIL}.gif");
    let arguments = ["render", "glossy:1+motion=rotate", "--size", "160x90", "--frames", "3", "-o", &name];
    for options in [&["--progress", "json"][..], &["--max-size", "2kB"], &["--max-size", "1"]] {
        let mut command = Command::new(NEUROTTY);
        command.envs(crate::home::variables());
        let said = run(command.current_dir(folder.path()).args(arguments).args(options));
        assert_harmless(&format!("{options:?}"), &said);
        if options.contains(&"json") {
            let last = String::from_utf8(said).unwrap().lines().last().unwrap().to_owned();
            assert_eq!(serde_json::from_str::<serde_json::Value>(&last).unwrap()["saved"], *name);
        }
    }
    // On a terminal: `saved …`, which escapes nothing but the bar's own moves.
    let mut command = CommandBuilder::new(NEUROTTY);
    command.args(arguments);
    command.cwd(folder.path());
    let mut session = Session::start_command(200, 24, command);
    assert!(session.wait_for_exit().success());
    assert!(session.transcript.contains("saved \\u{1b}]52;c;"), "{:?}", session.transcript);
    assert_only_printed(&session.transcript);
}

/// Fails if what only [`EVIL`] holds reached the terminal.
#[track_caller]
fn assert_only_printed(transcript: &str) {
    for obeyed in ["\x1b]52", "\x1b]0;OWNED", "\x1b[31mRED", "\u{9b}", "\u{202e}", "\u{2066}", "\u{7f}"] {
        assert!(!transcript.contains(obeyed), "{obeyed:?} in {transcript:?}");
    }
}

#[test]
fn what_ffmpeg_says_is_only_printed() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::write(folder.path().join("said"), format!("{EVIL}\n").repeat(10_000)).unwrap();
    let script = format!("#!/bin/sh\ncat > /dev/null\ncat '{}/said' >&2\nexit 1\n", folder.path().display());
    fs::write(bin.join("ffmpeg"), script).unwrap();
    fs::set_permissions(bin.join("ffmpeg"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut path = OsString::from(&bin);
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut command = Command::new(NEUROTTY);
    command.envs(crate::home::variables());
    command.args(["render", "glossy:1+motion=rotate", "--frames", "2", "--size", "32x18", "-o"]);
    let said = run(command.arg(folder.path().join("a.mp4")).env("PATH", path));
    assert_harmless("ffmpeg", &said);
    assert!(String::from_utf8(said).unwrap().contains("OWNED"));
}

#[test]
fn the_live_view_only_prints_names() {
    let (folder, named) = folder();
    let pictures = folder.path().join(format!("pictures {EVIL}"));
    let mut command = CommandBuilder::new(NEUROTTY);
    command.arg(&named);
    command.args(["--save-size", "32x18", "--out"]);
    command.arg(&pictures);
    let mut session = Session::start_command(200, 24, command);
    session.wait_for("OWNED");
    session.press("s");
    session.wait_for(".png, 32x18");
    session.press("q");
    assert!(session.wait_for_exit().success());
    assert!(session.text().contains("\\u{1b}]52;c;"), "{}", session.text());
    assert_only_printed(&session.transcript);
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_fails() {
    for arguments in
        [&["--help"][..], &["--version"], &["render", "--help"], &["presets"], &["man"], &["completions", "bash"]]
    {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output =
            Command::new(NEUROTTY).envs(crate::home::variables()).args(arguments).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{arguments:?}: {said}");
    }
}

/// Any characters at all, those that terminals obey among them.
fn any_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn no_text_makes_a_terminal_obey(text in any_text(), most in 0_usize..100) {
        let text = format!("{text}\u{9b}{EVIL}{text}");
        prop_assert!(line(&text, most).chars().all(|c| !is_obeyed(c)));
        prop_assert!(line(&text, most).chars().count() <= most);
        prop_assert!(line(&text, usize::MAX).chars().all(|c| !is_obeyed(c)));
        let many = text.replace(EVIL, "\n");
        prop_assert!(block(&many, most).chars().all(|c| c == '\n' || !is_obeyed(c)));
        prop_assert_eq!(block(&many, usize::MAX).matches('\n').count(), many.matches('\n').count());
        prop_assert!(is_plain(&line(&text, most)) && !is_plain(&text));
    }

    #[test]
    fn json_keeps_its_value(text in any_text()) {
        let text = format!("{text}{EVIL}\u{e0041}");
        let written = json(&serde_json::to_string_pretty(&[&text]).unwrap());
        prop_assert!(written.chars().all(|c| c == '\n' || !is_obeyed(c)));
        prop_assert_eq!(serde_json::from_str::<[String; 1]>(&written).unwrap(), [text]);
    }

    #[test]
    fn letters_of_every_script_pass_unchanged(text in "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]*") {
        prop_assert_eq!(line(&text, usize::MAX), text.as_str());
    }
}
