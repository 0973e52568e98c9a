//! What is pasted, between the brackets that the terminal puts around it.
//!
//! The end may never come: a link was cut, or a program has forgotten it. So a paste ends with silence, and lets through
//! what can't be a part of it: replies that are due, and a key that ends things and stands alone. What comes
//! after all is no keys either.

use std::time::{Duration, Instant};

use terminput::{KeyCode, KeyModifiers};

use super::key;
use super::rest::{Form, form};
use super::token::Token;

/// After so long without a byte a paste that never ended is dropped.
pub(super) const SILENCE: Duration = Duration::from_millis(1500);
/// What is pasted comes in one go. Bytes that stand further apart are typed, and a paste does not wait for them.
const TOGETHER: Duration = Duration::from_millis(400);
/// So many bytes in one go may be a key.
const KEY: u32 = 8;
/// After so long without a byte a key stands alone.
const ALONE: Duration = Duration::from_millis(30);
/// How long a paste that was given up may go on, and how many bytes at once nobody types.
const REMEMBERED: Duration = Duration::from_secs(10);
const TYPED: usize = 16;
/// What ends a paste. Where the control that began it has 8 bits, so may this one.
pub(super) const END: &[u8] = b"\x1b[201~";
const SHORT_ENDS: [&[u8]; 2] = [b"\x9b201~", b"\xc2\x9b201~"];
/// No line of text is longer; of more, nothing is kept. Bytes.
const LONGEST: usize = 8192;
const ESC: u8 = 0x1b;

/// Whether `chunk` is the rest of a paste that was given up so long ago, when its link stood still: more than anybody
/// types at once, or with the end of one.
pub(super) fn goes_on(chunk: &[u8], ago: Duration) -> bool {
    let is_text = chunk.len() >= TYPED && !chunk.contains(&ESC);
    ago < REMEMBERED && (is_text || chunk.windows(END.len()).any(|window| window == END))
}

/// A paste that is coming in.
#[derive(Debug, Default)]
pub(super) struct Paste {
    bytes: Vec<u8>,
    too_long: bool,
    pace: Pace,
    sequence: Option<Sequence>,
}

/// When bytes came.
#[derive(Clone, Copy, Debug, Default)]
struct Pace {
    /// The last one.
    last: Option<Instant>,
    /// The last one that was surely pasted.
    pasted: Option<Instant>,
    /// How many came in one go.
    together: u32,
}

/// The beginning of a control sequence among what is pasted.
#[derive(Debug)]
struct Sequence {
    /// In the 7-bit form.
    bytes: Vec<u8>,
    /// Where it stands.
    place: usize,
    /// How things were before it.
    before: Pace,
}

/// What a byte makes of a paste.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pasted {
    More,
    /// It was the last one.
    End,
    /// It ends this control sequence, which may be a reply.
    Sequence(Vec<u8>),
    /// It begins something else: an ESC before it stood alone, and was a key.
    AfterEscape,
}

impl Paste {
    /// Notes when it began.
    pub(super) fn begin(&mut self, now: Instant) {
        self.pace.last.get_or_insert(now);
        self.pace.pasted.get_or_insert(now);
    }

    /// Takes the next byte.
    pub(super) fn push(&mut self, byte: u8, eight_bits: bool, now: Instant) -> Pasted {
        if byte == ESC && self.escape().is_some_and(|came| came < now) {
            return Pasted::AfterEscape;
        }
        self.follow(byte, eight_bits);
        self.pace.note(now);
        self.bytes.push(byte);
        let mut ends = [END].into_iter().chain(SHORT_ENDS.into_iter().filter(|_| eight_bits));
        if let Some(end) = ends.find(|end| self.bytes.ends_with(end)) {
            self.bytes.truncate(self.bytes.len() - end.len());
            return Pasted::End;
        }
        self.keep_short();
        let whole = self.sequence.as_ref().filter(|sequence| sequence.is_whole());
        whole.map_or(Pasted::More, |sequence| Pasted::Sequence(sequence.bytes.clone()))
    }

    /// Takes the control sequence that has just ended out of what was pasted: it was none of it.
    pub(super) fn leave_out(&mut self) {
        if let Some(sequence) = self.sequence.take() {
            self.bytes.truncate(sequence.place);
            self.pace = sequence.before;
        }
    }

