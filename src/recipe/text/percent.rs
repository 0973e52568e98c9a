//! Percent-encoding: bytes that a format may not keep, as `%20` (RFC 3986, section 2.1).

/// `text` with each byte of its UTF-8 as it is if `keep` has it, and as `%20` otherwise. `keep` must not have `%`.
pub(crate) fn encode(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if keep(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The text that was encoded; `None` if a `%` has no two digits, or it is no UTF-8.
pub(crate) fn decode(mut encoded: &[u8]) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some((first, rest)) = encoded.split_first() {
        encoded = rest;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, rest) = encoded.split_at_checked(2)?;
        let digits = digits.iter().all(u8::is_ascii_hexdigit).then(|| std::str::from_utf8(digits).ok())??;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        encoded = rest;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        for text in ["", "a b", "100% [sic]", "γνῶθι\u{1f3a8}", "%41"] {
            let encoded = encode(text, |byte| byte.is_ascii_alphanumeric());
            assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'%'), "{encoded}");
            assert_eq!(decode(encoded.as_bytes()).as_deref(), Some(text));
        }
        assert_eq!(decode(b"a%e9b"), None, "Latin-1");
        for wrong in ["%", "%2", "%zz", "%+1", "% 1"] {
            assert_eq!(decode(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
