//! Words that a user may copy to a shell.

use std::borrow::Cow;

/// `word` as POSIX shells and fish read it back: in quotes where it holds more than they pass on unchanged. It is no
/// protection from control characters.
pub(crate) fn shell_word(word: &str) -> Cow<'_, str> {
    let is_safe = |c: char| c.is_alphanumeric() || "-_./+=:,@%".contains(c);
    if !word.is_empty() && word.chars().all(is_safe) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        assert_eq!(shell_word("/home/me/größe-2.safetensors"), "/home/me/größe-2.safetensors");
        assert_eq!(shell_word("mondrian:7+color=hex:264653,2a9d8f"), "mondrian:7+color=hex:264653,2a9d8f");
        assert_eq!(shell_word("a b.png"), "'a b.png'");
        assert_eq!(shell_word("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(shell_word(""), "''");
    }
}
