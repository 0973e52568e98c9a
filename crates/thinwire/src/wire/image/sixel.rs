//! Sixels (DEC STD 070, chapter 9): six rows of pixels at a time, colour by colour.
//!
//! Colours are those of xterm that themes leave alone, dithered with the mask that is fixed to the screen: what
//! stands still in the picture stands still on the screen, unlike with a palette for each image.

use std::fmt::Write as _;

use crate::cells::{ANSI256, Pixels};
use color::xterm;

/// Rows of pixels in a band.
const BAND: usize = 6;

/// Appends `picture`, scaled to so many pixels across and down, where the cursor stands.
pub(super) fn write(picture: Pixels<'_>, [width, height]: [u32; 2], out: &mut Vec<u8>) {
    if picture.width == 0 || picture.height == 0 || width == 0 || height == 0 {
        return;
    }
    // Pixels that are not drawn stay as they are; square pixels; the size.
    let mut text = format!("\x1bP0;1q\"1;1;{width};{height}");
    // Dithered before it is scaled, so that a coarse image has long runs.
    let dithered = |(row, pixels): (usize, &[[u8; 3]])| -> Vec<u8> {
        pixels.iter().enumerate().map(|(x, pixel)| ANSI256.dither(*pixel, x as u16, row as u16)).collect()
    };
    let rows: Vec<Vec<u8>> = picture.pixels.chunks(picture.width as usize).enumerate().map(dithered).collect();
    let mut used = [false; 256];
    rows.iter().flatten().for_each(|color| used[usize::from(*color)] = true);
    for index in (0..=255_u8).filter(|index| used[usize::from(*index)]) {
        let [red, green, blue] = xterm(index).map(|byte| (u32::from(byte) * 100 + 127) / 255);
        _ = write!(text, "#{index};2;{red};{green};{blue}");
    }
    out.extend(text.bytes());
    // The first column on the screen of each of the picture's.
    let edges: Vec<usize> = (0..=picture.width).map(|x| (x * width).div_ceil(picture.width) as usize).collect();
    let mut band = Band::new(picture.width as usize);
    for top in (0..height).step_by(BAND) {
        for y in top..height.min(top + BAND as u32) {
            let row = &rows[(y * picture.height / height) as usize];
            for (x, color) in row.iter().enumerate() {
                band.set(x, (y - top) as usize, *color);
            }
        }
        if top > 0 {
            // Behind the last band it would scroll the screen.
            out.push(b'-');
        }
        band.write(&edges, out);
    }
    out.extend(b"\x1b\\");
}

/// Six rows of pixels: for each colour, and each column, the rows that have it.
struct Band {
    width: usize,
    /// One bit a row, the uppermost the lowest; for each colour a run of columns.
    rows: Vec<u8>,
    /// The first column with a colour, and the one behind the last.
    extents: [(usize, usize); 256],
}

const NOWHERE: (usize, usize) = (usize::MAX, 0);

impl Band {
    fn new(width: usize) -> Self {
        Self { width, rows: vec![0; 256 * width], extents: [NOWHERE; 256] }
    }

    fn set(&mut self, column: usize, row: usize, color: u8) {
        let color = usize::from(color);
        self.rows[color * self.width + column] |= 1 << row;
        let (first, end) = &mut self.extents[color];
        (*first, *end) = ((*first).min(column), (*end).max(column + 1));
    }

    /// Appends the band, its columns as wide as `edges` says, and empties it.
    fn write(&mut self, edges: &[usize], out: &mut Vec<u8>) {
        let mut is_first = true;
        for color in 0..256 {
            let (first, end) = std::mem::replace(&mut self.extents[color], NOWHERE);
            if first >= end {
                continue;
            }
            if !std::mem::take(&mut is_first) {
                // Back to the band's left.
                out.push(b'$');
            }
            out.extend(format!("#{color}").bytes());
            repeat(0, edges[first], out);
            let mut column = first;
            let rows = &mut self.rows[color * self.width..][first..end];
            for run in rows.chunk_by(|a, b| a == b) {
                repeat(run[0], edges[column + run.len()] - edges[column], out);
                column += run.len();
            }
            rows.fill(0);
        }
    }
}

/// Appends a sixel so many times.
fn repeat(rows: u8, count: usize, out: &mut Vec<u8>) {
    let sixel = b'?' + rows;
    match count {
        0..=3 => out.extend(std::iter::repeat_n(sixel, count)),
        _ => {
            out.extend(format!("!{count}").bytes());
            out.push(sixel);
        }
    }
}
