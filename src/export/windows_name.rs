//! What Windows makes of the name of a file. What is written is known to be a file's name only at the end, when it is put
//! in its place: a wrong name has to be found before the work.

use std::path::Path;

/// The first character of the file's name that none may have. Behind a colon stands the name of a second content of the
/// same file, which nobody asks for who writes a line of text there.
pub(super) fn forbidden(path: &Path) -> Option<char> {
    let name = path.file_name()?.to_string_lossy();
    name.chars().find(|character| matches!(character, '\0'..'\u{20}' | '<' | '>' | ':' | '"' | '|' | '?' | '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_text_is_no_name_of_a_file() {
        let found = |name| forbidden(Path::new(name));
        assert_eq!(found("mondrian:7.png"), Some(':'));
        assert_eq!(
            (found("what?.png"), found("a\tb.png"), found("pictures/*.png")),
            (Some('?'), Some('\t'), Some('*'))
        );
        for allowed in ["mondrian-7+zoom=2.png", "größe 100%.png", "..", "pictures/a.png"] {
            assert_eq!(found(allowed), None, "{allowed}");
        }
    }
}
