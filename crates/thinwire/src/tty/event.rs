//! From what was read to what happens at the terminal.

use std::time::Instant;

use super::device::Device;
use crate::Event;
use crate::input::tokenizer::Token;

/// What `token`, which was read from `device` just now, says.
pub(super) fn event(token: Token, device: &Device) -> Event {
    match token {
        Token::Key(key) => Event::Key(key),
        Token::Mouse(mouse) => Event::Mouse(mouse),
        Token::Focus(focused) => Event::Focus(focused),
        Token::Paste(text) => Event::Paste(text),
        Token::Reply(reply) => {
            device.replies().answered(&reply);
            Event::Reply { reply, at: Instant::now() }
        }
    }
}
