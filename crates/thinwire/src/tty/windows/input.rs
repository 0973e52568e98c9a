//! What the console sends, as tokens: read as sequences by our tokeniser, or as records by crossterm.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event;
use crossterm_winapi::{Console, Handle, InputRecord, KeyEventRecord};
use terminput::{Event as Input, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use terminput_crossterm::to_terminput;

use super::super::replies::Replies;
use super::utf16::Utf16;
use crate::input::tokenizer::{Token, Tokenizer};

/// How long nothing is read, at most: a key waits no longer than an eye notices.
const TICK: Duration = Duration::from_millis(8);
/// The key Alt: its release carries the character of a code that was typed on the number pad.
const MENU: u16 = 0x12;

/// Reads the console as sequences.
pub(super) struct Sequences {
    console: Console,
    utf16: Utf16,
    tokenizer: Tokenizer,
}

impl Sequences {
    /// Begins to read.
    pub(super) fn new() -> io::Result<Self> {
        let console = Console::from(Handle::current_in_handle()?);
        Ok(Self { console, utf16: Utf16::default(), tokenizer: Tokenizer::default() })
    }

    /// Appends what has come to `tokens`, after a moment if it is nothing.
    pub(super) fn read(&mut self, replies: &Replies, tokens: &mut Vec<Token>) -> io::Result<()> {
        self.tokenizer.expect(replies.expected());
        let mut bytes = Vec::new();
        for record in self.console.read_console_input()? {
            if let InputRecord::KeyEvent(key) = record {
                self.key(&key, &mut bytes);
            }
        }
        if bytes.is_empty() {
            thread::sleep(TICK);
            self.tokenizer.expire(Instant::now(), tokens);
        } else {
            self.tokenizer.feed(&bytes, Instant::now(), tokens);
            replies.received(self.tokenizer.has_seen_eight_bits());
        }
        Ok(())
    }

    /// Every unit of a sequence comes as a key that is pressed; those that stand for no character have no unit.
    fn key(&mut self, key: &KeyEventRecord, bytes: &mut Vec<u8>) {
        if key.u_char == 0 || !(key.key_down || key.virtual_key_code == MENU) {
            return;
        }
        for _ in 0..key.repeat_count.max(1) {
            self.utf16.push(key.u_char, bytes);
        }
    }
}

/// Reads the console as records, and appends what has come to `tokens`, after a moment if it is nothing.
pub(super) fn read_records(tokens: &mut Vec<Token>) -> io::Result<()> {
    if event::poll(TICK)? {
        tokens.extend(token(event::read()?));
    }
    Ok(())
}

/// `None` for what is no input, and for keys that are released: a terminal sends no such thing unless it is asked.
fn token(event: event::Event) -> Option<Token> {
    match to_terminput(event).ok()? {
        Input::Key(key) => (key.kind != KeyEventKind::Release).then(|| Token::Key(typed(key))),
        Input::Mouse(mouse) => Some(Token::Mouse(mouse)),
        Input::FocusGained => Some(Token::Focus(true)),
        Input::FocusLost => Some(Token::Focus(false)),
        Input::Paste(_) | Input::Resize { .. } => None,
    }
}

/// A character that AltGr gives comes with Ctrl and Alt, which nobody has pressed.
fn typed(key: KeyEvent) -> KeyEvent {
    let altgr = KeyModifiers::CTRL | KeyModifiers::ALT;
    match key.code {
        KeyCode::Char(character) if key.modifiers.contains(altgr) && !character.is_alphanumeric() => {
            let pressed = key.modifiers.difference(altgr);
            key.modifiers(pressed)
        }
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_count_when_they_are_pressed() {
        let key = |kind| {
            let code = event::KeyCode::Char('q');
            token(event::Event::Key(event::KeyEvent::new_with_kind(code, event::KeyModifiers::NONE, kind)))
        };
        assert_eq!(key(event::KeyEventKind::Press), Some(Token::Key(KeyEvent::new(KeyCode::Char('q')))));
        assert_eq!(key(event::KeyEventKind::Release), None);
    }

    #[test]
    fn altgr_gives_the_character_alone() {
        let key = |character| KeyEvent::new(KeyCode::Char(character)).modifiers(KeyModifiers::CTRL | KeyModifiers::ALT);
        assert_eq!(typed(key('{')), KeyEvent::new(KeyCode::Char('{')));
        assert_eq!(typed(key('q')), key('q'));
    }
}
