//! What maintainers run by hand: `cargo run --release -p xtask -- TASK …`.
//!
//! | task | what |
//! | --- | --- |
//! | `film CAST 'NAME-%04d.png' FPS` | an asciicast as numbered pictures |
//! | `truth [HEIGHT [SEEDS [PRESET]]]` | how near the kernel's pictures are to double precision |

use std::error::Error;
use std::process::ExitCode;

mod film;
mod truth;

/// What a task may fail with.
type Outcome = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    match arguments.split_first() {
        Some((task, rest)) if task == "film" => film::run(rest),
        Some((task, rest)) if task == "truth" => truth::run(rest),
        _ => Err("expected a task: film or truth".into()),
    }
}
