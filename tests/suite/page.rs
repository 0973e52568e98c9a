//! Pages and shaders: what is in them, and what a browser makes of them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use neurotty::export::{ExportError, Target, run};
use neurotty::open::{Opened, open};
use neurotty::recipe::Preset;
use neurotty::recipe::text::parse;
use neurotty::work::Work;

use super::export::Artwork;
use super::requirement::require_tool;

/// Renders `line` as `name`, and returns what the file holds.
fn rendered(line: &str, folder: &Path, name: &str, options: &[&str]) -> String {
    let path = folder.join(name);
    let output = neurotty(&[&["render", line, "-o", path.to_str().unwrap()], options].concat());
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(path).unwrap()
}

fn neurotty(arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_neurotty")).args(arguments).output().unwrap()
}

/// Runs tests/page/`test`, one at a time: each starts a browser. `tools` are what it needs beside Node.
fn in_node(test: &str, tools: &[&str]) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let purpose = format!("tests/page/{test}");
    let complete = tools.iter().all(|tool| require_tool(tool, &purpose).is_some());
    let Some(mut node) = require_tool("node", &purpose).filter(|_| complete) else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(purpose);
    let output = node.arg(script).arg(env!("CARGO_BIN_EXE_neurotty")).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_page_draws_the_very_weights() {
    in_node("weights.mjs", &[]);
}

#[test]
fn a_page_paints_what_the_program_paints() {
    in_node("sameness.mjs", &["chromium"]);
}

#[test]
fn a_page_moves_and_obeys() {
    in_node("behaviour.mjs", &["chromium"]);
}

#[test]
fn words_on_a_page_are_legible_and_text() {
    in_node("words.mjs", &["chromium"]);
}

#[test]
fn a_shader_paints_what_the_program_paints() {
    in_node("shader.mjs", &["chromium", "glslangValidator"]);
}

#[test]
fn a_page_of_any_preset_is_small_and_asks_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for preset in Preset::ALL {
        let page = rendered(&format!("{}:4", preset.name()), folder.path(), "a.html", &[]);
        assert!(page.len() <= 40_000, "{}: {} bytes", preset.name(), page.len());
        assert!(page.contains("default-src 'none'") && !page.contains("unsafe"), "{}", preset.name());
        for asking in ["http:", "https:", "src=", "url(", "import(", "fetch("] {
            assert!(!page.contains(asking), "{}: {asking}", preset.name());
        }
        assert!(!page.contains("{{"), "{}: a place is not filled in", preset.name());
    }
}

#[test]
fn a_shader_of_the_default_is_small() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 1..6 {
        let shader = rendered(&format!("default:{seed}"), folder.path(), "a.glsl", &[]);
        assert!(shader.len() <= 20_000, "default:{seed}: {} bytes", shader.len());
    }
}

#[test]
fn pages_and_shaders_are_the_same_each_time_and_reopen() {
    let folder = tempfile::tempdir().unwrap();
    let line = "default:42.3k0+zoom=2.5+at=1.5";
    for name in ["a.html", "a.glsl"] {
        let first = rendered(line, folder.path(), name, &[]);
        assert_eq!(rendered(line, folder.path(), name, &[]), first, "{name}");
        let Opened::Work(work) = open(folder.path().join(name).to_str().unwrap()).unwrap() else { panic!("{name}") };
        assert_eq!(work.recipe().to_string(), line);
    }
}

#[test]
fn a_page_carries_its_caption_and_others_have_no_room_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let words = "Such as are thy habitual thoughts, such also will be the character: \"Γνῶθι\" & <b>.";
    let plain = rendered("default:42", folder.path(), "a.html", &[]);
    assert!(!plain.contains("words") && !plain.contains("<img"), "code for words that are not there");
    let page = rendered("default:42", folder.path(), "a.html", &["--caption", words]);
    assert!(page.len() - plain.len() <= 25_000, "the words take {} bytes", page.len() - plain.len());
    assert_eq!(page.matches("<img").count(), 1);
    let path = folder.path().join("a.html");
    let Opened::Work(work) = open(path.to_str().unwrap()).unwrap() else { panic!("no page") };
    assert_eq!((work.recipe().to_string().as_str(), work.caption().unwrap().text()), ("default:42", words));
    let again = rendered(path.to_str().unwrap(), folder.path(), "b.html", &[]);
    assert_eq!(again, page, "rendered again");
    assert_eq!(rendered(path.to_str().unwrap(), folder.path(), "c.html", &["--caption", ""]), plain);
}

#[test]
fn a_page_says_that_it_flashes_unless_it_may() {
    let folder = tempfile::tempdir().unwrap();
    let page = |more: &[&str]| {
        let options = [&["--speed", "5"], more].concat();
        rendered("mondrian:7+motion=rotate+period=1", folder.path(), "a.html", &options)
    };
    assert!(page(&[]).contains("\"flashes\":") && page(&[]).contains("space plays it"));
    assert!(!page(&["--flashing", "allow"]).contains("flashes"));
    assert!(!rendered("default:1", folder.path(), "a.html", &[]).contains("flashes"));
}

