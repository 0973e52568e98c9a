//! Lists of artworks: one `ART` a line, and a note behind it.
//!
//! ```text
//! # A line that begins with a hash is a comment.
//! mondrian:7+zoom=250  # 2026-11-27 the red one
//! works/kept.safetensors
//! ```

use std::io;
use std::path::Path;

use super::store;

/// One artwork of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// What it is: a line of text or the path of a file.
    pub art: String,
    /// What is said of it.
    pub note: String,
    /// The line of the list, from 1.
    pub line: usize,
}

/// The artworks of the list at `path`; none where there is no file.
///
/// # Errors
/// If the file can't be read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<ListEntry>> {
    Ok(parse(&store::read(path)?).collect())
}

/// The artworks in the text of a list.
pub(super) fn parse(text: &str) -> impl DoubleEndedIterator<Item = ListEntry> {
    // Editors of Windows begin a file with a mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<_> = text.lines().enumerate().collect();
    lines.into_iter().filter_map(|(index, line)| {
        entry(line).map(|(art, note)| ListEntry { art: art.to_owned(), note: note.to_owned(), line: index + 1 })
    })
}

/// An artwork and its note.
fn entry(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    // A hash within a name is a part of it.
    let hash = line.match_indices('#').map(|(at, _)| at).find(|at| line[..*at].ends_with(char::is_whitespace));
    let (art, note) = hash.map_or((line, ""), |at| (&line[..at], &line[at + 1..]));
    Some((art.trim(), note.trim())).filter(|(art, _)| !art.is_empty())
}

/// A line of a list.
pub(super) fn print(art: &str, note: &str) -> String {
    if note.is_empty() { art.to_owned() } else { format!("{art}  # {note}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_comments_are_no_artworks() {
        let text = "# mine\n\n  mondrian:7+zoom=2 \t # 2026-11-27 # red\r\na#b.png # c\n\tdeep #\n # x";
        let found: Vec<_> = parse(text).map(|entry| (entry.line, entry.art, entry.note)).collect();
        let expected = [(3, "mondrian:7+zoom=2", "2026-11-27 # red"), (4, "a#b.png", "c"), (5, "deep", "")];
        assert_eq!(found, expected.map(|(line, art, note)| (line, art.to_owned(), note.to_owned())));
    }

    #[test]
    fn the_mark_at_the_beginning_is_no_part_of_an_artwork() {
        let arts = |text| parse(text).map(|entry| entry.art).collect::<Vec<_>>();
        assert_eq!(arts("\u{feff}deep:1\r\nink:2"), ["deep:1", "ink:2"]);
        assert_eq!(arts("\u{feff}# mine\r\n"), Vec::<String>::new());
    }

    #[test]
    fn what_is_printed_is_read_again() {
        for (art, note) in [("deep:1", "2026-11-27"), ("deep:1", ""), ("a b.png", "x # y")] {
            let entry = parse(&print(art, note)).next().unwrap();
            assert_eq!((entry.art.as_str(), entry.note.as_str()), (art, note));
        }
    }
}
