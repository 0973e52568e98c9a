//! Exif (CIPA DC-008): what programs that write a picture anew, and into another format, pass on.

/// The tag of the description of a picture.
const DESCRIPTION: u16 = 0x010E;
/// The type of text in 7 bits, with a zero at its end.
const ASCII: u16 = 2;
/// Where the only directory and the text behind it begin.
const DIRECTORY: u32 = 8;
const TEXT: u32 = DIRECTORY + 2 + 12 + 4;
/// What an entry holds itself if it is no longer.
const INLINE: usize = 4;

/// Exif of a picture that `text` describes.
pub(super) fn described(text: &str) -> Vec<u8> {
    // Short text would stand in the entry itself.
    let text = format!("{text:INLINE$}\0");
    [
        &b"II*\0"[..],
        &DIRECTORY.to_le_bytes(),
        // One entry, and no directory behind it.
        &1_u16.to_le_bytes(),
        &DESCRIPTION.to_le_bytes(),
        &ASCII.to_le_bytes(),
        &(text.len() as u32).to_le_bytes(),
        &TEXT.to_le_bytes(),
        &0_u32.to_le_bytes(),
        text.as_bytes(),
    ]
    .concat()
}
