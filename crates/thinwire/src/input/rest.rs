//! The rest of a sequence whose beginning was given up: a reply that a slow link cut, and whose first byte was taken for
//! the Esc key, must not press the keys that its other bytes are.

use std::time::{Duration, Instant};

/// How long the beginning of a sequence is remembered after it was given up.
pub(super) const REMEMBERED: Duration = Duration::from_millis(2500);
/// The parameters of a CSI sequence are no longer. Bytes.
const LONGEST_PARAMETERS: usize = 64;
/// No string that a terminal sends is longer. Bytes.
pub(super) const LONGEST_STRING: usize = 4096;

const ESC: u8 = 0x1b;

/// What was given up, and what may be the rest of it.
#[derive(Debug)]
pub(super) struct Rest {
    /// The beginning, in the 7-bit form.
    beginning: Vec<u8>,
    until: Instant,
    /// Bytes that may be the rest.
    held: Vec<u8>,
    /// When the first and the last of them came.
    came: Option<(Instant, Instant)>,
}

/// What a byte makes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// The sequence is not over.
    More,
    /// A whole sequence, beginning and rest.
    Whole(Vec<u8>),
    /// These bytes are no rest of anything: they count for themselves.
    Nothing(Vec<u8>),
}

impl Rest {
    /// Remembers the beginning of a sequence that was given up at `now`; `None` if nothing could follow it.
    pub(super) fn of(beginning: &[u8], now: Instant) -> Option<Self> {
        let beginning = beginning.to_vec();
        (form(&beginning) == Form::Open).then(|| Self {
            beginning,
            until: now + REMEMBERED,
            held: Vec::new(),
            came: None,
        })
    }

    /// When the last byte that is held came.
    pub(super) fn held_since(&self) -> Option<Instant> {
        self.came.map(|(_, last)| last)
    }

    /// Whether what is held was read at once.
    pub(super) fn came_at_once(&self) -> bool {
        self.came.is_some_and(|(first, last)| first == last)
    }

    /// Takes the next byte.
    pub(super) fn take(&mut self, byte: u8, now: Instant) -> Taken {
        self.held.push(byte);
        if self.came.is_none() && now > self.until {
            return Taken::Nothing(self.release());
        }
        let first = self.came.map_or(now, |(first, _)| first);
        self.came = Some((first, now));
        let whole = [self.beginning.as_slice(), &self.held].concat();
        match form(&whole) {
            Form::Open => Taken::More,
            Form::Whole => Taken::Whole(whole),
            Form::Not => Taken::Nothing(self.release()),
        }
    }

    /// The bytes that are held, for whatever they are.
    pub(super) fn release(&mut self) -> Vec<u8> {
        self.came = None;
        std::mem::take(&mut self.held)
    }
}

/// What the bytes so far are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// More bytes can make a sequence of it.
    Open,
    Whole,
    /// No sequence that a terminal sends.
    Not,
}

/// What `sequence`, in the 7-bit form, is.
pub(super) fn form(sequence: &[u8]) -> Form {
    match sequence {
        [ESC] => Form::Open,
        [ESC, b'[', body @ ..] => control(body),
        [ESC, introducer, body @ ..] if begins_string(*introducer, body.first().copied()) => string(*introducer, body),
        _ => Form::Not,
    }
}

fn control(body: &[u8]) -> Form {
    let parameters = body.iter().take_while(|byte| (0x20..=0x3f).contains(*byte)).count();
    match &body[parameters..] {
        [] if parameters < LONGEST_PARAMETERS => Form::Open,
        [0x40..=0x7e] => Form::Whole,
        _ => Form::Not,
    }
}

/// Whether a string that begins so can come from a terminal: DCS, OSC or APC, and the first byte of its text, once it
/// is there.
pub(super) fn begins_string(introducer: u8, first: Option<u8>) -> bool {
    let Some(first) = first else { return matches!(introducer, b'P' | b']' | b'_') };
    match introducer {
        b'P' => matches!(first, 0x30..=0x3f | b'!' | b'$' | b'+'),
        // Numbers; a window's title and icon have letters.
        b']' => matches!(first, b'0'..=b'9' | b'l' | b'L' | b'I'),
        b'_' => first == b'G',
        _ => false,
    }
}

fn string(introducer: u8, body: &[u8]) -> Form {
    let control = body.iter().position(|byte| matches!(byte, 0x07 | 0x18 | 0x1a | 0x1b | 0x9c));
    match control.map(|place| &body[place..]) {
        None if body.len() < LONGEST_STRING => Form::Open,
        Some([ESC]) => Form::Open,
        Some([ESC, b'\\'] | [0x9c]) => Form::Whole,
        Some([0x07]) if introducer == b']' => Form::Whole,
        _ => Form::Not,
    }
}
