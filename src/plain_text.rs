//! The one door for text that comes from outside: names and contents of files, the environment, arguments, other
//! programs.
//!
//! A terminal obeys control characters: they set its title and its clipboard, and bidirectional controls show a
//! name other than it is. [`line()`], [`block`] and [`json`] leave no such character; whatever else a script writes
//! passes unchanged. All text on stdout, stderr and in the live view goes through here, whatever its source.

use std::borrow::Cow;
use std::fmt::Write as _;

mod shell;

pub(crate) use shell::shell_word;

/// The most characters of a line, where nothing else bounds it: more than any line of text or path has.
pub(crate) const LINE: usize = 5000;
/// The most characters of a text of many lines.
pub(crate) const BLOCK: usize = 1 << 20;

/// `text` on one line: control characters as `\u{1b}`, and `…` for what is more than `most` characters.
pub fn line(text: &str, most: usize) -> Cow<'_, str> {
    cleaned(text, most, |_| false)
}

/// `text` with its line breaks, otherwise as [`line()`].
pub fn block(text: &str, most: usize) -> Cow<'_, str> {
    cleaned(text, most, |c| c == '\n')
}

/// JSON with every control character in its strings in the form `\u001b`, so that the strings keep their value and
/// the text is harmless to a terminal. Line breaks between the parts stay.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) && c != '\n' {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing to a String does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a terminal only prints `text`, whose length does not count.
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(is_control)
}

fn cleaned(text: &str, most: usize, allowed: impl Fn(char) -> bool) -> Cow<'_, str> {
    let kept = |c: char| !is_control(c) || allowed(c);
    // As many bytes or more: counting characters is rarely needed.
    let fits = text.len() <= most || text.chars().nth(most).is_none();
    if fits && text.chars().all(kept) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(escaped(text, most, kept))
}

/// At most `most` characters, the last one `…` where something is left out.
fn escaped(text: &str, most: usize, kept: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    // What may still be written, and where the text ends if there is no room for the rest.
    let (mut room, mut end) = (most, 0);
    for c in text.chars() {
        let shown = if kept(c) { String::from(c) } else { c.escape_unicode().to_string() };
        let length = shown.chars().count();
        if length > room {
            out.truncate(end);
            out.extend((most > 0).then_some('…'));
            return out;
        }
        room -= length;
        out.push_str(&shown);
        if room > 0 {
            end = out.len();
        }
    }
    out
}

/// Whether a terminal, or what draws text in it, may obey `c` instead of printing it: the control characters (C0,
/// DEL, C1), line and paragraph separators, and Unicode's format characters (general category Cf). Of those the
/// joiners stay, which Persian, Indic scripts and emoji are written with, and the signs that are seen, as the Arabic
/// number sign.
const fn is_control(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{70f}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_of_the_world_pass_unchanged() {
        for text in [
            "mondrian:7+zoom=250",
            "größe",
            "日本語",
            "שלום",
            "مرحبا",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}👩\u{200d}👧",
            "e\u{301}",
        ] {
            assert_eq!(line(text, 100), text);
            assert!(is_plain(text));
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_spelled_out() {
        assert_eq!(line("a\x1b]0;x\x07\u{9b}31m\u{202e}b", 100), "a\\u{1b}]0;x\\u{7}\\u{9b}31m\\u{202e}b");
        assert_eq!(block("a\nb\r", 100), "a\nb\\u{d}");
        assert_eq!(json("{\n\"a\u{9b}\u{e0041}\"}"), "{\n\"a\\u009b\\udb40\\udc41\"}");
    }

    #[test]
    fn what_is_too_long_ends_in_dots() {
        assert_eq!(line("abcdef", 6), "abcdef");
        assert_eq!(line("abcdefg", 6), "abcde…");
        assert_eq!(line("abc\x1b", 6), "abc…");
        assert_eq!(line("äöü", 3), "äöü");
        assert_eq!((line("ab", 1), line("ab", 0)), ("…".into(), "".into()));
    }
}
