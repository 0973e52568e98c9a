//! From terminal bytes to keys, mouse events and replies: a small ECMA-48 tokeniser.
//!
//! It does no I/O and reads no clock: chunks and moments are arguments, so that every split of every
//! sequence can be tested. A sequence is recognised as a whole before anything looks inside it; that
//! is what keeps a reply from being mistaken for keys, and a key from being lost behind a reply.

use std::time::{Duration, Instant};

use terminput::{Event as Input, KeyCode, KeyEvent, KeyModifiers, MouseEvent};

use super::Reply;

/// After this long an ESC, or ESC and one more byte, was a key press and not the start of a sequence.
pub const ESCAPE_TIMEOUT: Duration = Duration::from_millis(30);
/// After this long a sequence that never ended is dropped.
pub const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);
/// No reply that is read here is longer; the rest of a longer one is skipped. Bytes.
const LONGEST: usize = 4096;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;

/// What a terminal sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A key.
    Key(KeyEvent),
    /// A mouse button, movement or wheel.
    Mouse(MouseEvent),
    /// The window gained (true) or lost (false) the focus.
    Focus(bool),
    /// The answer to a query.
    Reply(Reply),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ground,
    /// Inside a UTF-8 character that has this many bytes to come.
    Utf8(usize),
    Escape,
    /// ESC O: one more byte.
    SingleShift,
    /// ESC [ … up to a final byte.
    Csi,
    /// A form with a fixed number of bytes after the final byte: `CSI M` (mouse), `CSI [` (Linux console).
    CsiTail(usize),
    /// DCS, OSC, APC, PM, SOS, up to ST.
    String,
    /// ESC inside a string: ST if `\` follows.
    StringEscape,
}

/// Splits what a terminal sends into [`Token`]s.
#[derive(Debug)]
pub struct Tokenizer {
    state: State,
    sequence: Vec<u8>,
    /// When the unfinished sequence began.
    since: Option<Instant>,
}

impl Default for Tokenizer {
    fn default() -> Self {
        Self { state: State::Ground, sequence: Vec::new(), since: None }
    }
}

