//! From terminal bytes to keys, mouse events and replies: a small ECMA-48 tokeniser.
//!
//! It does no I/O and reads no clock: chunks and moments are arguments, so that every split of every
//! sequence can be tested. A sequence is recognised as a whole before anything looks inside it; that
//! is what keeps a reply from being mistaken for keys, and a key from being lost behind a reply.
//!
//! `states.rs` is the state machine, byte by byte; `given_up.rs` is what happens to a sequence that did not end in time,
//! and goes on late; `replies.rs` and `pasted.rs` say what is a reply and what was pasted.

use std::time::{Duration, Instant};

use super::paste::{self, Paste};
use super::rest::Rest;
use states::TokenizerState;

pub use super::token::Token;

mod given_up;
mod pasted;
mod replies;
mod states;

/// After this long an ESC was a key press and not the start of a sequence.
pub const ESCAPE_TIMEOUT: Duration = Duration::from_millis(30);
/// The same while a reply is due: its bytes may come as far apart as this.
pub const DUE_TIMEOUT: Duration = Duration::from_millis(350);
/// After so long without a byte a sequence that never ended is dropped.
pub const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(500);
/// After so long without a byte a paste that never ended is dropped.
pub const PASTE_TIMEOUT: Duration = paste::SILENCE;

const ESC: u8 = 0x1b;
/// What comes before a paste.
const PASTE: &[u8] = b"\x1b[200~";

/// Which replies are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Any at all.
    pub any: bool,
    /// Where the cursor stands, in a form that F3 with modifiers has too.
    pub cursor: bool,
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
        self.give_up(now, tokens);
    }

    fn escape_timeout(&self) -> Duration {
        if self.expected.any { DUE_TIMEOUT } else { ESCAPE_TIMEOUT }
    }
}
