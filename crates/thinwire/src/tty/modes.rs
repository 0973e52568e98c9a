//! What the terminal is sent when it is taken over and when it is given back.
//!
//! crossterm has the words for what it does as we want it. Three stay ours: the mouse, for its `EnableMouseCapture`
//! asks for every motion, which a slow link cannot carry, and for coordinates in a form that ends at column 223;
//! focus and paste, for it keeps them behind `events`, together with a reader that drops the answers of a terminal.

use std::fmt;

use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{
    Clear, ClearType, DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};

use crate::link::leftovers;

/// Ends a sequence that was cut off (CAN).
pub(super) const CANCEL: &str = "\x18";
/// What is pasted comes in brackets, and is not taken for keys.
const BRACKET_PASTES: &str = "\x1b[?2004h";
const TYPE_PASTES: &str = "\x1b[?2004l";
/// Buttons, drags and the wheel, in the form without a limit (SGR).
const REPORT_MOUSE: &str = "\x1b[?1002h\x1b[?1006h";
const IGNORE_MOUSE: &str = "\x1b[?1006l\x1b[?1002l";
const REPORT_FOCUS: &str = "\x1b[?1004h";
const IGNORE_FOCUS: &str = "\x1b[?1004l";
/// The end of a hyperlink.
const END_LINK: &str = "\x1b]8;;\x1b\\";

/// Alternate screen, plain keys, no line wrap, no cursor, pastes in brackets, mouse and focus; cleared. With `asks`, how
/// the keys were is asked before.
pub(super) fn enter(asks: bool) -> String {
    let mut out = String::new();
    add(&mut out, EnterAlternateScreen);
    if asks {
        out += leftovers::QUERIES;
    }
    out += leftovers::PLAIN;
    add(&mut out, DisableLineWrap);
    add(&mut out, Hide);
    out += BRACKET_PASTES;
    out += REPORT_MOUSE;
    out += REPORT_FOCUS;
    add(&mut out, SetAttribute(Attribute::Reset));
    add(&mut out, Clear(ClearType::All));
    out
}

/// The reverse, after the ends of whatever may have been cut off: a sequence, a synchronized update, a hyperlink.
/// `keyboard` gives the keyboard back. Where there is no other screen the picture is cleared, so that what is printed
/// next stands alone.
pub(super) fn leave(keyboard: &str) -> String {
    let mut out = CANCEL.to_owned();
    out += keyboard;
    add(&mut out, EndSynchronizedUpdate);
    out += END_LINK;
    out += IGNORE_FOCUS;
    out += IGNORE_MOUSE;
    out += TYPE_PASTES;
    add(&mut out, SetAttribute(Attribute::Reset));
    add(&mut out, Show);
    add(&mut out, EnableLineWrap);
    add(&mut out, MoveTo(0, 0));
    add(&mut out, Clear(ClearType::All));
    add(&mut out, LeaveAlternateScreen);
    out
}

/// Appends the sequence of `command`. It goes to a device of our own, so that crossterm does not write it itself.
fn add(out: &mut String, command: impl Command) {
    // Writing to a string does not fail.
    let _: fmt::Result = command.write_ansi(out);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modes that `text` sets (true) and resets, in order.
    fn modes(text: &str) -> Vec<(&str, bool)> {
        let sequences = text.split("\x1b[?").skip(1);
        let end = |sequence: &str| sequence.find(['h', 'l']).expect("a mode is set or reset");
        sequences.map(|sequence| (&sequence[..end(sequence)], sequence.as_bytes()[end(sequence)] == b'h')).collect()
    }

    #[test]
    fn what_is_set_on_entering_is_reset_on_leaving_in_reverse() {
        // What others have left on is a case of its own; the update is one that may have been cut off.
        assert_eq!(enter(true).replace(leftovers::QUERIES, ""), enter(false));
        let entered = enter(false).replace(leftovers::PLAIN, "");
        let left = leave("");
        let entered = modes(&entered);
        let mut left: Vec<_> = modes(&left).into_iter().filter(|(mode, _)| *mode != "2026").collect();
        left.reverse();
        let reversed: Vec<_> = entered.iter().map(|(mode, set)| (*mode, !set)).collect();
        assert_eq!(left, reversed);
        assert!(entered.len() == 7 && !enter(true).contains("?1003h"), "{entered:?}");
    }
}
