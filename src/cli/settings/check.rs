//! Whether an option takes a value that did not come from the command line: asked of clap, as if it had.

use clap::{Arg, ArgAction, Command};

/// How the option is called in the trial, and how clap then speaks of it.
const NAME: &str = "value";
const SPOKEN: &str = "<value>'";

/// Why `option` does not take `values`; nothing where it does.
pub(super) fn refused(option: &Arg, values: &[String]) -> Option<String> {
    if values.is_empty() || (values.len() > 1 && option.get_value_delimiter().is_none()) {
        return Some("expected one value".to_owned());
    }
    let trial = Arg::new(NAME).long(NAME).action(ArgAction::Append).value_parser(option.get_value_parser().clone());
    let trial = match option.get_value_delimiter() {
        Some(delimiter) => trial.value_delimiter(delimiter),
        None => trial,
    };
    let command = Command::new(NAME).no_binary_name(true).disable_help_flag(true).disable_version_flag(true).arg(trial);
    let error = command.try_get_matches_from(values.iter().map(|value| format!("--{NAME}={value}"))).err()?;
    let text = error.render().to_string();
    let why = text.split_once(SPOKEN).map_or(text.as_str(), |(_, why)| why);
    // The first paragraph: what follows are hints for a command line.
    let why = why.split("\n\n").next().unwrap_or_default();
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("can't be '{}'{}{why}", values.join(","), if why.starts_with(':') { "" } else { " " }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    fn of_render(name: &str, values: &[&str]) -> Option<String> {
        let command = command();
        let render = command.find_subcommand("render").unwrap();
        let option = render.get_arguments().find(|option| option.get_long() == Some(name)).unwrap();
        refused(option, &values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn an_option_takes_from_settings_what_it_takes_on_the_command_line() {
        for (name, value) in [("fps", "24"), ("size", "640x480"), ("glyphs", "octant"), ("quiet", "on"), ("bits", "16")]
        {
            assert_eq!(of_render(name, &[value]), None, "{name}");
        }
        for (name, value, hint) in [
            ("fps", "fast", "a number from 0.1 to 240"),
            ("size", "wide", "1920x1080"),
            ("glyphs", "octants", "octant"),
            ("quiet", "perhaps", "perhaps"),
            ("fps", "", "''"),
        ] {
            let why = of_render(name, &[value]).unwrap();
            assert!(why.contains(hint) && !why.contains('\n') && !why.contains("--value"), "{name}: {why}");
        }
        assert!(of_render("fps", &["24", "25"]).is_some() && of_render("fps", &[]).is_some());
    }
}
