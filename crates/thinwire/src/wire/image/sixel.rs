//! Sixels (DEC STD 070, chapter 9): six rows of pixels at a time, colour by colour.
//!
//! Colours are those of xterm that themes leave alone, dithered with the mask that is fixed to the screen: what
//! stands still in the picture stands still on the screen, unlike with a palette for each image.

use std::ops::Range;

use crate::cells::{ANSI256, Pixels};
use color::xterm;

/// Rows of pixels in a band.
const BAND: usize = 6;

/// Appends of `picture`, scaled to this many pixels across and down, those in the window `across` and `down`, where the
/// cursor stands.
pub(super) fn write(
    picture: Pixels<'_>,
    [width, height]: [u32; 2],
    [across, down]: [Range<u32>; 2],
    out: &mut Vec<u8>,
) {
    if picture.width == 0 || picture.height == 0 || across.is_empty() || down.is_empty() {
        return;
    }
    // The first column on the screen of each of the picture's, from the window's left, and the columns seen there.
    let edge = |x: u32| {
        let edge = (u64::from(x) * u64::from(width)).div_ceil(u64::from(picture.width)) as u32;
        (edge.clamp(across.start, across.end) - across.start) as usize
    };
    let edges: Vec<usize> = (0..=picture.width).map(edge).collect();
    let left = edges.partition_point(|edge| *edge == 0) - 1;
    let right = edges.partition_point(|edge| *edge < across.len());
    let source = |y: u32| (u64::from(y) * u64::from(picture.height) / u64::from(height)) as usize;
    // Dithered before it is scaled, so that a coarse image has long runs.
    let dither = |row: usize| -> Vec<u8> {
        let pixels = &picture.pixels[row * picture.width as usize..];
        (left..right).map(|x| ANSI256.dither(pixels[x], x as u16, row as u16)).collect()
    };
    let first = source(down.start);
    let rows: Vec<Vec<u8>> = (first..=source(down.end - 1)).map(dither).collect();
    // Pixels that are not drawn stay as they are; square pixels; the size.
    out.extend(format!("\x1bP0;1q\"1;1;{};{}", across.len(), down.len()).bytes());
    write_colors(&rows, out);
    let mut band = Band::new(right - left);
    for top in down.clone().step_by(BAND) {
        for y in top..down.end.min(top + BAND as u32) {
            for (x, color) in rows[source(y) - first].iter().enumerate() {
                band.set(x, (y - top) as usize, *color);
            }
        }
        if top > down.start {
            // Behind the last band it would scroll the screen.
            out.push(b'-');
        }
        band.write(&edges[left..=right], out);
    }
    out.extend(b"\x1b\\");
}

/// Appends the colours that occur.
fn write_colors(rows: &[Vec<u8>], out: &mut Vec<u8>) {
    let mut used = [false; 256];
    rows.iter().flatten().for_each(|color| used[usize::from(*color)] = true);
    for index in (0..=255_u8).filter(|index| used[usize::from(*index)]) {
        let [red, green, blue] = xterm(index).map(|byte| (u32::from(byte) * 100 + 127) / 255);
        out.extend(format!("#{index};2;{red};{green};{blue}").bytes());
    }
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

/// Appends a sixel this many times.
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
