//! Bytes that come late or out of turn: a reply that a slow link cut is still a reply, though it was given up, and a key
//! that was typed in the middle of a reply is still a key.

use std::time::Instant;

use terminput::{KeyCode, KeyEvent};

use super::{ESC, PASTE, Token, Tokenizer, TokenizerState};
use crate::input::key;
use crate::input::paste;
use crate::input::rest::{Rest, Taken};

impl Tokenizer {
    /// Gives up what has begun and did not end. What it was is remembered, for the rest may come yet.
    pub(super) fn give_up(&mut self, now: Instant, tokens: &mut Vec<Token>) {
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

    /// A byte behind something that was given up.
    pub(super) fn rest(&mut self, byte: u8, now: Instant, tokens: &mut Vec<Token>) {
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

    /// The key that `bytes` are, typed while a reply came in slowly: a letter that stands alone, and that would make
    /// nothing of what has come of the reply. That goes on behind it.
    pub(super) fn key_within(&self, bytes: &[u8], now: Instant) -> Option<Token> {
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
}
