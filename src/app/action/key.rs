//! A key press, as far as the program distinguishes keys, and its name in both directions.

use std::fmt;
use std::str::FromStr;

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the keys' own")]
pub enum Key {
    Char(char),
    Ctrl(char),
    Esc,
    Enter,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
}

/// The names of keys that are no letters, the one that is shown first.
const NAMED: &[(Key, &[&str])] = &[
    (Key::Char(' '), &["space"]),
    (Key::Esc, &["Esc", "escape"]),
    (Key::Enter, &["Enter", "return"]),
    (Key::Tab, &["Tab"]),
    (Key::Backspace, &["Backspace"]),
    (Key::Delete, &["Del", "delete"]),
    (Key::Up, &["↑", "up"]),
    (Key::Down, &["↓", "down"]),
    (Key::Left, &["←", "left"]),
    (Key::Right, &["→", "right"]),
    (Key::PageUp, &["PgUp", "pageup"]),
    (Key::PageDown, &["PgDn", "pagedown"]),
    (Key::Home, &["Home"]),
    (Key::End, &["End"]),
];

/// As a sentence names it: `w`, `space`, `^R`, `↑`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, names)) = NAMED.iter().find(|(key, _)| key == self) {
            return f.write_str(names[0]);
        }
        match self {
            Self::Char(character) => write!(f, "{character}"),
            Self::Ctrl(character) => write!(f, "^{}", character.to_ascii_uppercase()),
            other => write!(f, "{other:?}"),
        }
    }
}

/// A text that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no such key: write a character, ctrl-x, or one of space, esc, enter, tab, backspace, delete, up, down, left, right, pageup, pagedown, home, end"
)]
pub struct NoSuchKey;

/// Reads `r`, `R`, `ctrl-r` (or `^R`), `space`, `up`.
impl FromStr for Key {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, NoSuchKey> {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) if !only.is_control() => return Ok(named(text).unwrap_or(Self::Char(only))),
            _ => {}
        }
        let lower = text.to_lowercase();
        let control = ["ctrl-", "ctrl+", "c-", "^"].iter().find_map(|prefix| lower.strip_prefix(prefix));
        match control.map(str::as_bytes) {
            Some([letter @ b'a'..=b'z']) => Ok(Self::Ctrl(char::from(*letter))),
            Some(_) => Err(NoSuchKey),
            None => named(text).ok_or(NoSuchKey),
        }
    }
}

/// The key of that name, in letters of any case.
fn named(text: &str) -> Option<Key> {
    let text = text.to_lowercase();
    NAMED.iter().find(|(_, names)| names.iter().any(|name| name.to_lowercase() == text)).map(|(key, _)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_people_write_them() {
        for (text, key) in [
            ("r", Key::Char('r')),
            ("R", Key::Char('R')),
            ("^", Key::Char('^')),
            (" ", Key::Char(' ')),
            ("Space", Key::Char(' ')),
            ("ctrl-r", Key::Ctrl('r')),
            ("Ctrl+R", Key::Ctrl('r')),
            ("^R", Key::Ctrl('r')),
            ("ESC", Key::Esc),
            ("pageup", Key::PageUp),
            ("↑", Key::Up),
            ("é", Key::Char('é')),
        ] {
            assert_eq!(text.parse(), Ok(key), "{text}");
        }
        for text in ["", "rr", "ctrl-", "ctrl-1", "ctrl-up", "^^", "\u{7}", "F1"] {
            assert_eq!(text.parse::<Key>(), Err(NoSuchKey), "{text:?}");
        }
    }

    #[test]
    fn what_is_shown_is_read_as_the_same_key() {
        let named = NAMED.iter().map(|(key, _)| *key);
        for key in named.chain([Key::Char('w'), Key::Char('W'), Key::Ctrl('z')]) {
            let shown = key.to_string();
            assert_eq!(shown.parse(), Ok(key), "{shown}");
        }
    }
}
