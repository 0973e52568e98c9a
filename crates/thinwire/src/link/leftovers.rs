//! Modes of keyboard and mouse that another program has left on: found out, switched off on entry, and given back. No
//! I/O.

use super::due::Query;
use crate::input::Reply;

/// Asks for the keypad's mode (DECNKM), the cursor keys' (DECCKM) and modifyOtherKeys, before they are changed, and
/// which keyboard protocol there is.
pub(crate) const QUERIES: &str = "\x1b[?66$p\x1b[?1$p\x1b[?4m\x1b[?u";
/// What [`QUERIES`] asks.
pub(crate) const ASKED: [Query; 4] = [Query::Mode, Query::Mode, Query::OtherKeys, Query::Keyboard];
/// Replies in 7 bits (S7C1T), the keypad's digits, plain cursor keys, no modifyOtherKeys, no other form of the mouse's
/// reports.
pub(crate) const PLAIN: &str = "\x1b F\x1b>\x1b[?66l\x1b[?1l\x1b[>4;0m\x1b[?1003l\x1b[?1005l\x1b[?1015l\x1b[?1016l";
/// Every key as a sequence that says where it lies on the keyboard (1 + 4 + 8) and what it types (16): the smaller sets
/// leave out where plain letters lie.
/// <https://sw.kovidgoyal.net/kitty/keyboard-protocol/#progressive-enhancement>
pub(crate) const PUSH_KEYBOARD: &[u8] = b"\x1b[>29u";
/// Takes that back.
pub(crate) const POP_KEYBOARD: &str = "\x1b[<u";

/// What was on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Leftovers {
    keypad: bool,
    cursor_keys: bool,
    other_keys: Option<u32>,
    eight_bits: bool,
}

impl Leftovers {
    /// Takes an answer to [`QUERIES`].
    pub(crate) fn learn(&mut self, reply: &Reply) {
        match *reply {
            Reply::Mode { mode: 66, setting } => self.keypad = matches!(setting, 1 | 3),
            Reply::Mode { mode: 1, setting } => self.cursor_keys = matches!(setting, 1 | 3),
            Reply::OtherKeys(value) => self.other_keys = Some(value),
            _ => {}
        }
    }

    /// Notes that replies came with C1 controls of 8 bits.
    pub(crate) fn note_eight_bits(&mut self) {
        self.eight_bits = true;
    }

    /// What gives them back.
    pub(crate) fn restore(self) -> String {
        let mut out = String::new();
        if self.keypad {
            out += "\x1b[?66h";
        }
        if self.cursor_keys {
            out += "\x1b[?1h";
        }
        match self.other_keys {
            // Without a value it becomes what it was to begin with.
            None => out += "\x1b[>4m",
            Some(value) => out += &format!("\x1b[>4;{value}m"),
        }
        if self.eight_bits {
            out += "\x1b G";
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_on_is_given_back_and_nothing_else() {
        assert_eq!(Leftovers::default().restore(), "\x1b[>4m");
        let mut left = Leftovers::default();
        let replies = [
            Reply::Mode { mode: 66, setting: 1 },
            Reply::Mode { mode: 1, setting: 2 },
            Reply::Mode { mode: 2026, setting: 1 },
            Reply::OtherKeys(2),
        ];
        replies.iter().for_each(|reply| left.learn(reply));
        left.note_eight_bits();
        assert_eq!(left.restore(), "\x1b[?66h\x1b[>4;2m\x1b G");
    }
}
