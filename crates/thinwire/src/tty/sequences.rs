//! Whether standard output reads escape sequences, without the terminal being taken over.

/// Has the terminal that standard output is read escape sequences, for a program that prints text with colours and
/// nothing more. A console of Windows has to be asked to; whether it does is returned.
pub fn interpret_sequences() -> bool {
    ask()
}

#[cfg(windows)]
fn ask() -> bool {
    crossterm::ansi_support::supports_ansi()
}

#[cfg(unix)]
const fn ask() -> bool {
    true
}
