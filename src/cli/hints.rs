//! What a shell can offer while an artwork is typed: the presets, the lists, the names that a knob takes. Other values
//! are taken too.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command};

use crate::recipe::Preset;
use crate::recipe::text::Key;

/// `command` with hints for ART and each knob, for the scripts of shells.
pub(super) fn with_hints(command: Command) -> Command {
    command.mut_args(hinted).mut_subcommands(|task| task.mut_args(hinted))
}

fn hinted(option: Arg) -> Arg {
    let names = match option.get_id().as_str() {
        "art" => arts(),
        name => Key::named(name).map(Key::candidates).unwrap_or_default(),
    };
    if names.is_empty() { option } else { option.value_parser(Hints(names)) }
}

fn arts() -> Vec<String> {
    let presets = Preset::ALL.iter().map(|preset| preset.name().to_owned());
    presets.chain(["@favourites", "@history"].map(str::to_owned)).collect()
}

/// Takes any text, and offers some.
#[derive(Clone, Debug)]
struct Hints(Vec<String>);

impl TypedValueParser for Hints {
    type Value = String;

    fn parse_ref(&self, _: &Command, _: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        Ok(value.to_string_lossy().into_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        // They last as long as the program, which prints a script and ends.
        let leaked = |name: &String| -> &'static str { name.clone().leak() };
        Some(Box::new(self.0.iter().map(move |name| PossibleValue::new(leaked(name)))))
    }
}
