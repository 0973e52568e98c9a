//! Settings from the environment and from the settings file: they become the defaults of the options.
//!
//! An option on the command line comes first, then the environment (`NEUROTTY_RENDER_FPS`, then `NEUROTTY_FPS`), then
//! the file (`fps` in `[render]`, then at its top), then the option's own default. What is wrong among them is reported and
//! left out.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::builder::BoolishValueParser;
use clap::{Arg, ArgAction, Command};

use crate::app::action::{Binding, Wish, merged};
use crate::recipe::text::{LineKey, did_you_mean};
use crate::recipe::{Preset, Seed};
use crate::settings::config::Setting;
use crate::settings::{Config, Paths};
use check::refused;

mod check;

/// What every variable of ours begins with.
const PREFIX: &str = "NEUROTTY_";
/// The table of the live view, which the tour shares.
const WATCH: &str = "watch";
/// The table of what is opened where no ART is named.
const ARTWORK: &str = "artwork";
/// In that table, what stands for ART.
const ART: &str = "art";
/// Options that say what one job is, and not how jobs are done.
const OF_A_JOB: [&str; 11] =
    ["count", "draw", "init", "json", "path", "plot", "seconds", "seed", "steps", "surprise", "with"];
/// Variables that are read elsewhere: by the kernel, and by the tests, which start the program with theirs.
const OTHER_VARIABLES: [&str; 2] = [crate::kernel::LEVEL_VARIABLE, "NEUROTTY_CI"];

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Nobody has set it.
    Default,
    /// This variable of the environment.
    Variable(String),
    /// This line of the file.
    Line(usize),
}

/// An option, and what holds where the command line does not say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// The table that it has in the file.
    pub table: String,
    pub name: String,
    /// Empty where there is no value.
    pub values: Vec<String>,
    pub source: Origin,
    /// What it is, in a line or two.
    pub help: String,
    /// What it takes, in a word.
    pub takes: String,
}

