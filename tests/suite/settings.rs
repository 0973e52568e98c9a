//! Settings, lists and the doctor as a script meets them.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::{TempDir, tempdir};

use crate::home::variables_in;
use crate::requirement::require_tool;

/// A home with this settings file.
fn home(settings: &str) -> TempDir {
    let home = tempdir().unwrap();
    let folder = home.path().join("config/neurotty");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), settings).unwrap();
    home
}

fn neurotty(home: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.args(arguments).envs(variables_in(home.path())).current_dir(home.path());
    command
}

/// What it writes to stdout and stderr, once it has succeeded.
#[track_caller]
fn said(command: &mut Command) -> [String; 2] {
    let output = command.output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{stderr}");
    [stdout, stderr]
}

/// Fails with `code` and one line that contains all of `hints`.
#[track_caller]
fn assert_refused(command: &mut Command, code: i32, hints: &[&str]) {
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), stderr.lines().count()), (Some(code), 1), "{stderr}");
    for hint in hints {
        assert!(stderr.contains(hint), "no “{hint}” in: {stderr}");
    }
}

fn size(path: &Path) -> (u32, u32) {
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    png::Decoder::new(file).read_info().unwrap().info().size()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_option_comes_before_the_environment_the_file_and_the_default() {
    let nothing = home("");
    let in_file = home("size = \"64x36\"\n[render]\nsamples = 1\n");
    let for_render = home("size = \"64x36\"\n[render]\nsize = \"60x30\"\n");
    type Case<'a> = (&'a TempDir, &'a [(&'a str, &'a str)], &'a [&'a str], (u32, u32));
    let cases: [Case<'_>; 6] = [
        (&nothing, &[], &[], (1920, 1080)),
        (&in_file, &[], &[], (64, 36)),
        (&for_render, &[], &[], (60, 30)),
        (&for_render, &[("NEUROTTY_SIZE", "32x18")], &[], (32, 18)),
        (&for_render, &[("NEUROTTY_SIZE", "32x18"), ("NEUROTTY_RENDER_SIZE", "16x9")], &[], (16, 9)),
        (&for_render, &[("NEUROTTY_RENDER_SIZE", "16x9")], &["--size", "8x8"], (8, 8)),
    ];
    for (home, variables, options, expected) in cases {
        let mut command = neurotty(home, &["render", "glossy:1", "-o", "picture.png"]);
        command.args(options).envs(variables.iter().copied());
        assert_eq!(said(&mut command)[1], "");
        assert_eq!(size(&home.path().join("picture.png")), expected);
    }
}

#[test]
fn config_shows_what_holds_and_why() {
    let home = home("fps = 24\n[watch]\nclean = true\n[keys]\nsave = [\"S\", \"ctrl-s\"]\n");
    let [shown, warnings] = said(neurotty(&home, &["config"]).env("NEUROTTY_WATCH_GLYPHS", "ascii"));
    assert_eq!(warnings, "");
    for line in [
        "fps = 24  # ",
        "clean = true  # ",
        "glyphs = \"ascii\"  # NEUROTTY_WATCH_GLYPHS",
        "speed = 1  # default",
        "# cycle: not set",
        "save = [\"S\", \"^S\"]  # ",
        "reseed = \"r\"  # default",
    ] {
        assert!(shown.lines().any(|shown| shown.starts_with(line)), "no “{line}” in:\n{shown}");
    }
    assert!(shown.contains("config.toml, line 1\n") && shown.contains("config.toml, line 5\n"), "{shown}");
    // The live view's glyphs are not those of a render.
    assert!(shown.contains("glyphs = \"half\"  # default"), "{shown}");
}

#[test]
fn what_is_wrong_in_settings_is_told_and_stops_nothing() {
    let home =
        home("fsp = 3\nfps = \"fast\"\n[wacth]\nx = 1\n[artwork]\nzoom = 0\n[keys]\nsav = \"s\"\nsave = \"r\"\n");
    let mut command = neurotty(&home, &["render", "glossy:1", "--size", "8x8", "-o", "picture.png"]);
    let [stdout, warnings] = said(command.env("NEUROTTY_SPEEED", "2"));
    assert_eq!(stdout, "");
    for (name, hint) in [
        ("line 1", "did you mean 'fps'?"),
        ("line 2", "a number from 0.1 to 240"),
        ("line 4", "did you mean 'watch'?"),
        ("line 6", "zoom"),
        ("line 8", "did you mean 'save'?"),
        ("keys: r", "no longer for reseed"),
        ("NEUROTTY_SPEEED", "did you mean 'speed'?"),
    ] {
        assert!(warnings.lines().any(|line| line.contains(name) && line.contains(hint)), "no {name} in:\n{warnings}");
    }
    assert_eq!(warnings.lines().count(), 7, "{warnings}");
    assert!(warnings.lines().all(|line| line.starts_with("neurotty: ")), "{warnings}");
}

#[test]
fn a_file_that_is_no_settings_file_stops_nothing() {
    for settings in ["= = =\n", "\u{1b}[2J = 1\n", "fps = [[1]]\n"] {
        let home = home(settings);
        let [_, warnings] = said(&mut neurotty(&home, &["render", "glossy:1", "--size", "8x8", "-o", "picture.png"]));
        assert!(!warnings.is_empty() && !warnings.contains('\u{1b}'), "{warnings}");
    }
}

#[test]
fn a_new_file_explains_every_setting_and_sets_none() {
    let home = tempdir().unwrap();
    let [path, _] = said(&mut neurotty(&home, &["config", "--path"]));
    assert_eq!(Path::new(path.trim_end()), home.path().join("config/neurotty/config.toml"));
    let holds = |home: &TempDir| {
        let [shown, warnings] = said(&mut neurotty(home, &["config"]));
        assert_eq!(warnings, "");
        shown.split_once("\n\n").unwrap().1.to_owned()
    };
    let before = holds(&home);
    said(&mut neurotty(&home, &["config", "--init"]));
    assert_eq!(holds(&home), before);
    let text = fs::read_to_string(path.trim_end()).unwrap();
    for name in
        ["#fps = 30", "#loop-format = \"gif\"", "#art = ", "#reseed = \"r\"", "#zoom-in = [\"+\", \"=\"]", "[render]"]
    {
        assert!(text.contains(name), "no {name} in:\n{text}");
    }
    // A file that is there is its owner's.
    assert_refused(&mut neurotty(&home, &["config", "--init"]), 1, &["there already"]);
    assert_eq!(fs::read_to_string(path.trim_end()).unwrap(), text);
}

#[test]
fn a_setting_for_one_format_is_no_hindrance_to_another() {
    let home = home("[render]\nbits = 16\nmax-size = \"8MB\"\nquality = \"best\"\nformat = \"gif\"\n");
    let render = |art: &str, out: &str| {
        said(&mut neurotty(&home, &["render", art, "--size", "16x9", "--fps", "2", "-o", out]));
        home.path().join(out)
    };
    let picture = render("glossy:1", "picture.png");
    let file = std::io::BufReader::new(fs::File::open(picture).unwrap());
    assert_eq!(png::Decoder::new(file).read_info().unwrap().info().bit_depth, png::BitDepth::Sixteen);
    assert!(fs::read(render("glossy:1", "loop.gif")).unwrap().starts_with(b"GIF89a"));
    // Who says it on the command line means something by it.
    let asked = ["render", "glossy:1", "-o", "loop.gif", "--bits", "16"];
    assert_refused(&mut neurotty(&home, &asked), 2, &["--bits 16"]);
}

#[test]
fn what_is_set_for_artworks_holds_where_none_is_named() {
    let home = home("[artwork]\nart = \"deep:3\"\nzoom = 2\n");
    let line = |arguments: &[&str]| {
        let mut command = neurotty(&home, &["explain", "--json"]);
        let [json, _] = said(command.args(arguments));
        serde_json::from_str::<serde_json::Value>(&json).unwrap()["art"].as_str().unwrap().to_owned()
    };
    assert_eq!(line(&[]), "deep:3+zoom=2");
    assert_eq!(line(&["--zoom", "4"]), "deep:3+zoom=4");
    assert_eq!(line(&["glossy:1"]), "glossy:1");
}

#[test]
fn a_list_is_rendered_whole_on_a_sheet_or_one_by_one() {
    let home = tempdir().unwrap();
    let list = "# mine\nglossy:1  # 2026-11-27\ndeep:2+zoom=2 # closer\nglossy:1\n";
    fs::write(home.path().join("list.txt"), list).unwrap();
    said(&mut neurotty(&home, &["render", "@list.txt", "--size", "16x9", "-o", "sheet.png"]));
    let file = std::io::BufReader::new(fs::File::open(home.path().join("sheet.png")).unwrap());
    let reader = png::Decoder::new(file).read_info().unwrap();
    assert_eq!(reader.info().utf8_text[0].get_text().unwrap(), "glossy:1\ndeep:2+zoom=2");
    said(&mut neurotty(&home, &["render", "@list.txt", "--size", "16x9", "-o", "each/"]));
    assert_eq!(names(&home.path().join("each")), ["deep-2+zoom=2.png", "glossy-1.png"]);
    // Knobs turn all of them, and of a list a job for one takes one.
    said(&mut neurotty(&home, &["render", "@list.txt", "--gain", "2", "--size", "16x9", "-o", "more/"]));
    assert!(names(&home.path().join("more")).iter().all(|name| name.contains("gain=2")));
    said(&mut neurotty(&home, &["explain", "@list.txt"]));
}

#[test]
fn the_favourites_and_the_history_are_lists() {
    let home = tempdir().unwrap();
    for (folder, file, line) in [("data", "favourites.txt", "glossy:1"), ("state", "history.txt", "deep:2")] {
        let folder = home.path().join(folder).join("neurotty");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(file), format!("{line}  # 2026-11-27\n")).unwrap();
    }
    for (list, line) in [("@favourites", "glossy:1"), ("@history", "deep:2")] {
        let [shown, _] = said(&mut neurotty(&home, &["explain", list]));
        assert!(shown.contains(line), "{shown}");
    }
}

#[test]
fn a_list_that_cannot_be_opened_is_refused_with_its_line_and_nothing_is_written() {
    let home = tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    write("wrong.txt", "glossy:1\nmondrain:7\n");
    write("nested.txt", "glossy:1\n\n@wrong.txt\n");
    write("empty.txt", "# nothing\n");
    write("right.txt", "glossy:1\n");
    for (list, hints) in [
        ("@wrong.txt", &["wrong.txt, line 2", "mondrian"][..]),
        ("@nested.txt", &["nested.txt, line 3", "no other list"]),
        ("@empty.txt", &["empty.txt", "no artwork"]),
        ("@missing.txt", &["missing.txt", "no such file"]),
        ("@favourites", &["favourites.txt", "no artwork"]),
    ] {
        assert_refused(&mut neurotty(&home, &["render", list, "-o", "each/"]), 1, hints);
    }
    assert_refused(&mut neurotty(&home, &["render", "@right.txt", "--count", "2", "-o", "each/"]), 2, &["--count"]);
    assert!(!home.path().join("each").exists());
}

#[test]
fn the_doctor_works_without_a_terminal_and_names_nobody() {
    let home = tempdir().unwrap();
    let user = home.path().join("somebody");
    let mut command = neurotty(&home, &["doctor"]);
    command.env("HOME", &user).env("USER", "somebody").env("SSH_CONNECTION", "192.0.2.7 1 192.0.2.8 22");
    let folders: [(&str, PathBuf); 3] = variables_in(&user);
    let [report, _] = said(command.envs(folders).env("LC_ALL", "C.UTF-8").env("TERM", "xterm"));
    for said in [env!("CARGO_PKG_VERSION"), "level ", "TERM=xterm", "LC_ALL=C.UTF-8", "none here", "SSH_CONNECTION"] {
        assert!(report.contains(said), "no “{said}” in:\n{report}");
    }
    assert!(report.contains(&format!("~{}", std::path::MAIN_SEPARATOR)), "{report}");
    assert!(!report.contains("somebody") && !report.contains("192.0.2"), "{report}");
}

#[test]
fn shells_complete_presets_lists_and_the_names_that_knobs_take() {
    let home = tempdir().unwrap();
    let names = ["gaussian", "palette:magma", "mondrian", "@favourites"];
    for shell in ["bash", "zsh", "fish"] {
        let [script, _] = said(&mut neurotty(&home, &["completions", shell]));
        // Shells escape the colon in different ways.
        let script = script.replace('\\', "");
        for name in names {
            assert!(script.contains(name), "{shell}: {name}");
        }
    }
}

/// What bash offers for what has been typed, as Readline would put it behind the last colon or equals sign.
#[cfg(unix)]
fn offered_by_bash(mut bash: std::process::Command, home: &TempDir, typed: &str) -> Vec<String> {
    let [script, _] = said(&mut neurotty(home, &["completions", "bash"]));
    let ask = format!(
        "{script}\nCOMP_LINE='neurotty {typed}' COMP_POINT=${{#COMP_LINE}} COMP_WORDS=(neurotty '{typed}') COMP_CWORD=1
        COMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:'\n_neurotty_line neurotty '{typed}' neurotty\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let output = bash.args(["--norc", "-c", &ask]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_keys_and_values_inside_a_line() {
    let home = tempdir().unwrap();
    let cases = [
        ("mondrian:7+zo", vec!["7+zoom="]),
        ("mondrian:7+zoom=2+radi", vec!["2+radius="]),
        ("default+motion=sp", vec!["spiral"]),
        ("default:1+color=palette:mag", vec!["magma"]),
        ("mondr", vec!["mondrian"]),
        ("@hist", vec!["@history"]),
        ("default+nothing", vec![]),
    ];
    for (typed, offered) in cases {
        let Some(bash) = require_tool("bash", "completions") else { return };
        let mut got = offered_by_bash(bash, &home, typed);
        got.retain(|word| !word.is_empty());
        assert!(offered.iter().all(|word| got.iter().any(|other| other == word)), "{typed}: {got:?}");
        assert!(!offered.is_empty() || got.is_empty(), "{typed}: {got:?}");
    }
}

#[test]
fn zsh_takes_the_first_word_for_a_task_or_an_artwork() {
    let home = tempdir().unwrap();
    let [script, _] = said(&mut neurotty(&home, &["completions", "zsh"]));
    assert!(script.contains("\":: :_neurotty_first\"") && !script.contains("\":: :_neurotty_commands\""));
    assert!(!script.contains("$line[2]"), "a task would be looked for behind ART");
    let Some(mut zsh) = require_tool("zsh", "completions") else { return };
    std::fs::write(home.path().join("_neurotty"), &script).unwrap();
    let checked = zsh.arg("-n").arg(home.path().join("_neurotty")).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}
