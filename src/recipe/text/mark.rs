//! A line inside bytes of another format: found without knowing the format.

use super::{KEYWORD, MAX_LENGTH};

/// The longest mark that is read, in bytes: a line of text with a label before it, broken into many.
const LONGEST: usize = 4 * MAX_LENGTH;

/// The line as a comment, `[neurotty=LINE]`: without spaces, on which some formats split, and with an
/// end of its own. What no line holds is replaced.
pub(crate) fn mark(line: &str) -> String {
    let plain = |c: char| if c.is_ascii_graphic() && c != ']' { c } else { '_' };
    format!("[{KEYWORD}={}]", line.chars().map(plain).collect::<String>())
}

/// The same as text in XML, where it needs no escapes but these.
pub(crate) fn mark_in_xml(line: &str) -> String {
    mark(line).replace('&', "&amp;").replace('<', "&lt;")
}

/// The first line that `bytes` hold as a comment. White space, where an editor has broken its line, is no part of it.
pub(crate) fn marked(bytes: &[u8]) -> Option<String> {
    let opening = format!("[{KEYWORD}=").into_bytes();
    let places = bytes.windows(opening.len()).enumerate().filter(|(_, window)| *window == opening);
    places.into_iter().find_map(|(place, _)| line(&bytes[place + opening.len()..]))
}

/// The line that begins here and ends in a bracket.
fn line(bytes: &[u8]) -> Option<String> {
    let length = bytes.iter().take(LONGEST).position(|byte| *byte == b']')?;
    let line: Vec<u8> = bytes[..length].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    // Letters that are written as numbers are read by who knows the format.
    let plain = line.iter().all(u8::is_ascii_graphic) && !line.windows(2).any(|pair| pair == b"&#");
    String::from_utf8(line).ok().filter(|_| plain)
}
