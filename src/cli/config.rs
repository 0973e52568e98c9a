//! `neurotty config`: every setting as it stands and why, a commented file to begin with, and where it lies.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::Ended;
use super::output::print;
use super::settings::{Held, Origin, Preferences};
use super::wording::say;
use crate::app::action::{Action, BINDINGS, NAMES, bindings};
use crate::export;

/// What to do about the settings.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Write a file that names and explains every setting, with none of them set
    #[arg(long)]
    pub init: bool,
    /// Print where the file lies
    #[arg(long, conflicts_with = "init")]
    pub path: bool,
}

/// Prints what holds and why; or the path of the file; or writes one.
///
/// # Errors
/// If the user has no home folder, or the file is there already or can't be written.
pub(super) fn config(arguments: &ConfigArgs, settings: &Preferences) -> Result<Ended> {
    let paths = settings.paths.as_ref().context("there is no home folder, so there is no settings file")?;
    if arguments.path {
        return print(&format!("{}\n", paths.config.display()));
    }
    if arguments.init {
        write(&paths.config, &template(settings))?;
        say(&format!("written: {}; a line holds once its # is gone", paths.short(&paths.config)));
        return Ok(Ended::Done);
    }
    print(&standing(settings, paths.config.exists()))
}

/// A new file; one that is there is its owner's.
fn write(path: &Path, text: &str) -> Result<()> {
    if path.symlink_metadata().is_ok() {
        bail!("{} is there already: edit it, or move it away and ask once more", path.display());
    }
    if let Some(folder) = path.parent() {
        export::make_directory(folder)?;
    }
    export::write(path, text.as_bytes())?;
    Ok(())
}

/// What holds, in the form of the file.
fn standing(settings: &Preferences, is_there: bool) -> String {
    let mut text = String::new();
    if let Some(paths) = &settings.paths {
        let there = if is_there { "" } else { " (not there; `neurotty config --init` writes one)" };
        let [file, favourites, history] =
            [&paths.config, &paths.favourites, &paths.history].map(|path| paths.short(path));
        // Writing to a String does not fail.
        let _ = writeln!(text, "# {file}{there}\n# @favourites: {favourites}\n# @history: {history}");
    }
    for (table, options) in tables(&settings.held) {
        let _ = writeln!(text, "\n[{table}]");
        for held in options {
            let source = settings.name_of(&held.source);
            let _ = match held.values.as_slice() {
                [] => writeln!(text, "# {}: not set", held.name),
                values => writeln!(text, "{} = {}  # {source}", held.name, toml(values)),
            };
        }
    }
    let _ = writeln!(text, "\n[keys]");
    for (name, action) in NAMES {
        let source = settings.line_of_keys(name).map_or(Origin::Default, Origin::Line);
        let _ = writeln!(text, "{name} = {}  # {}", toml_list(&keys_for(*action)), settings.name_of(&source));
    }
    text
}

/// The keys that ask for `action` now.
fn keys_for(action: Action) -> Vec<String> {
    let bound = bindings().iter().flat_map(|binding| binding.keys);
    bound.filter(|(_, asked)| *asked == action).map(|(key, _)| key.to_string()).collect()
}

/// A file that sets nothing, and says what could be set.
fn template(settings: &Preferences) -> String {
    let mut text = "\
# Settings of neurotty. A line holds once the # before its name is gone.
#
# An option on the command line comes first, then the environment (NEUROTTY_RENDER_FPS for one task,
# NEUROTTY_FPS for all), then this file, then the default, which stands here.
# `neurotty config` shows what holds and why.
#
# A setting above the first table, as threads = 4, holds for every task that has it.
"
    .to_owned();
    for (table, options) in tables(&settings.held) {
        let _ = writeln!(text, "\n[{table}]");
        for held in options {
            for line in held.help.lines() {
                let _ = writeln!(text, "# {}", line.trim());
            }
            let usual = if held.source == Origin::Default { held.values.clone() } else { Vec::new() };
            let shown = if usual.is_empty() { vec![held.takes.clone()] } else { usual };
            let _ = writeln!(text, "#{} = {}", held.name, toml(&shown));
        }
    }
    let _ = writeln!(
        text,
        "\n# Keys of the live view: an action, and a key or a list of keys in place of the usual ones.\n[keys]"
    );
    for binding in BINDINGS {
        let _ = writeln!(text, "# {}", binding.help);
        for (name, action) in NAMES.iter().filter(|(_, action)| binding.keys.iter().any(|(_, asked)| asked == action)) {
            let keys: Vec<String> =
                binding.keys.iter().filter(|(_, asked)| asked == action).map(|(key, _)| key.to_string()).collect();
            let _ = writeln!(text, "#{name} = {}", toml_list(&keys));
        }
    }
    text
}

/// The options of each table, in the order in which they are held.
fn tables(held: &[Held]) -> Vec<(&str, Vec<&Held>)> {
    let mut tables: Vec<(&str, Vec<&Held>)> = Vec::new();
    for option in held {
        match tables.iter_mut().find(|(table, _)| *table == option.table) {
            Some((_, options)) => options.push(option),
            None => tables.push((&option.table, vec![option])),
        }
    }
    tables
}

/// Values as the file has them: one alone, or a list.
fn toml(values: &[String]) -> String {
    match values {
        [value] => toml_value(value),
        values => format!("[{}]", values.iter().map(|value| toml_value(value)).collect::<Vec<_>>().join(", ")),
    }
}

fn toml_list(values: &[String]) -> String {
    match values {
        [value] => quoted(value),
        values => format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ")),
    }
}

/// Numbers and switches as they are, all else as a text.
fn toml_value(value: &str) -> String {
    // TOML wants digits on both sides of a point, and no zero in front.
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = value.split_once('.').unwrap_or((value, "0"));
    let number = digits(whole) && digits(rest) && (whole == "0" || !whole.starts_with('0')) && value.len() < 16;
    if number || matches!(value, "true" | "false") { value.to_owned() } else { quoted(value) }
}

/// A text as TOML has it: as JSON has it, but for the last of the control characters.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Config;

    #[test]
    fn values_are_written_so_that_they_are_read_as_they_were() {
        for value in
            ["24", "0.5", "007", "1e3", "1.", ".5", "inf", "true", "half", "3840x2160", "a \"b\" \\ c", "\u{7f}é"]
        {
            let text = format!("x = {}\n", toml(&[value.to_owned()]));
            let config = Config::parse(&text);
            assert!(config.warnings.is_empty(), "{text}: {:?}", config.warnings);
            assert_eq!(config.settings[0].values, [value], "{text}");
        }
        assert_eq!(toml(&["a".to_owned(), "2".to_owned()]), "[\"a\", 2]");
    }
}
