//! The modes of the console: as they were found, and raw.

use std::io;

use crossterm::event::EnableMouseCapture;
use crossterm::terminal::enable_raw_mode;
use crossterm_winapi::{ConsoleMode, Handle};

/// Bits of the mode of the input (<https://learn.microsoft.com/windows/console/setconsolemode>).
const WINDOW_INPUT: u32 = 0x8;
const MOUSE_INPUT: u32 = 0x10;
const QUICK_EDIT: u32 = 0x40;
const EXTENDED_FLAGS: u32 = 0x80;
const VIRTUAL_TERMINAL_INPUT: u32 = 0x200;
/// Bits of the mode of the output.
const PROCESSED_OUTPUT: u32 = 0x1;
const VIRTUAL_TERMINAL_PROCESSING: u32 = 0x4;
const NO_AUTO_RETURN: u32 = 0x8;

/// Whether standard output itself is a console, not one that is there besides.
pub(super) fn is_standard_output() -> bool {
    ConsoleMode::new().and_then(|output| output.mode()).is_ok()
}

/// How the console treats what is typed and what is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Modes {
    input: u32,
    output: u32,
}

impl Modes {
    /// Those that the console has now.
    pub(super) fn current() -> io::Result<Self> {
        Ok(Self { input: input()?.mode()?, output: output()?.mode()? })
    }

    /// Gives the console these modes. Both are tried, whatever fails.
    pub(super) fn restore(self) -> io::Result<()> {
        let output = output().and_then(|output| output.set_mode(self.output));
        input()?.set_mode(self.input)?;
        output
    }
}

/// Has the console read escape sequences in what is written.
///
/// # Errors
/// If it knows none, as before Windows 10.
pub(super) fn interpret_sequences() -> io::Result<()> {
    let output = output()?;
    let mode = output.mode()? | PROCESSED_OUTPUT | VIRTUAL_TERMINAL_PROCESSING;
    // The last bit came later than the others; without it a line feed returns too, and we send none.
    output.set_mode(mode | NO_AUTO_RETURN).or_else(|_| output.set_mode(mode)).map_err(|error| {
        let advice = "the console knows no escape sequences: use Windows Terminal, or Windows 10 or later";
        io::Error::new(io::ErrorKind::Unsupported, format!("{advice} ({error})"))
    })
}

/// Raw mode, in which the console sends what a terminal would send.
///
/// # Errors
/// If it can't, as before Windows 10: then [`read_records`].
pub(super) fn read_sequences() -> io::Result<()> {
    enable_raw_mode()?;
    let input = input()?;
    // With quick edit a click would select text and stop whoever writes.
    let mode = input.mode()? & !QUICK_EDIT | WINDOW_INPUT | MOUSE_INPUT | EXTENDED_FLAGS;
    input.set_mode(mode | VIRTUAL_TERMINAL_INPUT)
}

/// Raw mode, in which the console sends records of keys and the mouse.
pub(super) fn read_records() -> io::Result<()> {
    enable_raw_mode()?;
    crossterm::execute!(io::stdout(), EnableMouseCapture)
}

fn input() -> io::Result<ConsoleMode> {
    Ok(ConsoleMode::from(Handle::current_in_handle()?))
}

fn output() -> io::Result<ConsoleMode> {
    Ok(ConsoleMode::from(Handle::current_out_handle()?))
}