impl Tokenizer {
    /// Takes the next bytes, read at `now`, and appends what they complete to `tokens`.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, tokens: &mut Vec<Token>) {
        self.expire(now, tokens);
        for &byte in bytes {
            self.byte(byte, tokens);
        }
        match self.state {
            State::Ground => self.since = None,
            _ => self.since = self.since.or(Some(now)),
        }
    }

    /// When [`expire`](Self::expire) has something to do if no byte arrives before; `None` between sequences.
    pub fn deadline(&self) -> Option<Instant> {
        let timeout = if self.could_be_a_key() { ESCAPE_TIMEOUT } else { SEQUENCE_TIMEOUT };
        self.since.map(|since| since + timeout)
    }

    /// Settles what has waited too long: a lone ESC is the key, an unfinished sequence is dropped.
    pub fn expire(&mut self, now: Instant, tokens: &mut Vec<Token>) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        if self.could_be_a_key() {
            self.finish_key(tokens);
        } else {
            self.reset();
        }
    }

    /// ESC alone, or what Alt with `[`, `O`, `]`, `P`, … sends.
    fn could_be_a_key(&self) -> bool {
        self.sequence.len() <= 2 && !matches!(self.state, State::Utf8(_) | State::StringEscape)
    }

    fn byte(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match self.state {
            State::Ground => self.ground(byte, tokens),
            State::Utf8(left) => self.continuation(byte, left, tokens),
            State::Escape => self.escape(byte, tokens),
            State::SingleShift => self.last(byte, tokens),
            State::Csi => self.csi(byte, tokens),
            State::CsiTail(left) => self.csi_tail(byte, left, tokens),
            State::String => self.string(byte, tokens),
            State::StringEscape => self.string_escape(byte, tokens),
        }
    }

    fn ground(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.sequence.push(byte);
        match byte {
            ESC => self.state = State::Escape,
            0xc2..=0xdf => self.state = State::Utf8(1),
            0xe0..=0xef => self.state = State::Utf8(2),
            0xf0..=0xf4 => self.state = State::Utf8(3),
            _ => self.finish_key(tokens),
        }
    }

    fn continuation(&mut self, byte: u8, left: usize, tokens: &mut Vec<Token>) {
        if !(0x80..=0xbf).contains(&byte) {
            self.restart(byte, tokens);
        } else if left == 1 {
            self.last(byte, tokens);
        } else {
            self.sequence.push(byte);
            self.state = State::Utf8(left - 1);
        }
    }

    fn escape(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match byte {
            // Esc pressed twice, or Esc pressed just before a sequence: the first is a key of its own.
            ESC => {
                self.finish_key(tokens);
                self.ground(ESC, tokens);
            }
            b'[' => self.enter(byte, State::Csi),
            b'O' => self.enter(byte, State::SingleShift),
            b'P' | b']' | b'_' | b'^' | b'X' => self.enter(byte, State::String),
            0xc2..=0xdf => self.enter(byte, State::Utf8(1)),
            0xe0..=0xef => self.enter(byte, State::Utf8(2)),
            0xf0..=0xf4 => self.enter(byte, State::Utf8(3)),
            _ => self.last(byte, tokens),
        }
    }

    fn csi(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match byte {
            ESC => self.restart(byte, tokens),
            CAN | SUB => self.reset(),
            b'M' if self.sequence.len() == 2 => self.enter(byte, State::CsiTail(3)),
            b'[' if self.sequence.len() == 2 => self.enter(byte, State::CsiTail(1)),
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
            self.enter(byte, State::CsiTail(left - 1));
        }
    }

    fn string(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        match byte {
            ESC => self.state = State::StringEscape,
            BEL if self.sequence.get(1) == Some(&b']') => self.finish_string(tokens),
            CAN | SUB => self.reset(),
            _ => self.extend(byte),
        }
    }

    fn string_escape(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        if byte == b'\\' {
            self.finish_string(tokens);
        } else {
            self.reset();
            self.ground(ESC, tokens);
            self.byte(byte, tokens);
        }
    }

    fn enter(&mut self, byte: u8, state: State) {
        self.sequence.push(byte);
        self.state = state;
    }

    fn extend(&mut self, byte: u8) {
        if self.sequence.len() < LONGEST {
            self.sequence.push(byte);
        }
    }

    fn reset(&mut self) {
        self.sequence.clear();
        self.state = State::Ground;
        self.since = None;
    }

    /// Drops the sequence so far; `byte` begins the next.
    fn restart(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.reset();
        self.ground(byte, tokens);
    }

    fn last(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.sequence.push(byte);
        self.finish_key(tokens);
    }

    fn finish_csi(&mut self, byte: u8, tokens: &mut Vec<Token>) {
        self.extend(byte);
        match Reply::from_csi(&self.sequence[2..]) {
            Some(reply) => {
                tokens.push(Token::Reply(reply));
                self.reset();
            }
            None => self.finish_key(tokens),
        }
    }

    fn finish_string(&mut self, tokens: &mut Vec<Token>) {
        if self.sequence.len() < LONGEST {
            tokens.extend(Reply::from_string(self.sequence[1], &self.sequence[2..]).map(Token::Reply));
        }
        self.reset();
    }

    fn finish_key(&mut self, tokens: &mut Vec<Token>) {
        tokens.extend(key_or_mouse(&self.sequence));
        self.reset();
    }
}

/// What a whole sequence stands for; `None` for one that no key sends.
fn key_or_mouse(sequence: &[u8]) -> Option<Token> {
    // An unfinished CSI, SS3 or string introducer that nothing followed: the letter with Alt.
    if let [ESC, letter @ (b'[' | b'O' | b'P' | b']' | b'_' | b'^' | b'X')] = sequence {
        let shift = if letter.is_ascii_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
        let key = KeyEvent::new(KeyCode::Char(char::from(*letter)));
        return Some(Token::Key(key.modifiers(KeyModifiers::ALT | shift)));
    }
    match Input::parse_from(sequence).ok().flatten()? {
        Input::Key(key) => Some(Token::Key(key)),
        Input::Mouse(mouse) => Some(Token::Mouse(mouse)),
        Input::FocusGained => Some(Token::Focus(true)),
        Input::FocusLost => Some(Token::Focus(false)),
        Input::Paste(_) | Input::Resize { .. } => None,
    }
}
