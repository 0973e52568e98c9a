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
/// What Exif begins with where it is not in a place of its own.
const MARKER: &[u8] = b"Exif\0\0";
/// Bytes of a profile on a line.
const ROW: usize = 36;

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

/// Exif as text: ImageMagick's raw profile, a name, a length and hexadecimal digits. Programs have read it since before
/// PNG had a chunk for Exif, and some read nothing else until today.
pub(super) fn raw_profile(exif: &[u8]) -> String {
    let profile = [MARKER, exif].concat();
    let row = |row: &[u8]| row.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let rows: Vec<_> = profile.chunks(ROW).map(row).collect();
    format!("\nexif\n{:8}\n{}\n", profile.len(), rows.join("\n"))
}
