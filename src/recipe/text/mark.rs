//! A line inside bytes of another format: found without knowing the format.

use super::KEYWORD;

/// The line as a comment, `[neurotty=LINE]`: without spaces, on which some formats split, and with an
/// end of its own. What no line holds is replaced.
pub fn mark(line: &str) -> String {
    let plain = |c: char| if c.is_ascii_graphic() && c != ']' { c } else { '_' };
    format!("[{KEYWORD}={}]", line.chars().map(plain).collect::<String>())
}

/// The same as text in XML, where it needs no escapes but these.
pub fn mark_in_xml(line: &str) -> String {
    mark(line).replace('&', "&amp;").replace('<', "&lt;")
}

/// The first line that `bytes` hold as a comment.
pub fn marked(bytes: &[u8]) -> Option<String> {
    let opening = format!("[{KEYWORD}=").into_bytes();
    let start = bytes.windows(opening.len()).position(|window| window == opening)? + opening.len();
    let length = bytes[start..].iter().position(|byte| *byte == b']')?;
    let line = std::str::from_utf8(&bytes[start..start + length]).ok()?;
    line.chars().all(|c| c.is_ascii_graphic()).then(|| line.to_owned())
}
