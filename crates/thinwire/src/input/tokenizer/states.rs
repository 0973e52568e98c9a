//! The state machine: what each byte makes of the sequence that has begun, up to its last byte.

use std::time::Instant;

use terminput::{KeyCode, KeyEvent, KeyModifiers};

use super::{ESC, PASTE, Token, Tokenizer};
use crate::input::paste::Paste;
use crate::input::rest::begins_string;
use crate::input::{Reply, key};

/// No reply that is read here is longer; the rest of a longer one is skipped. Bytes.
const LONGEST: usize = 4096;

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
/// The end of a string in the 8-bit form.
const ST: u8 = 0x9c;

/// Where in a sequence the tokeniser stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TokenizerState {
    #[default]
    Ground,
    /// Inside a UTF-8 character that has this many bytes to come.
    Utf8(usize),
    Escape,
    /// ESC O: one more byte, behind a digit perhaps.
    SingleShift,
    /// ESC [ … up to a final byte.
    Csi,
    /// A form with a fixed number of bytes after the final byte: `CSI M` (mouse), `CSI [` (Linux console).
    CsiTail(usize),
    /// DCS, OSC, APC, up to ST.
    String,
    /// ESC inside a string: ST if `\` follows.
    StringEscape,
    /// Behind `CSI 200 ~`, up to `CSI 201 ~`.
    Paste,
}

impl Tokenizer {
    pub(super) fn byte(&mut self, byte: u8, now: Instant, tokens: &mut Vec<Token>) {
        match self.state {
            TokenizerState::Ground if self.rest.is_some() => self.rest(byte, now, tokens),
            TokenizerState::Ground => self.ground(byte, tokens),
            TokenizerState::Utf8(left) => self.continuation(byte, left, tokens),
            TokenizerState::Escape => self.escape(byte, tokens),
            TokenizerState::SingleShift => self.single_shift(byte, tokens),
            TokenizerState::Csi => self.csi(byte, tokens),
            TokenizerState::CsiTail(left) => self.csi_tail(byte, left, tokens),
            TokenizerState::String => self.string(byte, tokens),
            TokenizerState::StringEscape => self.string_escape(byte, tokens),
            TokenizerState::Paste => self.pasted(byte, now, tokens),
        }
    }

    fn ground(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match byte {
            0x80..=0x9f => self.control(byte),
            ESC => self.enter(byte, TokenizerState::Escape),
            0xc2..=0xdf => self.enter(byte, TokenizerState::Utf8(1)),
            0xe0..=0xef => self.enter(byte, TokenizerState::Utf8(2)),
            0xf0..=0xf4 => self.enter(byte, TokenizerState::Utf8(3)),
            _ => self.last(byte, tokens),
        }
    }

    /// A C1 control of 8 bits: what ESC and another byte are in 7.
    fn control(&mut self, byte: u8) {
        self.reset();
        let state = match byte {
            0x8f => TokenizerState::SingleShift,
            0x9b => TokenizerState::Csi,
            0x90 | 0x9d | 0x9f => TokenizerState::String,
            _ => return,
        };
        self.sequence.extend([ESC, byte - 0x40]);
        self.state = state;
        (self.eight_bits, self.seen_eight_bits) = (true, true);
    }

    fn continuation(&mut self, byte: u8, left: usize, tokens: &mut Vec<Token>) {
        if !(0x80..=0xbf).contains(&byte) {
            self.restart(byte, tokens);
        } else if self.sequence == [0xc2] && byte < 0xa0 {
            // The same control, in UTF-8.
            self.control(byte);
        } else if left == 1 {
            self.last(byte, tokens);
        } else {
            self.enter(byte, TokenizerState::Utf8(left - 1));
        }
    }

    fn escape(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match byte {
            // Esc pressed twice, or Esc pressed just before a sequence: the first is a key of its own.
            ESC => {
                self.finish_key(tokens);
                self.ground(ESC, tokens);
            }
            b'[' => self.enter(byte, TokenizerState::Csi),
            b'O' => self.enter(byte, TokenizerState::SingleShift),
            b'P' | b']' | b'_' => self.enter(byte, TokenizerState::String),
            0xc2..=0xdf => self.enter(byte, TokenizerState::Utf8(1)),
            0xe0..=0xef => self.enter(byte, TokenizerState::Utf8(2)),
            0xf0..=0xf4 => self.enter(byte, TokenizerState::Utf8(3)),
            // The key, and a reply whose control has 8 bits.
            0x80..=0x9f => {
                self.finish_key(tokens);
                self.control(byte);
            }
            _ => self.last(byte, tokens),
        }
    }

