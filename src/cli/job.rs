//! From the command line to the job that it asks for.

use anyhow::{Context, Result};

use super::output::print_bytes;
use super::render::render;
use super::watch::watch;
use super::{ArtArgs, Cli, Ended, Task, breed, command, explain, learn, presets};
use crate::app::view::tour::PAGES;
use crate::kernel::Level;

/// Does what `cli` asks for.
///
/// # Errors
/// Whatever went wrong, as a chain that says what, where and what to do.
pub fn run(cli: Cli) -> Result<Ended> {
    Level::from_environment()?;
    match cli.task {
        None => watch(&cli.art, cli.watch, false),
        Some(Task::Tour(arguments)) => {
            let first = ArtArgs { art: Some(PAGES[0].line.into()), threads: None, knobs: Vec::new() };
            watch(&first, arguments, true)
        }
        Some(Task::Render(arguments)) => render(&arguments),
        Some(Task::Breed(arguments)) => breed::breed(&arguments),
        Some(Task::Learn(arguments)) => learn::learn(&arguments),
        Some(Task::Explain(arguments)) => explain::explain(&arguments),
        Some(Task::Presets) => print_bytes(presets::list(presets::drawing()).as_bytes()),
        Some(Task::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command(), "neurotty", &mut script);
            print_bytes(&script)
        }
        Some(Task::Man) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command()).render(&mut page).context("the manual page can't be written")?;
            print_bytes(&page)
        }
    }
}
