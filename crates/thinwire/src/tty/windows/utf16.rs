//! From the UTF-16 of a console, which comes unit by unit, to UTF-8.

/// Joins the halves of characters beyond the basic plane.
#[derive(Debug, Default)]
pub(super) struct Utf16 {
    /// The first half of a character whose second half has not come yet.
    high: Option<u16>,
}

impl Utf16 {
    /// Takes the next unit and appends what it completes to `bytes`. A half without its other half is dropped.
    pub(super) fn push(&mut self, unit: u16, bytes: &mut Vec<u8>) {
        let high = self.high.take();
        if matches!(unit, 0xd800..=0xdbff) {
            self.high = Some(unit);
            return;
        }
        for character in char::decode_utf16(high.into_iter().chain([unit])).flatten() {
            bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(units: impl IntoIterator<Item = u16>) -> String {
        let (mut utf16, mut bytes) = (Utf16::default(), Vec::new());
        units.into_iter().for_each(|unit| utf16.push(unit, &mut bytes));
        String::from_utf8(bytes).expect("what is appended is UTF-8")
    }

    #[test]
    fn characters_are_joined_and_lone_halves_dropped() {
        let text = "a\x1b[Aé√🎨\u{10ffff}";
        assert_eq!(joined(text.encode_utf16()), text);
        assert_eq!(joined([0xd83c, 0x61]), "a");
        assert_eq!(joined([0xdfa8, 0x61]), "a");
        assert_eq!(joined([0xd83c, 0xd83c, 0xdfa8]), "🎨");
    }
}
