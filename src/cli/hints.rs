//! What a shell can offer while an artwork is typed: the presets, the lists, the names that a knob takes. Other values
//! are taken too.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command};
use clap_complete::Shell;

use crate::recipe::Preset;
use crate::recipe::text::Key;

/// The name that the program is called by.
const NAME: &str = "neurotty";

/// `command` with hints for ART and each knob, for the scripts of shells.
fn with_hints(command: Command) -> Command {
    command.mut_args(hinted).mut_subcommands(|task| task.mut_args(hinted))
}

/// The script that completes what is typed in `shell`.
pub(super) fn script(shell: Shell, command: Command) -> String {
    let mut command = with_hints(command);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, NAME, &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == Shell::Fish {
        script += &arts_for_fish(&command);
    }
    script
}

/// Offers ART in fish: what clap writes for it completes options alone. The conditions are functions of that script.
fn arts_for_fish(command: &Command) -> String {
    let takes_art = |command: &Command| command.get_positionals().any(|argument| argument.get_id() == "art");
    let tasks = command.get_subcommands().filter(|task| takes_art(task));
    let conditions = tasks.map(|task| format!("__fish_{NAME}_using_subcommand {}", task.get_name()));
    let itself = takes_art(command).then(|| format!("__fish_{NAME}_needs_command"));
    let arts = arts().join(" ");
    itself
        .into_iter()
        .chain(conditions)
        .map(|when| format!("complete -c {NAME} -n \"{when}\" -a \"{arts}\"\n"))
        .collect()
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
