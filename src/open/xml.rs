//! What editors make of a text in XML: compressed, in UTF-16, with letters written as numbers.

use zlib_rs::{Inflate, InflateFlush};

/// The most bytes that compressed text is let grow to.
const LONGEST: usize = 1 << 20;
/// zlib's largest window, and what says that the stream is gzip's.
const GZIP: u8 = 15 + 16;
/// The longest reference to a character, without its ends: `#x10FFFF`.
const REFERENCE: usize = 8;

/// The beginning of a file as UTF-8, without compression and byte order mark.
pub(super) fn plain(bytes: Vec<u8>) -> Vec<u8> {
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) { inflated(&bytes).unwrap_or(bytes) } else { bytes };
    let units = |from: fn([u8; 2]) -> u16| bytes[2..].as_chunks().0.iter().map(|pair| from(*pair)).collect::<Vec<_>>();
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)).into_bytes(),
        [0xfe, 0xff, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)).into_bytes(),
        [0xef, 0xbb, 0xbf, text @ ..] => text.to_vec(),
        _ => bytes,
    }
}

fn inflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut text = vec![0; LONGEST];
    let mut inflate = Inflate::new(true, GZIP);
    inflate.decompress(bytes, &mut text, InflateFlush::NoFlush).ok()?;
    text.truncate(inflate.total_out() as usize);
    Some(text)
}

/// `bytes` with references to characters (XML 1.0, sections 4.1 and 4.6) as the characters that they mean.
pub(super) fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let (mut text, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while let Some(place) = rest.iter().position(|byte| *byte == b'&') {
        text.extend_from_slice(&rest[..place]);
        let end = rest[place..].iter().take(REFERENCE + 2).position(|byte| *byte == b';');
        let character = end.and_then(|end| Some((character(&rest[place + 1..place + end])?, end)));
        let taken = character.map_or(1, |(_, end)| end + 1);
        match character {
            Some((character, _)) => text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None => text.push(b'&'),
        }
        rest = &rest[place + taken..];
    }
    text.extend_from_slice(rest);
    text
}

/// What `#58`, `#x3a` or `amp` means.
fn character(reference: &[u8]) -> Option<char> {
    let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
    let reference = std::str::from_utf8(reference).ok()?;
    match reference.strip_prefix('#') {
        Some(number) => {
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let code = hexadecimal.map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16));
            char::from_u32(code.ok()?)
        }
        None => named.into_iter().find(|(name, _)| *name == reference).map(|(_, character)| character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_what_is_none_stays() {
        for (escaped, text) in [
            ("a&#58;4&#x32;&amp;&lt;&gt;", "a:42&<>"),
            ("&amp;#58;", "&#58;"),
            ("a & b; &; &#; &#xFFFFFFFF; &what; &#1114112;", "a & b; &; &#; &#xFFFFFFFF; &what; &#1114112;"),
            ("&", "&"),
            ("&#x3b3;", "γ"),
        ] {
            assert_eq!(unescaped(escaped.as_bytes()), text.as_bytes(), "{escaped}");
        }
    }
}