/// Everything that is set outside the command line.
#[derive(Debug, Default)]
pub struct Preferences {
    pub(super) paths: Option<Paths>,
    config: Config,
    environment: BTreeMap<String, String>,
    /// Every option, in the order of the help.
    pub(super) held: Vec<Held>,
    /// ART and knobs where no ART is named.
    pub(super) art: Option<OsString>,
    pub(super) knobs: Vec<(&'static LineKey, String)>,
    /// What is wrong, or had to give way.
    pub(super) warnings: Vec<String>,
    /// Where values were taken from, and values for every task that some task did not take.
    taken: Vec<Origin>,
    doubtful: Vec<(Origin, String)>,
}

impl Preferences {
    /// Reads the environment and the user's file.
    pub(super) fn read() -> Self {
        let paths = Paths::find();
        let config = paths.as_ref().map(|paths| Config::read(&paths.config)).unwrap_or_default();
        let ours = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.to_str()?.strip_prefix(PREFIX)?.to_owned(), value.to_string_lossy().into_owned()))
        });
        let environment = ours.filter(|(_, value)| !value.is_empty()).collect();
        Self { paths, config, environment, ..Self::default() }
    }

    /// Makes what is set the default of each option of `command`.
    pub(super) fn apply(&mut self, command: Command) -> Command {
        let file = self.place();
        self.warnings.extend(self.config.warnings.iter().map(|warning| format!("{file}: {warning}")));
        let tasks: Vec<String> = command.get_subcommands().map(|task| task.get_name().to_owned()).collect();
        let command = self.apply_to(WATCH, command);
        let command = tasks.iter().fold(command, |command, task| {
            let table = if task == "tour" { WATCH } else { task.as_str() };
            command.mut_subcommand(task, |command| self.apply_to(table, command))
        });
        self.take_artwork();
        self.warn_of_doubtful();
        self.warn_of_unknown();
        command
    }

    fn apply_to(&mut self, table: &str, mut command: Command) -> Command {
        let options: Vec<Arg> = command.get_arguments().filter(|option| is_settable(option)).cloned().collect();
        for option in options {
            let Some(name) = option.get_long() else { continue };
            let found = self.find(table, name, |values| refused(&option, values));
            if let Some((values, _)) = &found {
                // They last as long as the program: so clap wants them.
                let values = match option.get_value_delimiter() {
                    Some(delimiter) => values.iter().flat_map(|value| value.split(delimiter)).collect(),
                    None => values.iter().map(String::as_str).collect::<Vec<_>>(),
                };
                let values: Vec<&'static str> = values.iter().map(|value| &*(*value).to_owned().leak()).collect();
                command = command.mut_arg(option.get_id().as_str(), |option| option.default_values(values));
            }
            self.hold(table, &option, found);
        }
        command
    }

    /// Notes what holds for `option`; of tasks that share a table, once.
    fn hold(&mut self, table: &str, option: &Arg, found: Option<(Vec<String>, Origin)>) {
        let name = option.get_long().unwrap_or_default().to_owned();
        if self.held.iter().any(|held| held.table == table && held.name == name) {
            return;
        }
        let usual = || option.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        let (values, source) = found.unwrap_or_else(|| (usual(), Origin::Default));
        let help = option.get_help().map(ToString::to_string).unwrap_or_default();
        let takes =
            option.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
        self.held.push(Held { table: table.to_owned(), name, values, source, help, takes });
    }

    /// The first value of an option that is not refused, and where it comes from.
    fn find(
        &mut self,
        table: &str,
        name: &str,
        refused: impl Fn(&[String]) -> Option<String>,
    ) -> Option<(Vec<String>, Origin)> {
        let own = [variable(&format!("{table}-{name}")), variable(name)];
        let variables = own.iter().zip([false, true]).filter_map(|(own, shared)| {
            let value = self.environment.get(own)?;
            Some((vec![value.clone()], Origin::Variable(format!("{PREFIX}{own}")), shared))
        });
        let said = |wanted: Option<&str>| {
            let is_it = move |setting: &&Setting| setting.table.as_deref() == wanted && setting.name == name;
            self.config.settings.iter().find(is_it)
        };
        let lines = [said(Some(table)), said(None)].into_iter().zip([false, true]).filter_map(|(setting, shared)| {
            let setting = setting?;
            Some((setting.values.clone(), Origin::Line(setting.line), shared))
        });
        let candidates: Vec<_> = variables.chain(lines).collect();
        for (values, source, shared) in candidates {
            let Some(why) = refused(&values) else {
                self.taken.push(source.clone());
                return Some((values, source));
            };
            let warning = format!("{}: {name}: {why}", self.name_of(&source));
            if shared {
                self.doubtful.push((source, warning));
            } else {
                self.warn(warning);
            }
        }
        None
    }

    /// Tells of values for every task that no task takes.
    fn warn_of_doubtful(&mut self) {
        for (source, warning) in std::mem::take(&mut self.doubtful) {
            if !self.taken.contains(&source) {
                self.warn(warning);
            }
        }
    }

    /// What is opened where no ART is named.
    fn take_artwork(&mut self) {
        let art = self.find(ARTWORK, ART, |values| (values.len() != 1).then(|| "expected one ART".to_owned()));
        let knobs: Vec<_> = LineKey::ALL
            .iter()
            .filter_map(|key| Some((key, self.find(ARTWORK, key.name(), |values| knob_refused(key, values))?)))
            .collect();
        self.art = art.as_ref().map(|(values, _)| values.concat().into());
        self.knobs = knobs.iter().map(|(key, (values, _))| (*key, values.join(","))).collect();
        let help = "What to open where no ART is named: a line of text, a file, or a list as @favourites".to_owned();
        self.hold_artwork(ART, art, help, "ART");
        for key in &LineKey::ALL {
            let found = knobs.iter().find(|(known, _)| known.name() == key.name()).map(|(_, found)| found.clone());
            self.hold_artwork(key.name(), found, format!("{} [{}]", key.help(), key.allowed()), "VALUE");
        }
    }

    fn hold_artwork(&mut self, name: &str, found: Option<(Vec<String>, Origin)>, help: String, takes: &str) {
        let (values, source) = found.unwrap_or((Vec::new(), Origin::Default));
        let (table, name, takes) = (ARTWORK.to_owned(), name.to_owned(), takes.to_owned());
        self.held.push(Held { table, name, values, source, help, takes });
    }

    /// Tells of names that nothing has, in the file and in the environment.
    fn warn_of_unknown(&mut self) {
        let tables: Vec<&str> = self.held.iter().map(|held| held.table.as_str()).chain(["keys"]).collect();
        let mut warnings = Vec::new();
        for setting in &self.config.settings {
            let Setting { table, name, line, .. } = setting;
            let of_table = |held: &&Held| table.as_ref().is_none_or(|table| held.table == *table);
            let names = || self.held.iter().filter(of_table).map(|held| held.name.as_str());
            let place = format!("{}, line {line}", self.place());
            match table {
                Some(table) if !tables.contains(&table.as_str()) => {
                    let meant = did_you_mean(table, tables.iter().copied());
                    warnings.push(format!("{place}: no such table as [{table}]{meant}"));
                }
                _ if names().all(|known| known != name) => {
                    warnings.push(format!("{place}: no such setting as {name}{}", did_you_mean(name, names())));
                }
                _ => {}
            }
        }
        let known: Vec<String> = self
            .held
            .iter()
            .flat_map(|held| [variable(&held.name), variable(&format!("{}-{}", held.table, held.name))])
            .chain(OTHER_VARIABLES.map(|name| name.trim_start_matches(PREFIX).to_owned()))
            .collect();
        for name in self.environment.keys().filter(|name| !known.contains(name)) {
            // Near names are looked for as options are written.
            let spelled = name.to_lowercase().replace('_', "-");
            let meant = did_you_mean(&spelled, self.held.iter().map(|held| held.name.as_str()));
            warnings.push(format!("{PREFIX}{name}: no such setting{meant}"));
        }
        warnings.into_iter().for_each(|warning| self.warn(warning));
    }

    /// The key table with the user's own keys; what is wrong with them is noted.
    pub(super) fn key_table(&mut self) -> Vec<Binding> {
        let file = self.place();
        let places: Vec<String> =
            self.config.keys.iter().map(|keys| format!("{file}, line {}: {}", keys.line, keys.name)).collect();
        let wishes = self.config.keys.iter().zip(&places);
        let wishes: Vec<Wish<'_>> =
            wishes.map(|(keys, place)| Wish { action: &keys.name, keys: &keys.values, place }).collect();
        let (table, warnings) = merged(&wishes);
        self.warnings.extend(warnings);
        table
    }

    /// The line of the file that sets the keys of the action of this name, if one does.
    pub(super) fn line_of_keys(&self, action: &str) -> Option<usize> {
        self.config.keys.iter().find(|keys| keys.name == action).map(|keys| keys.line)
    }

    /// What the file is called in sentences.
    pub(super) fn place(&self) -> String {
        self.paths.as_ref().map_or_else(String::new, |paths| paths.short(&paths.config))
    }

    /// Where a value comes from, in words.
    pub(super) fn name_of(&self, source: &Origin) -> String {
        match source {
            Origin::Default => "default".to_owned(),
            Origin::Variable(name) => name.clone(),
            Origin::Line(line) => format!("{}, line {line}", self.place()),
        }
    }

    fn warn(&mut self, warning: String) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// `RENDER_FPS` for `render-fps`.
fn variable(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}

/// Whether an option may be set outside the command line.
fn is_settable(option: &Arg) -> bool {
    let of_settings = |name: &str| LineKey::named(name).is_none() && !OF_A_JOB.contains(&name);
    let acts = matches!(option.get_action(), ArgAction::Set | ArgAction::Append);
    acts && !option.is_positional() && !option.is_required_set() && option.get_long().is_some_and(of_settings)
}

/// Why a knob does not take these values.
fn knob_refused(key: &LineKey, values: &[String]) -> Option<String> {
    let mut recipe = Preset::Default.recipe(Seed::from(0));
    key.set(&mut recipe, &values.join(",")).err().map(|error| error.to_string())
}

/// A switch that can be turned off too, since a setting may have turned it on: `--clean`, `--clean=off`.
pub(super) fn switchable(option: Arg) -> Arg {
    if !matches!(option.get_action(), ArgAction::SetTrue) {
        return option;
    }
    option
        .action(ArgAction::Set)
        .num_args(0..=1)
        .require_equals(true)
        .value_parser(BoolishValueParser::new())
        .default_value("false")
        .default_missing_value("true")
        .value_name("on|off")
        .hide_default_value(true)
        .hide_possible_values(true)
}
