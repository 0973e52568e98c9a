//! Text in UTF-16, as the shell of Windows (PowerShell 5.1) writes it: recognised by its byte order mark.

/// The order of the two bytes of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    LittleEndian,
    BigEndian,
}

impl ByteOrder {
    /// The order in a text that begins with these bytes; `None` if it is not in UTF-16, as far as it says.
    pub(super) const fn told_by(beginning: &[u8]) -> Option<Self> {
        match beginning {
            [0xff, 0xfe, ..] => Some(Self::LittleEndian),
            [0xfe, 0xff, ..] => Some(Self::BigEndian),
            _ => None,
        }
    }

    /// The text of `bytes`, its mark too. What is no Unicode becomes `�`.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let unit = |pair: &[u8; 2]| match self {
            Self::LittleEndian => u16::from_le_bytes(*pair),
            Self::BigEndian => u16::from_be_bytes(*pair),
        };
        let (pairs, _) = bytes.as_chunks();
        let characters = char::decode_utf16(pairs.iter().map(unit));
        characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_in_the_order_that_its_mark_tells() {
        let text = "\u{feff}größe 🎨\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, order) in [(little, ByteOrder::LittleEndian), (big, ByteOrder::BigEndian)] {
            assert_eq!(ByteOrder::told_by(&bytes), Some(order));
            assert_eq!(order.decode(&bytes), text);
            // A unit that was cut, and a half of a character.
            assert_eq!(order.decode(&bytes[..17]), "\u{feff}größe �");
        }
        assert_eq!(ByteOrder::told_by("\u{feff}a".as_bytes()), None);
        assert_eq!(ByteOrder::told_by(b"\xff"), None);
    }
}