#[test]
fn a_page_and_the_warning_about_it_name_the_same_moment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.html");
    let line = "mondrian:7+motion=rotate+period=1";
    let output = neurotty(&["render", line, "-o", path.to_str().unwrap(), "--speed", "5", "--progress", "json"]);
    let told = String::from_utf8(output.stderr).unwrap();
    let reports = told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let warned: Vec<f64> = reports.filter_map(|report| report["flashes_at"].as_f64()).collect();
    let page = fs::read_to_string(path).unwrap();
    let (_, rest) = page.split_once("\"flashes\":").unwrap();
    let kept: f64 = rest.split([',', '}']).next().unwrap().parse().unwrap();
    assert!(warned.len() == 1 && (warned[0] - kept).abs() < 1e-8, "{warned:?} and {kept}");
}

#[test]
fn the_look_for_flashes_ends_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let recipe = parse("pollock:1+hidden=256x6+motion=rotate+period=120").unwrap().recipe;
    let artwork = Artwork(Work::new(recipe));
    // What is measured before it is no part of this test.
    artwork.0.timeline();
    let path = folder.path().join("a.html");
    let target = Target::parse(&path, None).unwrap();
    let cancel = AtomicBool::new(false);
    let stopped = thread::scope(|scope| {
        let made = scope.spawn(|| run(&artwork.job(1920, 1080), &target, &|_| {}, &cancel));
        thread::sleep(Duration::from_millis(20));
        cancel.store(true, Ordering::Relaxed);
        let start = Instant::now();
        let made = made.join().unwrap();
        assert!(matches!(made, Err(ExportError::Cancelled)), "{made:?}");
        start.elapsed()
    });
    assert!(stopped < Duration::from_secs(1), "it went on for {stopped:?}");
    assert!(!path.exists());
}

#[cfg(unix)]
#[test]
fn names_of_weights_stay_text_in_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join("a<img src=x onerror=alert(1)>\"'&\u{202e}.safetensors");
    let made = neurotty(&["render", "glossy:5+hidden=8x2", "-o", named.to_str().unwrap()]);
    assert!(made.status.success());
    // Other weights than the line draws: they are of the file.
    let mut bytes = fs::read(&named).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&named, bytes).unwrap();
    let page = rendered(named.to_str().unwrap(), folder.path(), "a.html", &[]);
    assert!(page.contains("\"base64\""), "the weights are not in the page");
    assert!(!page.contains("<img") && !page.contains('\u{202e}'), "a name became markup");
    let label = page.split("\"label\":\"").nth(1).unwrap().split(".safetensors").next().unwrap();
    assert!(label.contains("\\\\u{202e}"), "{label} turns the line around");
}

#[test]
fn what_a_page_or_a_shader_can_not_hold_is_refused_with_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("pollock:1", "a.glsl", "at most 64000 bytes", "--hidden"),
        ("pollock:1+hidden=1024x2+motion=still", "a.html", "at most 500000 weights", "--hidden"),
    ];
    for (line, name, reason, advice) in cases {
        let path = folder.path().join(name);
        let output = neurotty(&["render", line, "-o", path.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(reason) && said.contains(advice), "{said}");
        assert!(!path.exists());
    }
    let weights = folder.path().join("big.safetensors");
    let line = "pollock:1+hidden=640x2+motion=still";
    assert!(neurotty(&["render", line, "-o", weights.to_str().unwrap()]).status.success());
    let mut bytes = fs::read(&weights).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&weights, bytes).unwrap();
    let page = folder.path().join("b.html");
    let output = neurotty(&["render", weights.to_str().unwrap(), "-o", page.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("at most 2000000 bytes"), "{said}");
}

#[test]
fn options_that_change_nothing_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, option, value) in [
        ("a.html", "--size", "10x10"),
        ("a.html", "--samples", "2"),
        ("a.glsl", "--samples", "2"),
        ("a.html", "--fps", "60"),
        ("a.glsl", "--fps", "60"),
        ("a.glsl", "--caption", "words"),
        ("a.glsl", "--frames", "5"),
        ("a.html", "--shader", "ghostty"),
    ] {
        let path = folder.path().join(name);
        let output = neurotty(&["render", "default:1", "-o", path.to_str().unwrap(), option, value]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(option) && !path.exists(), "{said}");
    }
}

#[test]
fn a_ghostty_shader_leaves_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let shader = rendered("default:1", folder.path(), "a.glsl", &["--shader", "ghostty"]);
    assert!(shader.contains("iChannel0"), "{shader}");
    assert!(!rendered("default:1", folder.path(), "b.glsl", &[]).contains("iChannel0"));
}
