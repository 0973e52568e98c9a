//! `neurotty doctor`: what the program, the terminal and the link are, for a bug report. No name of a host or a user is
//! in it; the home folder is written `~`.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::time::Duration;

use anyhow::Result;

use super::output::print;
use super::{Ended, Preferences};
use crate::app::run::{LinkMeasurement, measure};
use crate::kernel::Level;

/// How long the link is measured.
const TIME: Duration = Duration::from_secs(2);
/// What says how a terminal is, and holds nobody's name.
const TERMINAL: [&str; 9] = [
    "TERM",
    "COLORTERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "VTE_VERSION",
    "KONSOLE_VERSION",
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "FORCE_COLOR",
];
/// What stands between, of which it is enough to know that it is there: the values hold paths and addresses.
const BETWEEN: [&str; 4] = ["TMUX", "STY", "ZELLIJ", "SSH_CONNECTION"];
const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// Prints what is found; on a terminal, after having measured it.
pub(super) fn doctor(settings: &Preferences) -> Result<Ended> {
    let on_terminal = std::io::stdout().is_terminal() && std::io::stdin().is_terminal();
    let measured = on_terminal.then(|| measure(TIME));
    let mut text = program();
    variables(&mut text);
    match measured {
        Some(Ok(measured)) => terminal(&measured, &mut text),
        Some(Err(error)) => say(&mut text, "terminal", &format!("{:#}", anyhow::Error::from(error))),
        None => say(&mut text, "terminal", "none here: run it in one, with nothing piped, to measure it"),
    }
    paths(settings, &mut text);
    print(&text)
}

fn say(text: &mut String, name: &str, value: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{name:<10} {value}");
}

fn program() -> String {
    let mut text = String::new();
    say(&mut text, "neurotty", env!("CARGO_PKG_VERSION"));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (system, machine, level) = (std::env::consts::OS, std::env::consts::ARCH, Level::detect().name());
    say(&mut text, "machine", &format!("{system}, {machine}, level {level}, {cores} threads"));
    text
}

/// What the environment says.
fn variables(text: &mut String) {
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let value = |name: &str| format!("{name}={}", std::env::var_os(name).unwrap_or_default().to_string_lossy());
    let said: Vec<_> = TERMINAL.iter().filter(|name| set(name)).map(|name| value(name)).collect();
    say(text, "says", &or_nothing(&said));
    let between: Vec<_> = BETWEEN.iter().filter(|name| set(name)).map(|name| (*name).to_owned()).collect();
    say(text, "between", &or_nothing(&between));
    // The first that is set holds.
    let locale: Vec<_> = LOCALE.iter().filter(|name| set(name)).take(1).map(|name| value(name)).collect();
    let utf8 = thinwire::is_utf8(&|name: &str| std::env::var(name).ok());
    say(text, "locale", &format!("{}, {}", or_nothing(&locale), if utf8 { "UTF-8" } else { "not UTF-8" }));
}

fn or_nothing(parts: &[String]) -> String {
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" ") }
}

fn terminal(measured: &LinkMeasurement, text: &mut String) {
    let LinkMeasurement { size, link, .. } = measured;
    say(text, "terminal", measured.version.as_deref().unwrap_or("does not report its name"));
    let cell = size.cell.map_or_else(String::new, |[width, height]| format!(", a cell {width}x{height} pixels"));
    say(text, "size", &format!("{}x{} cells{cell}", size.columns, size.rows));
    say(text, "colours", measured.depth.name());
    let glyphs: Vec<_> = measured.glyphs.iter().map(|glyphs| glyphs.name()).collect();
    say(text, "glyphs", &glyphs.join(" "));
    for (protocol, supported) in measured.images {
        let supported = match supported {
            Some(true) => "images",
            Some(false) => "no images",
            None => "not known",
        };
        say(text, protocol.name(), supported);
    }
    let answers = if measured.answers.is_empty() { "nothing".to_owned() } else { measured.answers.join(", ") };
    say(text, "answers", &answers);
    let through = link.through.map_or_else(String::new, |through| format!(", through {}", through.name()));
    let rate = link.rate.map_or_else(|| "not known".to_owned(), |rate| format!("{:.1} Mbit/s", rate * 8e-6));
    say(text, "link", &format!("{rate}, {:.1} ms there and back{through}", 1000.0 * link.round_trip.as_secs_f64()));
    let ([whole, all], seconds) = (measured.frames, measured.time.as_secs_f64());
    say(text, "measured", &format!("{all} frames, {whole} of them whole, {} bytes in {seconds:.1} s", measured.bytes));
    if link.fallback {
        say(text, "link", "the terminal does not answer: slow mode");
    }
}

fn paths(settings: &Preferences, text: &mut String) {
    let Some(paths) = &settings.paths else { return say(text, "home", "none") };
    for (name, path) in [("settings", &paths.config), ("favourites", &paths.favourites), ("history", &paths.history)] {
        let there = if path.exists() { "" } else { " (not there)" };
        say(text, name, &format!("{}{there}", paths.short(path)));
    }
}
