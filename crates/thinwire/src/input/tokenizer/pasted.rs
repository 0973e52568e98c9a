//! What is pasted: everything up to its end is text, but for a reply that came in between.

use std::time::Instant;

use terminput::{KeyCode, KeyEvent};

use super::{Token, Tokenizer};
use crate::input::Reply;
use crate::input::paste::Pasted;

impl Tokenizer {
    pub(super) fn pasted(&mut self, byte: u8, now: Instant, tokens: &mut Vec<Token>) {
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
}
