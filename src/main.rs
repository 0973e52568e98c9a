//! Parses, runs, reports.

use std::process::ExitCode;

use neurotty::cli::Cli;

fn main() -> ExitCode {
    let cli = match Cli::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout and succeed; a reader that has gone is no error.
            let _ = error.print();
            return ExitCode::from(error.exit_code() as u8);
        }
    };
    match neurotty::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("neurotty: {error:#}");
            ExitCode::FAILURE
        }
    }
}
