//! From terminal bytes to keys, mouse events and replies: a small ECMA-48 tokeniser.
//!
//! It does no I/O and reads no clock: chunks and moments are arguments, so that every split of every
//! sequence can be tested. A sequence is recognised as a whole before anything looks inside it; that
//! is what keeps a reply from being mistaken for keys, and a key from being lost behind a reply.

use std::time::{Duration, Instant};

use terminput::{KeyCode, KeyEvent, KeyModifiers};

use super::Reply;
use super::key;
use super::paste::{self, Paste, Pasted};
use super::rest::{Rest, Taken, begins_string};

pub use super::token::Token;

/// After this long an ESC was a key press and not the start of a sequence.
pub const ESCAPE_TIMEOUT: Duration = Duration::from_millis(30);
/// The same while a reply is due: its bytes may come as far apart as this.
pub const DUE_TIMEOUT: Duration = Duration::from_millis(350);
/// After so long without a byte a sequence that never ended is dropped.
pub const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);
/// After so long without a byte a paste that never ended is dropped.
pub const PASTE_TIMEOUT: Duration = paste::SILENCE;
/// No reply that is read here is longer; the rest of a longer one is skipped. Bytes.
const LONGEST: usize = 4096;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
/// What comes before a paste.
const PASTE: &[u8] = b"\x1b[200~";
/// The end of a string in the 8-bit form.
const ST: u8 = 0x9c;

