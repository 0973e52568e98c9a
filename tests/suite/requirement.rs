//! What a test needs and this machine may lack: tools, and instruction sets. What is skipped is printed, whether the test
//! passes or not; under `.ci/run` a skip is a failure.

use std::env::{self, consts};
use std::io::Write as _;
use std::process::Command;

use neurotty::kernel::Level;

/// Set by `.ci/run`: nothing may be skipped.
const STRICT_VARIABLE: &str = "NEUROTTY_CI";

/// The command `name`, for what `purpose` says is tested with it; `None`, and a line in the output, where it is not
/// installed.
///
/// # Panics
/// If it is missing under `.ci/run`.
pub fn require_tool(name: &str, purpose: &str) -> Option<Command> {
    let found = is_installed(name);
    if !found {
        skip(&format!("{purpose}: {name} is not installed"));
    }
    found.then(|| Command::new(name))
}

/// The kernel's levels that this machine has, the slowest first. Prints which of them `purpose` is tested on, and which
/// of this architecture are missing.
///
/// # Panics
/// If a level is missing under `.ci/run` that all machines of its kind have nowadays. AVX-512 is not one of those.
pub fn require_levels(purpose: &str) -> Vec<Level> {
    let levels = Level::available();
    let names = |levels: &[Level]| levels.iter().map(|level| level.name()).collect::<Vec<_>>().join(", ");
    print_uncaptured(&format!("{purpose}: on the levels {}", names(&levels)));
    let missing: Vec<_> = levels_of_architecture().iter().copied().filter(|level| !levels.contains(level)).collect();
    if missing == [Level::Avx512] {
        print_uncaptured(&format!("skipped: {purpose}: this machine has no avx512"));
    } else if !missing.is_empty() {
        skip(&format!("{purpose}: this machine has no {}", names(&missing)));
    }
    levels
}

fn levels_of_architecture() -> &'static [Level] {
    match consts::ARCH {
        "x86_64" => &[Level::Plain, Level::Avx2, Level::Avx512],
        "aarch64" => &[Level::Plain, Level::Neon],
        _ => &[Level::Plain],
    }
}

fn is_installed(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let file = format!("{name}{}", consts::EXE_SUFFIX);
    env::split_paths(&path).any(|folder| folder.join(&file).is_file())
}

#[track_caller]
fn skip(reason: &str) {
    assert!(env::var_os(STRICT_VARIABLE).is_none(), "skipped: {reason}, and {STRICT_VARIABLE} is set");
    print_uncaptured(&format!("skipped: {reason}"));
}

/// Past the test harness, which shows what `eprintln!` prints only where a test fails.
fn print_uncaptured(line: &str) {
    // Written at once, so that lines of two tests do not mix. Where nobody reads them, nothing is lost.
    let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}

#[test]
fn a_tool_is_found_on_the_path_and_nothing_else_is() {
    assert!(!is_installed("no-tool-has-this-name"));
    #[cfg(unix)]
    assert!(is_installed("sh"));
}
