//! A line of text that is being typed.

use crate::app::action::Key;
use crate::recipe::text::MAX_LENGTH;

/// The text, and where in it the next letter goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Editor {
    text: String,
    /// In bytes, between two characters.
    cursor: usize,
}

impl Editor {
    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where the next letter goes, in bytes.
    pub(super) fn cursor(&self) -> usize {
        self.cursor
    }

    /// Another text, with the cursor behind it.
    pub(super) fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.insert(text);
    }

    /// Puts `text` in, as far as a line of text may be long.
    pub(super) fn insert(&mut self, text: &str) {
        for character in text.chars().filter(|character| !character.is_control()) {
            if self.text.len() + character.len_utf8() > MAX_LENGTH {
                return;
            }
            self.text.insert(self.cursor, character);
            self.cursor += character.len_utf8();
        }
    }

    /// Puts `text` in the place of what stands from `start` to the cursor.
    pub(super) fn complete(&mut self, start: usize, text: &str) {
        self.remove_from(start);
        self.insert(text);
    }

    /// Does what a key of editing does. Returns whether it is one.
    pub(super) fn edit(&mut self, key: Key) -> bool {
        match key {
            Key::Char(character) => self.insert(character.encode_utf8(&mut [0; 4])),
            Key::Backspace | Key::Ctrl('h') => self.remove_from(self.before()),
            Key::Delete | Key::Ctrl('d') => {
                let end = self.behind();
                self.text.drain(self.cursor..end);
            }
            Key::Ctrl('u') => self.remove_from(0),
            Key::Ctrl('w') => self.remove_from(self.word()),
            Key::Ctrl('k') => self.text.truncate(self.cursor),
            Key::Left | Key::Ctrl('b') => self.cursor = self.before(),
            Key::Right | Key::Ctrl('f') => self.cursor = self.behind(),
            Key::Home | Key::Ctrl('a') => self.cursor = 0,
            Key::End | Key::Ctrl('e') => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    fn remove_from(&mut self, start: usize) {
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    /// The place before the character before the cursor.
    fn before(&self) -> usize {
        self.text[..self.cursor].char_indices().next_back().map_or(0, |(index, _)| index)
    }

    /// The place behind the character behind the cursor.
    fn behind(&self) -> usize {
        self.cursor + self.text[self.cursor..].chars().next().map_or(0, char::len_utf8)
    }

    /// Where the word before the cursor begins: behind a `+` or another sign.
    fn word(&self) -> usize {
        let before = self.text[..self.cursor].trim_end_matches(|c: char| !c.is_alphanumeric());
        let sign = before.char_indices().rev().find(|(_, c)| !c.is_alphanumeric());
        sign.map_or(0, |(index, sign)| index + sign.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_where_the_cursor_is() {
        let mut editor = Editor::default();
        editor.insert("dep:é1");
        for key in
            [Key::Home, Key::Right, Key::Char('e'), Key::End, Key::Left, Key::Backspace, Key::Delete, Key::Delete]
        {
            assert!(editor.edit(key));
        }
        assert_eq!((editor.text(), editor.cursor()), ("deep:", 5));
        editor.insert("1+zoom=2");
        assert!(editor.edit(Key::Ctrl('w')) && editor.edit(Key::Ctrl('w')));
        assert_eq!(editor.text(), "deep:1+");
        assert!(editor.edit(Key::Ctrl('u')) && editor.edit(Key::Backspace) && editor.edit(Key::Left));
        assert_eq!((editor.text(), editor.cursor()), ("", 0));
        assert!(!editor.edit(Key::Enter) && !editor.edit(Key::Ctrl('c')));
    }

    #[test]
    fn what_is_pasted_is_one_line_of_bounded_length() {
        let mut editor = Editor::default();
        editor.insert("deep:1\n\u{1b}[2J");
        assert_eq!(editor.text(), "deep:1[2J");
        editor.insert(&"é".repeat(MAX_LENGTH));
        assert!(editor.text().len() <= MAX_LENGTH && editor.cursor() == editor.text().len());
    }
}
