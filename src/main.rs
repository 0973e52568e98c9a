//! Parses, runs, reports.

use std::process::ExitCode;

use neurotty::cli::{Cli, Ended, answer, is_usage, report, run};

/// What a shell expects of a program that was called wrongly, and of one that Ctrl-C ended.
const USAGE: u8 = 2;
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let cli = match Cli::read(arguments.iter().cloned()) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(answer(&error, &arguments)),
    };
    match run(cli) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Interrupted) => ExitCode::from(INTERRUPTED),
        Err(error) => {
            report(&error);
            if is_usage(&error) { ExitCode::from(USAGE) } else { ExitCode::FAILURE }
        }
    }
}
