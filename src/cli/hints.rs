//! What a shell can offer while an artwork is typed: the presets, the lists, the names that a knob takes, as an option or
//! in the line itself. Other values are taken too.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command};
use clap_complete::Shell;

use crate::recipe::Preset;
use crate::recipe::text::LineKey;

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
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Bash => script + &filled(include_str!("hints/line.bash")),
        Shell::Zsh => with_arts_for_zsh(&script),
        Shell::Fish => script + &filled(include_str!("hints/line.fish")) + &arts_for_fish(&command),
        _ => script,
    }
}

/// A piece of a script, with what it offers written in.
fn filled(piece: &str) -> String {
    let keys = LineKey::ALL.iter().map(|key| format!("{}=", key.name()));
    let values =
        LineKey::ALL.iter().flat_map(|key| key.candidates().into_iter().map(|value| format!("{}={value}", key.name())));
    let listed = |names: Vec<String>| names.join(" ");
    piece
        .replace("KEYS", &listed(keys.collect()))
        .replace("VALUES", &listed(values.collect()))
        .replace("ARTS", &listed(arts()))
}

/// What clap writes for zsh, mended: it would take the name of a task for ART, and offer nothing but names for ART.
fn with_arts_for_zsh(script: &str) -> String {
    let script =
        script.replace(&format!(":({})'", arts().join(" ")), ":_neurotty_art'").replace("$line[2]", "$line[1]");
    let script = with_tasks_first(&script).unwrap_or(script);
    // The end calls what stands before it.
    let end = script.rfind("if [ ").unwrap_or(script.len());
    format!("{}{}{}", &script[..end], filled(include_str!("hints/line.zsh")), &script[end..])
}

/// The script with one first word, a task or ART, and with the options of the live view behind ART. `None` if clap
/// writes its script in another way.
fn with_tasks_first(script: &str) -> Option<String> {
    let (head, rest) = script.split_once("    _arguments ")?;
    let (options, rest) = rest.split_once("'::art ")?;
    let (_, rest) = rest.split_once("\":: :_neurotty_commands\" \\\n")?;
    let (tasks, end) = rest.split_once("        esac\n    ;;\nesac\n}\n")?;
    let first = "\":: :_neurotty_first\" \\\n";
    let behind_art = format!("(*)\n_arguments {options}&& ret=0\n;;\n        esac\n    ;;\nesac\n}}\n");
    Some(format!("{head}    _arguments {options}{first}{tasks}{behind_art}{end}"))
}

/// Offers ART in fish: what clap writes for it completes options alone. The conditions are functions of that script.
fn arts_for_fish(command: &Command) -> String {
    let takes_art = |command: &Command| command.get_positionals().any(|argument| argument.get_id() == "art");
    let tasks = command.get_subcommands().filter(|task| takes_art(task));
    let conditions = tasks.map(|task| format!("__fish_{NAME}_using_subcommand {}", task.get_name()));
    let itself = takes_art(command).then(|| format!("__fish_{NAME}_needs_command"));
    itself
        .into_iter()
        .chain(conditions)
        .map(|when| format!("complete -c {NAME} -n \"{when}\" -a \"(__{NAME}_art)\"\n"))
        .collect()
}

fn hinted(option: Arg) -> Arg {
    let names = match option.get_id().as_str() {
        "art" => arts(),
        name => LineKey::named(name).map(LineKey::candidates).unwrap_or_default(),
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