/// Which replies are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Any at all.
    pub any: bool,
    /// Where the cursor stands, in a form that F3 with modifiers has too.
    pub cursor: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum TokenizerState {
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

/// Splits what a terminal sends into [`Token`]s.
#[derive(Debug, Default)]
pub struct Tokenizer {
    state: TokenizerState,
    /// The unfinished sequence, its introducer in the 7-bit form.
    sequence: Vec<u8>,
    paste: Paste,
    /// When a paste was given up that had not ended.
    lost_paste: Option<Instant>,
    /// When the last byte of the unfinished sequence came.
    since: Option<Instant>,
    expected: Expected,
    /// The sequence began with a C1 control of 8 bits.
    eight_bits: bool,
    seen_eight_bits: bool,
    /// What was given up, and may go on.
    rest: Option<Rest>,
}

impl Tokenizer {
    /// Takes the next bytes, read at `now`, and appends what they complete to `tokens`. What waits is settled by
    /// [`expire`](Self::expire) alone: call that only when nothing is left to be read.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, tokens: &mut Vec<Token>) {
        if self.state == TokenizerState::Ground && self.lost_paste.is_some_and(|lost| paste::goes_on(bytes, now - lost))
        {
            self.rest = None;
            self.state = TokenizerState::Paste;
        }
        if self.state == TokenizerState::Paste
            && let Some(key) = self.paste.ending_key(bytes, now)
        {
            self.reset();
            return tokens.push(key);
        }
        if let Some(key) = self.key_within(bytes, now) {
            return tokens.push(key);
        }
        for &byte in bytes {
            self.byte(byte, now, tokens);
        }
        if self.state == TokenizerState::Paste {
            self.paste.begin(now);
        }
        self.since = (self.state != TokenizerState::Ground).then_some(now);
    }

    /// Tells which replies are due from now on.
    pub fn expect(&mut self, expected: Expected) {
        self.expected = expected;
    }

    /// Whether a reply came with C1 controls of 8 bits.
    pub fn has_seen_eight_bits(&self) -> bool {
        self.seen_eight_bits
    }

    /// When [`expire`](Self::expire) has something to do if no byte arrives before; `None` between sequences.
    pub fn deadline(&self) -> Option<Instant> {
        let held = self.rest.as_ref().and_then(Rest::held_since).map(|since| since + self.escape_timeout());
        held.or(match self.state {
            TokenizerState::Paste => self.paste.deadline(self.escape_timeout()),
            TokenizerState::Escape => self.since.map(|since| since + self.escape_timeout()),
            _ => self.since.map(|since| since + SEQUENCE_TIMEOUT),
        })
    }

    /// Settles what has waited too long: a lone ESC is the key, an unfinished sequence is dropped.
    pub fn expire(&mut self, now: Instant, tokens: &mut Vec<Token>) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        if let Some(held) = self.rest.take_if(|rest| rest.held_since().is_some()).map(|mut rest| rest.release()) {
            return self.feed(&held, now, tokens);
        }
        match self.state {
            TokenizerState::StringEscape => self.sequence.push(ESC),
            TokenizerState::Paste => self.sequence.extend(self.paste.unfinished()),
            _ => {}
        }
        self.rest = Rest::of(&self.sequence, now);
        self.lost_paste = (self.state == TokenizerState::Paste).then_some(now).or(self.lost_paste);
        let is_key = self.state != TokenizerState::Paste || self.paste.escape().is_some();
        // With one more byte it may be the key too, typed quickly before another one.
        if is_key && self.sequence.len() <= 2 && self.sequence.first() == Some(&ESC) && !self.eight_bits {
            tokens.push(Token::Key(KeyEvent::new(KeyCode::Esc)));
        }
        self.reset();
    }

    fn escape_timeout(&self) -> Duration {
        if self.expected.any { DUE_TIMEOUT } else { ESCAPE_TIMEOUT }
    }

    fn byte(&mut self, byte: u8, now: Instant, tokens: &mut Vec<Token>) {
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

    /// A byte behind something that was given up.
    fn rest(&mut self, byte: u8, now: Instant, tokens: &mut Vec<Token>) {
        let Some(mut rest) = self.rest.take() else { return };
        let bytes = match rest.take(byte, now) {
            Taken::More => {
                self.rest = Some(rest);
                return;
            }
            Taken::Whole(sequence) if sequence == PASTE => {
                self.state = TokenizerState::Paste;
                return;
            }
            Taken::Whole(sequence) if sequence == paste::END => return,
            Taken::Whole(sequence) => match self.late(&sequence, &rest) {
                Some(token) => return tokens.push(token),
                None => rest.release(),
            },
            Taken::Nothing(bytes) => bytes,
        };
        for byte in bytes {
            self.byte(byte, now, tokens);
        }
    }

    /// What a sequence stands for whose beginning was given up: a reply; or a key, if its rest came at once, as nobody
    /// types.
    fn late(&self, sequence: &[u8], rest: &Rest) -> Option<Token> {
        let reply = self.whole_reply(sequence);
        reply.map(Token::Reply).or_else(|| if rest.came_at_once() { key::read(sequence) } else { None })
    }

    /// What a whole sequence is as a reply.
    fn whole_reply(&self, sequence: &[u8]) -> Option<Reply> {
        match sequence {
            [ESC, b'[', body @ ..] => {
                // Of another program's replies nothing is known but that no key sends such a prefix.
                let is_foreign = matches!(body.first(), Some(b'?' | b'>' | b'='));
                self.reply(body).filter(|reply| is_foreign || *reply != Reply::Unknown)
            }
            [ESC, introducer, body @ ..] => Reply::from_string(*introducer, without_end(body)),
            _ => None,
        }
    }

    /// The key that `bytes` are, typed while a reply came in slowly: a letter that stands alone, and that would make
    /// nothing of what has come of the reply. That goes on behind it.
    fn key_within(&self, bytes: &[u8], now: Instant) -> Option<Token> {
        let [letter @ 0x40..=0x7e] = bytes else { return None };
        let alone =
            self.expected.any && self.state == TokenizerState::Csi && self.since.is_some_and(|since| since < now);
        let begun = self.sequence.get(2..).filter(|begun| alone && begun.len() < 3)?;
        let whole = [&self.sequence, bytes].concat();
        let is_nothing = self.reply(&whole[2..]).is_none()
            && key::read(&whole).is_none()
            && !(begun.is_empty() && matches!(letter, b'M' | b'['));
        (is_nothing && begun.iter().all(u8::is_ascii_digit)).then(|| key::read(bytes)).flatten()
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

    fn pasted(&mut self, byte: u8, now: Instant, tokens: &mut Vec<Token>) {
        match self.paste.push(byte, self.eight_bits, now) {
            Pasted::More => {}
            Pasted::End => {
                tokens.extend(std::mem::take(&mut self.paste).line().map(Token::Paste));
                self.reset();
            }
            // Pasted text may look like a reply; one that nobody waits for is text.
            Pasted::Sequence(sequence) => {
                let reply = self.whole_reply(&sequence).filter(|reply| self.expected.any && *reply != Reply::Unknown);
                if let Some(reply) = reply {
                    self.paste.leave_out();
                    tokens.push(Token::Reply(reply));
                }
            }
            Pasted::AfterEscape => {
                tokens.push(Token::Key(KeyEvent::new(KeyCode::Esc)));
                self.restart(byte, tokens);
            }
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

    fn reset(&mut self) {
        self.sequence.clear();
        self.paste = Paste::default();
        self.state = TokenizerState::Ground;
        self.since = None;
        self.eight_bits = false;
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

    /// Reads what stands behind `CSI` as a reply.
    fn reply(&self, body: &[u8]) -> Option<Reply> {
        let cursor = if self.expected.cursor { Reply::cursor(body) } else { None };
        cursor.or_else(|| Reply::from_csi(body))
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

/// The text of a string, without what ends it.
fn without_end(body: &[u8]) -> &[u8] {
    let ends: [&[u8]; 4] = [b"\x1b\\", b"\x07", b"\xc2\x9c", b"\x9c"];
    ends.into_iter().find_map(|end| body.strip_suffix(end)).unwrap_or(body)
}

fn with_alt(letter: u8) -> KeyEvent {
    let shift = if letter.is_ascii_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(char::from(letter))).modifiers(KeyModifiers::ALT | shift)
}
