//! The kitty graphics protocol (<https://sw.kovidgoyal.net/kitty/graphics-protocol/>): PNG files below the text.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use ratatui::layout::Rect;

use crate::cells::Pixels;

/// Ends an image that was cut off, takes both away and frees them; the terminal does not answer.
pub(crate) const DELETE: &[u8] =
    b"\x1b_Gm=0,q=2;\x1b\\\x1b_Ga=d,d=I,i=1853124097,q=2\x1b\\\x1b_Ga=d,d=I,i=1853124098,q=2\x1b\\";
/// The numbers of our images, which they have in turn: to send one again under its own number would show nothing
/// until it is there. Large ones, so that no other program's are met.
const NUMBERS: [u32; 2] = [1_853_124_097, 1_853_124_098];
/// Below this, images lie under cells that have a background too: INT32_MIN / 2.
const BELOW_BACKGROUNDS: i32 = i32::MIN / 2 - 1;
/// Bytes of base64 in a chunk, at most.
const CHUNK: usize = 4096;

/// Appends `picture`, scaled to `area`, where the cursor stands, and takes the image before it away. It is compressed well, or
/// where that takes too long quickly.
pub(super) fn write(picture: Pixels<'_>, area: Rect, turn: bool, hurried: bool, out: &mut Vec<u8>) {
    let [number, before] = if turn { [NUMBERS[0], NUMBERS[1]] } else { [NUMBERS[1], NUMBERS[0]] };
    let file = BASE64_STANDARD.encode(png(picture, hurried));
    let mut text = String::with_capacity(file.len() + file.len() / CHUNK * 12 + 128);
    let chunks = file.len().div_ceil(CHUNK);
    for index in 0..chunks {
        let more = u8::from(index + 1 < chunks);
        let chunk = &file[index * CHUNK..file.len().min((index + 1) * CHUNK)];
        if index == 0 {
            let (columns, rows) = (area.width, area.height);
            let place = format!("c={columns},r={rows},z={BELOW_BACKGROUNDS},C=1");
            _ = write!(text, "\x1b_Ga=T,f=100,i={number},p=1,{place},q=2,m={more};{chunk}\x1b\\");
        } else {
            _ = write!(text, "\x1b_Gq=2,m={more};{chunk}\x1b\\");
        }
    }
    _ = write!(text, "\x1b_Ga=d,d=I,i={before},q=2\x1b\\");
    out.extend(text.bytes());
}

fn png(picture: Pixels<'_>, hurried: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, picture.width, picture.height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(if hurried { Compression::Fast } else { Compression::Balanced });
    encoder.set_filter(if hurried { Filter::Up } else { Filter::Adaptive });
    // Into memory, with a header and as many bytes as it says, nothing can fail.
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(picture.pixels.as_flattened()));
    debug_assert!(written.is_ok(), "{written:?}");
    file
}