    /// The key that `chunk`, read at `now`, is if it stands alone and ends things: Ctrl-C, or Esc in a form of its own.
    pub(super) fn ending_key(&self, chunk: &[u8], now: Instant) -> Option<Token> {
        let alone = self.pace.last.is_some_and(|last| last + ALONE <= now);
        let token = if alone && chunk != [ESC] { key::read(chunk)? } else { return None };
        let Token::Key(key) = &token else { return None };
        let interrupts = key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CTRL;
        (interrupts || key.code == KeyCode::Esc).then_some(token)
    }

    /// When it is over if no byte comes before; `escape` is how long a lone ESC is waited for.
    pub(super) fn deadline(&self, escape: Duration) -> Option<Instant> {
        let silent = self.pace.pasted.map(|pasted| pasted + SILENCE);
        let key = self.escape().map(|came| came + escape);
        key.into_iter().chain(silent).min()
    }

    /// What has come of a control sequence, which may go on.
    pub(super) fn unfinished(&self) -> &[u8] {
        self.sequence.as_ref().map_or(&[], |sequence| &sequence.bytes)
    }

    /// When an ESC came that stands alone so far.
    pub(super) fn escape(&self) -> Option<Instant> {
        let sequence = self.sequence.as_ref().filter(|sequence| sequence.bytes == [ESC])?;
        let (before, came) = (sequence.before.last?, self.pace.last?);
        (before + ALONE <= came).then_some(came)
    }

    /// Notes whether `byte` begins a control sequence or is a part of one.
    fn follow(&mut self, byte: u8, eight_bits: bool) {
        let ongoing = self.sequence.take().map(|mut sequence| {
            sequence.bytes.push(byte);
            sequence
        });
        let place = self.bytes.len();
        self.sequence = ongoing.filter(Sequence::is_open).or_else(|| {
            let (bytes, place) = match byte {
                ESC => (vec![ESC], place),
                // In UTF-8 it is the second byte of a character.
                0x90 | 0x9b | 0x9d | 0x9f if eight_bits => {
                    (vec![ESC, byte - 0x40], place - usize::from(self.bytes.ends_with(&[0xc2])))
                }
                _ => return None,
            };
            Some(Sequence { bytes, place, before: self.pace })
        });
    }

    /// Keeps no more than could be the first bytes of the end, or of a control sequence.
    fn keep_short(&mut self) {
        if self.bytes.len() > LONGEST {
            self.too_long = true;
            let end = self.bytes.len() - END.len();
            let dropped = self.sequence.as_ref().map_or(end, |sequence| sequence.place.min(end));
            self.bytes.drain(..dropped);
            if let Some(sequence) = &mut self.sequence {
                sequence.place -= dropped;
            }
        }
    }

    /// The one line that was pasted, without the white space around it; `None` for anything else.
    pub(super) fn line(self) -> Option<String> {
        let text = String::from_utf8(self.bytes).ok().filter(|_| !self.too_long)?;
        let line = text.trim();
        (!line.is_empty() && !line.contains(char::is_control)).then(|| line.to_owned())
    }
}

impl Pace {
    /// A byte came at `now`.
    fn note(&mut self, now: Instant) {
        let joins = self.last.is_some_and(|last| now < last + TOGETHER);
        self.together = if joins { self.together.saturating_add(1) } else { 1 };
        self.last = Some(now);
        if self.together > KEY {
            self.pasted = Some(now);
        }
    }
}

impl Sequence {
    fn is_open(&self) -> bool {
        !self.is_decided() || form(&self.bytes) != Form::Not
    }

    fn is_whole(&self) -> bool {
        self.is_decided() && form(&self.bytes) == Form::Whole
    }

    /// Whether its last byte can end it. Text within a string can't, and is not looked through again for each byte.
    fn is_decided(&self) -> bool {
        let is_string = self.bytes.len() > 3 && self.bytes[1] != b'[';
        let ends = self.bytes.last().is_some_and(|byte| matches!(byte, 0..0x20 | b'\\' | 0x9c));
        !is_string || ends || self.bytes.len() > super::rest::LONGEST_STRING
    }
}
