//! A line inside bytes of another format: found without knowing the format.

use super::{KEYWORD, MAX_LENGTH, percent};

/// The longest mark that is read, in bytes: a line of text with a label before it, broken into many.
const LONGEST: usize = 4 * MAX_LENGTH;

/// The line as a comment, `[neurotty=LINE]`: without spaces, on which some formats split, and with an end of its own.
/// What a line of text has stands as it is; a space before it, and what the name of imported weights may have, as `%20`.
pub(crate) fn mark(line: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'[' | b']' | b'%');
    format!("[{KEYWORD}={}]", percent::encode(line, plain))
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
    let length = bytes.iter().take(LONGEST).position(|byte| matches!(byte, b'[' | b']'))?;
    if bytes[length] == b'[' {
        // The next mark, or something else: each byte is looked at once, however many marks there are.
        return None;
    }
    let line: Vec<u8> = bytes[..length].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    // Letters that are written as numbers are read by who knows the format.
    let plain = line.iter().all(u8::is_ascii_graphic) && !line.windows(2).any(|pair| pair == b"&#");
    let line = if plain { percent::decode(&line)? } else { return None };
    (!line.contains(char::is_control)).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_among_other_bytes_and_means_the_same() {
        for line in ["mondrian:7+zoom=2.5", "my cat_1.safetensors #b507ba64 glossy:0", "Käse [2] 100%.png #1 glossy:0"]
        {
            let mark = mark(line);
            assert!(
                mark.bytes().all(|byte| byte.is_ascii_graphic()) && mark.matches(['[', ']']).count() == 2,
                "{mark}"
            );
            assert_eq!(marked(&[b"\0\xff", mark.as_bytes(), b"]\0"].concat()).as_deref(), Some(line));
        }
        assert_eq!(mark("default:42+size-x=.5"), "[neurotty=default:42+size-x=.5]");
    }

    #[test]
    fn what_no_line_has_is_no_mark() {
        for wrong in [
            "[neurotty=",
            "[neurotty=a%2]",
            "[neurotty=a%1b%5b2Jb]",
            "[neurotty=a[b]",
            "[neurotty=\u{e9}]",
            "[neurotty=&#65;]",
        ] {
            assert_eq!(marked(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
