//! How a file carries its caption beside its line.

use crate::recipe::text::percent;

/// What a file calls its caption: the keyword of a PNG's iTXt chunk, the prefix of a GIF's comment, the field of a cast's
/// header.
pub(crate) const KEYWORD: &str = "neurotty-caption";

/// The longest mark that is read, in bytes: three for each of the four bytes that a character may have.
const LONGEST_MARK: usize = 12 * super::LONGEST;

/// The caption as a comment in any format, `[neurotty-caption=TEXT]`: letters and digits of ASCII as they are, all other
/// bytes of its UTF-8 as `%20`.
pub(crate) fn mark(caption: &str) -> String {
    format!("[{KEYWORD}={}]", percent::encode(caption, |byte| byte.is_ascii_alphanumeric()))
}

/// The first caption that `bytes` hold as a comment.
pub(crate) fn marked(bytes: &[u8]) -> Option<String> {
    let opening = format!("[{KEYWORD}=").into_bytes();
    let start = bytes.windows(opening.len()).position(|window| window == opening)? + opening.len();
    let end = bytes.len().min(start + LONGEST_MARK + 1);
    let length = bytes[start..end].iter().position(|byte| *byte == b']')?;
    percent::decode(&bytes[start..start + length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_among_other_bytes_and_means_the_same() {
        for text in ["Know thyself.", "γνῶθι σεαυτόν", "100% [sic] <&>", "a]b"] {
            let mark = mark(text);
            assert!(mark.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"[]=%-".contains(&byte)), "{mark}");
            let file = [b"\0\xff[neurotty=42] ", mark.as_bytes(), b"]\0"].concat();
            assert_eq!(marked(&file).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_mark_is_none() {
        let long = format!("[neurotty-caption={}]", "a".repeat(100_000));
        for wrong in [
            "",
            "[neurotty-caption=",
            "[neurotty-caption=%2]",
            "[neurotty-caption=%zz]",
            "[neurotty-caption=%ff]",
            long.as_str(),
        ] {
            assert_eq!(marked(wrong.as_bytes()), None, "{:.40}", wrong);
        }
    }
}