    fn single_shift(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match byte {
            ESC => self.restart(byte, tokens),
            b'1'..=b'9' if self.sequence.len() == 2 => self.sequence.push(byte),
            _ => self.last(byte, tokens),
        }
    }

    fn csi(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match byte {
            ESC => self.restart(byte, tokens),
            CAN | SUB => self.reset(),
            b'M' if self.sequence.len() == 2 => self.enter(byte, TokenizerState::CsiTail(3)),
            b'[' if self.sequence.len() == 2 => self.enter(byte, TokenizerState::CsiTail(1)),
            0x20..=0x3f => self.extend(byte),
            0x40..=0x7e => self.finish_csi(byte, tokens),
            // Not part of any sequence: whatever this was, it is over.
            _ => self.restart(byte, tokens),
        }
    }

    fn csi_tail(&mut self, byte: u8, left: usize, tokens: &mut Vec<Token>) {
        if left == 1 {
            self.last(byte, tokens);
        } else {
            self.enter(byte, TokenizerState::CsiTail(left - 1));
        }
    }

    fn string(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        let is_first = self.sequence.len() == 2;
        match byte {
            ESC => self.state = TokenizerState::StringEscape,
            BEL if self.sequence[1] == b']' => self.finish_string(tokens),
            ST if self.eight_bits => self.finish_string(tokens),
            CAN | SUB => self.reset(),
            // No string that a terminal sends: the letter with Alt, and another key.
            _ if is_first && !self.eight_bits && !begins_string(self.sequence[1], Some(byte)) => {
                tokens.push(Token::Key(with_alt(self.sequence[1])));
                self.restart(byte, tokens);
            }
            _ => self.extend(byte),
        }
    }

    fn string_escape(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        if byte == b'\\' {
            self.finish_string(tokens);
        } else {
            self.reset();
            self.enter(ESC, TokenizerState::Escape);
            self.escape(byte, tokens);
        }
    }

    fn enter(&mut self, byte: u8, state: TokenizerState) {
        self.sequence.push(byte);
        self.state = state;
    }

    fn extend(&mut self, byte: u8) {
        if self.sequence.len() < LONGEST {
            self.sequence.push(byte);
        }
    }

    pub(super) fn reset(&mut self) {
        self.sequence.clear();
        self.paste = Paste::default();
        self.state = TokenizerState::Ground;
        self.since = None;
        self.eight_bits = false;
    }

    /// Drops the sequence so far; `byte` begins the next.
    pub(super) fn restart(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.reset();
        self.ground(byte, tokens);
    }

    fn last(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.sequence.push(byte);
        self.finish_key(tokens);
    }

    fn finish_csi(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.extend(byte);
        if self.sequence == PASTE {
            self.sequence.clear();
            self.state = TokenizerState::Paste;
            return;
        }
        match self.reply(&self.sequence[2..]) {
            Some(reply) => {
                tokens.push(Token::Reply(reply));
                self.reset();
            }
            None => self.finish_key(tokens),
        }
    }

    fn finish_string(&mut self, tokens: &mut Vec<Token>) {
        if self.eight_bits && self.sequence.last() == Some(&0xc2) {
            // The end came as a character of UTF-8, of which this is the first byte.
            self.sequence.pop();
        }
        if self.sequence.len() < LONGEST {
            tokens.extend(Reply::from_string(self.sequence[1], &self.sequence[2..]).map(Token::Reply));
        }
        self.reset();
    }

    fn finish_key(&mut self, tokens: &mut Vec<Token>) {
        tokens.extend(key::read(&self.sequence));
        self.reset();
    }
}

fn with_alt(letter: u8) -> KeyEvent {
    let shift = if letter.is_ascii_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(char::from(letter))).modifiers(KeyModifiers::ALT | shift)
}
