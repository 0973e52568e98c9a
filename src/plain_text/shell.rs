//! Words that a user may copy to a shell.

use std::borrow::Cow;

/// `word` as the shells of this system read it back: in quotes where it holds more than they pass on unchanged. It is no
/// protection from control characters.
pub(crate) fn shell_word(word: &str) -> Cow<'_, str> {
    if cfg!(windows) { windows_word(word) } else { unix_word(word) }
}

/// As POSIX shells and fish read it back.
fn unix_word(word: &str) -> Cow<'_, str> {
    if is_safe(word, "-_./+=:,@%") {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
}

/// As cmd, PowerShell and Git Bash all read it back, which agree on double quotes alone. PowerShell takes a word with a
/// comma for several, and one with `@` for a variable; Git Bash drops backslashes. For `$`, a backtick and `%` there is no
/// form that all of them read.
fn windows_word(word: &str) -> Cow<'_, str> {
    if is_safe(word, "-_./+=:") { Cow::Borrowed(word) } else { Cow::Owned(format!("\"{word}\"")) }
}

/// Whether letters, digits and `signs` are all that is in `word`.
fn is_safe(word: &str, signs: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || signs.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        assert_eq!(unix_word("/home/me/größe-2.safetensors"), "/home/me/größe-2.safetensors");
        assert_eq!(unix_word("mondrian:7+color=hex:264653,2a9d8f"), "mondrian:7+color=hex:264653,2a9d8f");
        assert_eq!(unix_word("a b.png"), "'a b.png'");
        assert_eq!(unix_word("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(unix_word(""), "''");
    }

    #[test]
    fn the_shells_of_windows_agree_on_double_quotes() {
        assert_eq!(windows_word("mondrian:7+zoom=2.5"), "mondrian:7+zoom=2.5");
        assert_eq!(windows_word("größe-2.png"), "größe-2.png");
        assert_eq!(windows_word("default:42+hidden=64,32"), "\"default:42+hidden=64,32\"");
        assert_eq!(windows_word("@favourites"), "\"@favourites\"");
        assert_eq!(windows_word(r"C:\Users\me\it's.png"), "\"C:\\Users\\me\\it's.png\"");
        assert_eq!(windows_word(""), "\"\"");
    }
}
