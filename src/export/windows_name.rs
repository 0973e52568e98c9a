//! What Windows makes of the name of a file. What is written is known to be a file's name only at the end, when it is put
//! in its place: a wrong name has to be found before the work.

use std::path::Path;

/// The device that takes everything and keeps nothing.
pub(super) const NULL_DEVICE: &str = "NUL";

/// The first character of the file's name that none may have. Behind a colon stands the name of a second content of the
/// same file, which nobody asks for who writes a line of text there.
pub(super) fn forbidden(path: &Path) -> Option<char> {
    let name = path.file_name()?.to_string_lossy();
    name.chars().find(|character| matches!(character, '\0'..'\u{20}' | '<' | '>' | ':' | '"' | '|' | '?' | '*'))
}

/// Whether the name means [`NULL_DEVICE`], whatever folder or ending it has.
pub(super) fn is_null_device(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    let stem = name.split('.').next().unwrap_or_default();
    stem.trim_end_matches(' ').eq_ignore_ascii_case(NULL_DEVICE)
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

    #[test]
    fn the_null_device_is_known_by_any_of_its_names() {
        for name in ["NUL", "nul", "Nul.png", "pictures/nul.tar.gz", "NUL ", "nul .png"] {
            assert!(is_null_device(Path::new(name)), "{name}");
        }
        for name in ["null", "null.png", "a.nul", "nul-1.png", "..", ""] {
            assert!(!is_null_device(Path::new(name)), "{name}");
        }
    }
}
