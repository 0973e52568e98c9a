//! The settings file: TOML, read as it is written.
//!
//! ```toml
//! fps = 24                 # for everything that has --fps
//! [watch]                  # for the live view alone; also [render], [breed], [explain]
//! glyphs = "quadrant"
//! [artwork]                # for what is watched when no ART is named
//! art = "@favourites"
//! [keys]                   # an action: a key, or a list of keys
//! save = ["s", "ctrl-s"]
//! ```
//!
//! Which names there are is not known here: the command line knows its options, the live view its actions. What is
//! wrong in the file is noted and left out; the rest holds.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use toml::de::{DeTable, DeValue};

/// The largest settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;
/// The table of the keys.
const KEYS: &str = "keys";

/// What a settings file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// Every value but those of the keys, in the order of the file.
    pub settings: Vec<Setting>,
    /// Keys for actions, in the order of the file.
    pub keys: Vec<Setting>,
    /// What is wrong, each with its line.
    pub warnings: Vec<String>,
}

/// A name and its values: several where the file has a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// The table that it stands in; none for the top of the file.
    pub table: Option<String>,
    /// The name.
    pub name: String,
    /// The values as they would be written on a command line.
    pub values: Vec<String>,
    /// The line of the file, from 1.
    pub line: usize,
}

impl Config {
    /// Reads the file at `path`. One that is missing says nothing; one that can't be read says so in a warning.
    pub(crate) fn read(path: &Path) -> Self {
        match read(path) {
            Ok(Some(text)) => Self::parse(&text),
            Ok(None) => Self::default(),
            Err(error) => Self { warnings: vec![format!("can't be read: {error}")], ..Self::default() },
        }
    }

    /// Reads the text of a file.
    pub(crate) fn parse(text: &str) -> Self {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut config = Self::default();
        for error in errors {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            config.warnings.push(format!("line {line}: {}", error.message()));
        }
        config.take_table(None, document.get_ref(), text);
        config.settings.sort_by_key(|setting| setting.line);
        config.keys.sort_by_key(|setting| setting.line);
        config
    }

    fn take_table(&mut self, table: Option<&str>, found: &DeTable<'_>, text: &str) {
        for (name, value) in found {
            let line = line_of(text, name.span().start);
            let name: &str = name.get_ref();
            match (value.get_ref(), table) {
                (DeValue::Table(inner), None) => self.take_table(Some(name), inner, text),
                (value, _) => match values(value) {
                    Some(values) => {
                        self.take(Setting { table: table.map(str::to_owned), name: name.to_owned(), values, line });
                    }
                    None => self
                        .warnings
                        .push(format!("line {line}: {name}: expected a text, a number, true, false or a list of them")),
                },
            }
        }
    }

    fn take(&mut self, setting: Setting) {
        let place = if setting.table.as_deref() == Some(KEYS) { &mut self.keys } else { &mut self.settings };
        place.push(setting);
    }
}

/// The values as a command line would have them.
fn values(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::Array(list) => list.iter().map(|value| single(value.get_ref())).collect(),
        value => Some(vec![single(value)?]),
    }
}

fn single(value: &DeValue<'_>) -> Option<String> {
    Some(match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(yes) => yes.to_string(),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => return None,
    })
}

/// The line, from 1, on which the byte at `index` stands.
fn line_of(text: &str, index: usize) -> usize {
    1 + text.bytes().take(index).filter(|byte| *byte == b'\n').count()
}

/// The text at `path`; none where there is no file.
fn read(path: &Path) -> io::Result<Option<String>> {
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("it is not a regular file")),
        Ok(found) if found.len() > LARGEST => return Err(io::Error::other("it is larger than 1 MiB")),
        Ok(_) => {}
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut text = String::new();
    File::open(path)?.take(LARGEST).read_to_string(&mut text)?;
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(config: &Config) -> Vec<String> {
        let text = |setting: &Setting| {
            let table = setting.table.as_ref().map_or_else(String::new, |table| format!("{table}."));
            format!("{}: {table}{} = {}", setting.line, setting.name, setting.values.join(" "))
        };
        config.settings.iter().chain(&config.keys).map(text).collect()
    }

    #[test]
    fn every_kind_of_value_is_read_as_a_command_line_has_it() {
        let config = Config::parse(
            "speed = 0.5\nfps = 24\n# a comment\n[watch]\nclean = true\nglyphs = \"quadrant\"\n\
             [breed]\nlock = [\"color\", \"motion\"]\n[keys]\nsave = [\"s\", \"ctrl-s\"]\nquit = \"Q\"\n",
        );
        assert_eq!(
            said(&config),
            [
                "1: speed = 0.5",
                "2: fps = 24",
                "5: watch.clean = true",
                "6: watch.glyphs = quadrant",
                "8: breed.lock = color motion",
                "10: keys.save = s ctrl-s",
                "11: keys.quit = Q",
            ]
        );
        assert!(config.warnings.is_empty());
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line_and_the_rest_holds() {
        let config =
            Config::parse("fps = 24\nspeed = = 2\nglyphs = \"half\"\nwhen = 2026-11-27\n[watch.deep]\nx = 1\n");
        assert!(config.warnings.iter().any(|warning| warning.starts_with("line 2: ")), "{:?}", config.warnings);
        assert!(config.warnings.iter().any(|warning| warning.starts_with("line 4: when: ")), "{:?}", config.warnings);
        assert!(config.warnings.iter().any(|warning| warning.contains("deep: ")), "{:?}", config.warnings);
        let said = said(&config);
        assert!(said.contains(&"1: fps = 24".to_owned()) && said.contains(&"3: glyphs = half".to_owned()), "{said:?}");
    }

    #[test]
    fn a_file_that_is_missing_says_nothing_and_a_folder_warns() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Config::read(&folder.path().join("none.toml")), Config::default());
        assert_eq!(Config::read(folder.path()).warnings.len(), 1);
    }
}
