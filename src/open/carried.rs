//! What a file may carry of what it shows: the line of text, or those of many artworks.

use crate::recipe::text::KEYWORD;

/// The text that a file carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// The line that it shows.
    Line(String),
    /// The first of the many lines that it shows.
    Sheet(String),
}

/// The line in a comment, `neurotty: LINE`.
pub(super) fn line_of_comment(comment: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(comment).ok()?;
    Some(text.strip_prefix(KEYWORD)?.strip_prefix(':')?.trim().to_owned())
}
