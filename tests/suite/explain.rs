//! `neurotty explain` as a user and as a script meet it.

use std::fs;
use std::process::{Command, Output, Stdio};

use neurotty::app::action::{Action, BINDINGS, Binding, Key, key_that_turns};
use neurotty::insight;
use neurotty::network::Network;
use neurotty::network::weights::to_safetensors;
use neurotty::recipe::Knob;
use neurotty::recipe::text::parse;
use neurotty::work::Work;
use tempfile::tempdir;

fn explain(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables());
    command.arg("explain").args(arguments);
    command
}

#[track_caller]
fn stdout(output: Output) -> String {
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_text_fits_a_terminal_of_eighty_columns() {
    let text = stdout(explain(&["glossy:1"]).output().unwrap());
    let title = text.lines().next().unwrap();
    assert!(title.starts_with("glossy:1 ") && title.ends_with(" alive"), "{text}");
    assert!(text.contains("wide-net theory"), "{text}");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
}

#[test]
fn the_json_has_the_keys_that_scripts_rely_on() {
    let json = stdout(explain(&["default:3+at=2", "--hidden", "8x3", "--json"]).output().unwrap());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["art", "layers", "picture", "reasons", "stack", "suggestions", "theory", "verdict"]);
    let layer = [
        "cosine",
        "dimension",
        "growth",
        "length",
        "mean",
        "mean_square",
        "neighbours",
        "q",
        "saturated",
        "std",
        "width",
    ];
    assert_eq!(keys(&json["layers"][1]), layer);
    assert_eq!(keys(&json["theory"][0]), ["c", "growth", "q"]);
    assert_eq!(keys(&json["stack"]), ["bias", "depth_scale", "q", "slope", "weights"]);
    let line = parse(json["art"].as_str().unwrap()).unwrap().recipe;
    assert_eq!(line, parse("default:3+hidden=8x3+at=2").unwrap().recipe);
    assert_eq!(json["layers"].as_array().unwrap().len(), 5);
}

#[test]
fn suggestions_name_the_keys_of_the_table() {
    let text = stdout(explain(&["grey-goo:1"]).output().unwrap());
    assert!(text.contains("key w  larger weights"), "{text}");
    let json = stdout(explain(&["grey-goo:1", "--json"]).output().unwrap());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["suggestions"][0]["key"], "w");
    // Another table gives other keys, and an action without a key has none.
    const LARGER: &[(Key, Action)] = &[(Key::Char('z'), Action::Turn(Knob::WeightScale, 1))];
    let table = [Binding { label: "z", help: "larger weights", keys: LARGER }];
    let explained = |table: &[Binding]| {
        let work = Work::new(parse("grey-goo:1").unwrap().recipe);
        let explanation = insight::explain(&work, 0.0);
        explanation.with_keys(|knob, direction| key_that_turns(table, knob, direction)).to_string()
    };
    assert_eq!(explained(BINDINGS), text);
    assert_eq!(explained(&table), text.replace("key w  larger", "key z  larger").replace("key [  fewer", "fewer"));
}

#[test]
fn the_plot_is_a_png_with_something_on_it() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("plot.png");
    let text = stdout(explain(&["no-hidden:1", "--plot"]).arg(&path).output().unwrap());
    assert!(text.starts_with("no-hidden:1 "));
    let mut reader = png::Decoder::new(std::io::Cursor::new(fs::read(&path).unwrap())).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    assert!(bytes.iter().any(|byte| *byte != bytes[0]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
}

#[test]
fn a_plot_that_cannot_be_written_says_where_and_prints_nothing() {
    let output = explain(&["no-hidden:1", "--plot", "no/such/plot.png"]).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(error.contains("no/such/plot.png") && error.lines().count() == 1, "{error}");
}

#[test]
fn weights_from_elsewhere_are_explained_by_their_own_scales() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("trained.safetensors");
    let recipe = parse("glossy:5+weights=scaled:2").unwrap().recipe;
    fs::write(&path, to_safetensors(&Network::build(&recipe), None)).unwrap();
    let json = stdout(explain(&["--json"]).arg(&path).output().unwrap());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["art"].as_str().unwrap().starts_with("trained.safetensors #"), "{json}");
    let scale = json["stack"]["weights"].as_f64().unwrap();
    assert!((1.7..2.3).contains(&scale), "drawn with σ_w = 2, found {scale}");
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let child = explain(&["no-hidden:1"]).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    assert_eq!(stdout(child.wait_with_output().unwrap()), "");
}

#[test]
fn a_small_file_cannot_ask_for_a_huge_network() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.webp");
    for (line, code) in [("default:42+hidden=1024x64", 1), ("default:42+hidden=16x4", 0)] {
        std::fs::write(&path, format!("RIFF\0\0\0\0WEBP[neurotty={line}]")).unwrap();
        let picture = folder.path().join("picture.png");
        let [path, picture] = [&path, &picture].map(|path| path.to_str().unwrap());
        let many = folder.path().join("many.png");
        for arguments in [
            &["explain", path][..],
            &["render", path, "-o", picture, "--size", "16x16"],
            &["render", path, "--count", "2", "-o", many.to_str().unwrap(), "--size", "16x16"],
            &["breed", path, "-o", picture, "--size", "16x16"],
        ] {
            if code == 0 && arguments != ["explain", path] {
                continue;
            }
            let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
            let ended = command.envs(crate::home::variables()).args(arguments).output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(ended.status.code(), Some(code), "{arguments:?}: {said}");
            assert!(code == 0 || said.contains(&format!("neurotty {line}")), "{arguments:?}: {said}");
        }
    }
}
