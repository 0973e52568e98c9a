//! From the command line to the job that it asks for.

use anyhow::{Context, Result};

use super::output::print_bytes;
use super::render::render;
use super::watch::watch;
use super::wording::say;
use super::{ArtArgs, Cli, Ended, Task, breed, command, config, doctor, explain, hints, learn, presets};
use crate::app::action::set_bindings;
use crate::app::view::tour::PAGES;
use crate::kernel::Level;

/// Does what `cli` asks for.
///
/// # Errors
/// Whatever went wrong, as a chain that says what, where and what to do.
pub fn run(cli: Cli) -> Result<Ended> {
    let Cli { task, art, watch: watching, mut settings } = cli;
    set_bindings(settings.key_table());
    settings.warnings.iter().for_each(|warning| say(&format!("neurotty: {warning}")));
    Level::from_environment()?;
    match task {
        None => watch(&art, watching, false, &settings),
        Some(Task::Tour(arguments)) => {
            let first = ArtArgs { art: Some(PAGES[0].line.into()), threads: None, knobs: Vec::new() };
            watch(&first, arguments, true, &settings)
        }
        Some(Task::Render(arguments)) => render(&arguments),
        Some(Task::Breed(arguments)) => breed::breed(&arguments),
        Some(Task::Learn(arguments)) => learn::learn(&arguments, watching, &settings),
        Some(Task::Explain(arguments)) => explain::explain(&arguments),
        Some(Task::Presets) => print_bytes(presets::list(presets::drawing()).as_bytes()),
        Some(Task::Config(arguments)) => config::config(&arguments, &settings),
        Some(Task::Doctor) => doctor::doctor(&settings),
        Some(Task::Completions { shell }) => print_bytes(hints::script(shell, command()).as_bytes()),
        Some(Task::Man) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command()).render(&mut page).context("the manual page can't be written")?;
            print_bytes(&page)
        }
    }
}
