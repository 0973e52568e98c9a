//! Modes of the keyboard that another program has left on: found out, switched off on entry, and given back. No I/O.

use super::due::Query;
use crate::input::Reply;

/// Asks for the keypad's mode (DECNKM), the cursor keys' (DECCKM) and modifyOtherKeys, before they are changed, and
/// which keyboard protocol there is.
pub(crate) const QUERIES: &[u8] = b"\x1b[?66$p\x1b[?1$p\x1b[?4m\x1b[?u";
/// What [`QUERIES`] asks.
pub(crate) const ASKED: [Query; 4] = [Query::Mode, Query::Mode, Query::OtherKeys, Query::Keyboard];
/// Replies in 7 bits (S7C1T), the keypad's digits, plain cursor keys, no modifyOtherKeys.
pub(crate) const PLAIN: &[u8] = b"\x1b F\x1b>\x1b[?66l\x1b[?1l\x1b[>4;0m";
/// Every key as a sequence that says where it lies on the keyboard (1 + 4 + 8) and what it types (16): the smaller sets
/// leave out where plain letters lie.
/// <https://sw.kovidgoyal.net/kitty/keyboard-protocol/#progressive-enhancement>
pub(crate) const PUSH_KEYBOARD: &[u8] = b"\x1b[>29u";
/// Takes that back.
pub(crate) const POP_KEYBOARD: &[u8] = b"\x1b[<u";

/// What was on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Modes {
    keypad: bool,
    cursor_keys: bool,
    other_keys: Option<u32>,
    eight_bits: bool,
}

impl Modes {
    /// Takes an answer to [`QUERIES`], of 8 bits perhaps.
    pub(crate) fn learn(&mut self, reply: &Reply, eight_bits: bool) {
        self.eight_bits |= eight_bits;
        match *reply {
            Reply::Mode { mode: 66, setting } => self.keypad = matches!(setting, 1 | 3),
            Reply::Mode { mode: 1, setting } => self.cursor_keys = matches!(setting, 1 | 3),
            Reply::OtherKeys(value) => self.other_keys = Some(value),
            _ => {}
        }
    }

    /// What gives them back.
    pub(crate) fn restore(self) -> Vec<u8> {
        let mut out = Vec::new();
        if self.keypad {
            out.extend(b"\x1b[?66h");
        }
        if self.cursor_keys {
            out.extend(b"\x1b[?1h");
        }
        match self.other_keys {
            // Without a value it becomes what it was to begin with.
            None => out.extend(b"\x1b[>4m"),
            Some(value) => out.extend(format!("\x1b[>4;{value}m").bytes()),
        }
        if self.eight_bits {
            out.extend(b"\x1b G");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_on_is_given_back_and_nothing_else() {
        assert_eq!(Modes::default().restore(), b"\x1b[>4m");
        let mut modes = Modes::default();
        let replies = [
            Reply::Mode { mode: 66, setting: 1 },
            Reply::Mode { mode: 1, setting: 2 },
            Reply::Mode { mode: 2026, setting: 1 },
            Reply::OtherKeys(2),
        ];
        replies.iter().for_each(|reply| modes.learn(reply, true));
        assert_eq!(modes.restore(), b"\x1b[?66h\x1b[>4;2m\x1b G");
    }
}
