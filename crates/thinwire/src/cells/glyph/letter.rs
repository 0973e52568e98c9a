//! The letter whose weight and shape come nearest to a cell's pixels, and the colours of its ink and behind it.

use std::sync::LazyLock;

use super::Lab;
use color::{Oklab, Transfer};

/// The first character of the table; the others follow it in ASCII's order.
const FIRST: u8 = b' ';
/// The share of each of 2×4 pixels that a character's ink covers, in percent: measured on DejaVu Sans Mono, which
/// other monospaced fonts resemble closely enough.
#[rustfmt::skip]
const INK: [[u8; 8]; 95] = [
    [0, 0, 0, 0, 0, 0, 0, 0], [5, 5, 16, 16, 9, 9, 3, 3], [8, 8, 18, 18, 0, 0, 0, 0], [4, 7, 41, 47, 47, 41, 6, 4], [2, 4, 40, 25, 18, 50, 12, 15],
    [10, 0, 45, 18, 18, 44, 0, 11], [14, 11, 39, 3, 36, 52, 13, 15], [4, 4, 10, 9, 0, 0, 0, 0], [0, 11, 21, 9, 26, 5, 2, 16], [11, 0, 9, 21, 5, 26, 16, 2],
    [4, 4, 32, 32, 2, 2, 0, 0], [0, 0, 13, 13, 32, 31, 0, 0], [0, 0, 0, 0, 6, 7, 17, 5], [0, 0, 0, 0, 11, 10, 0, 0], [0, 0, 0, 0, 7, 6, 4, 4],
    [0, 9, 2, 28, 28, 3, 16, 0], [13, 13, 37, 37, 37, 37, 10, 9], [13, 8, 7, 27, 9, 30, 11, 14], [19, 13, 2, 35, 29, 15, 14, 13], [18, 14, 10, 37, 4, 36, 17, 10],
    [0, 13, 23, 36, 32, 47, 0, 6], [18, 14, 35, 17, 4, 36, 17, 8], [12, 16, 43, 20, 35, 34, 10, 11], [19, 19, 0, 33, 19, 14, 6, 0], [15, 15, 36, 36, 36, 36, 12, 11],
    [15, 13, 33, 36, 19, 42, 14, 7], [0, 0, 11, 11, 7, 6, 4, 4], [0, 0, 11, 11, 6, 7, 17, 5], [0, 0, 15, 26, 28, 26, 0, 0], [0, 0, 24, 24, 27, 27, 0, 0],
    [0, 0, 26, 15, 26, 28, 0, 0], [15, 15, 3, 34, 15, 9, 4, 2], [2, 6, 37, 46, 46, 40, 23, 16], [7, 7, 30, 30, 43, 43, 6, 6], [19, 13, 43, 39, 35, 38, 14, 9],
    [11, 19, 34, 1, 35, 4, 7, 16], [21, 8, 33, 35, 36, 37, 14, 4], [18, 19, 42, 18, 35, 5, 13, 15], [17, 20, 40, 17, 33, 0, 6, 0], [12, 17, 34, 6, 35, 39, 8, 15],
    [9, 9, 44, 44, 33, 33, 6, 6], [17, 17, 17, 16, 20, 19, 13, 12], [10, 15, 0, 33, 6, 34, 17, 7], [9, 11, 52, 23, 37, 36, 6, 7], [9, 0, 33, 0, 35, 5, 12, 16],
    [14, 14, 53, 54, 35, 35, 6, 6], [13, 9, 56, 34, 33, 56, 6, 8], [14, 14, 34, 34, 35, 34, 10, 10], [18, 15, 35, 40, 39, 9, 6, 0], [14, 14, 34, 34, 35, 35, 10, 24],
    [20, 12, 37, 38, 40, 35, 6, 7], [15, 16, 40, 10, 7, 39, 15, 11], [24, 23, 17, 16, 17, 16, 3, 3], [9, 9, 33, 33, 34, 33, 11, 11], [9, 9, 32, 32, 29, 29, 4, 4],
    [9, 9, 43, 43, 48, 48, 6, 6], [10, 10, 29, 30, 33, 33, 7, 7], [10, 10, 32, 32, 17, 16, 3, 3], [18, 23, 2, 35, 35, 8, 14, 17], [10, 10, 25, 5, 25, 5, 16, 13],
    [9, 0, 30, 0, 7, 24, 0, 16], [11, 10, 5, 25, 5, 25, 13, 16], [7, 7, 21, 21, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 22, 22], [15, 2, 1, 2, 0, 0, 0, 0],
    [0, 0, 20, 28, 37, 46, 14, 11], [12, 0, 42, 29, 35, 33, 12, 11], [0, 0, 25, 21, 34, 3, 6, 16], [0, 12, 29, 42, 33, 35, 11, 12], [0, 0, 28, 28, 43, 24, 9, 15],
    [4, 20, 32, 25, 20, 10, 4, 2], [0, 0, 30, 33, 35, 37, 24, 34], [12, 0, 41, 29, 30, 30, 6, 6], [5, 7, 20, 12, 14, 19, 13, 14], [1, 10, 15, 18, 3, 27, 21, 18],
    [12, 0, 33, 23, 40, 31, 6, 7], [21, 1, 26, 3, 25, 7, 1, 12], [0, 0, 41, 37, 40, 41, 8, 8], [0, 0, 31, 29, 30, 30, 6, 6], [0, 0, 29, 28, 33, 33, 10, 10],
    [0, 0, 33, 29, 36, 33, 33, 11], [0, 0, 29, 34, 33, 35, 11, 34], [0, 0, 24, 25, 30, 0, 6, 0], [0, 0, 27, 17, 19, 34, 14, 10], [6, 0, 42, 17, 29, 4, 2, 12],
    [0, 0, 20, 21, 31, 34, 12, 11], [0, 0, 21, 21, 30, 30, 4, 4], [0, 0, 22, 22, 47, 47, 6, 6], [0, 0, 22, 23, 30, 29, 6, 6], [0, 0, 21, 21, 29, 30, 29, 7],
    [0, 0, 16, 33, 28, 11, 13, 13], [3, 17, 15, 15, 28, 11, 7, 23], [6, 5, 14, 14, 14, 14, 14, 14], [17, 2, 16, 14, 11, 27, 23, 7], [0, 0, 7, 1, 17, 23, 0, 0],
];
/// The most ink that a pixel of each row can have, in percent: capitals leave the lowest row empty, small letters
/// the uppermost.
const MOST_INK: [f32; 4] = [24.0, 52.0, 50.0, 26.0];
/// What a row counts: the outer ones hold little of a letter's shape.
const WEIGHTS: [f32; 4] = [0.5, 1.0, 1.0, 0.5];
/// What the weight of the whole letter counts beside its shape.
const WHOLE: f32 = 10.0;
/// Lightness of the background as a share of the pixels'.
const DIM: f32 = 0.55;

/// Characters that are tried side by side.
const LANES: usize = 96;

/// For 2×4 pixels and for the whole, the ink of each character as a share of the most there can be.
static TABLE: LazyLock<[[f32; LANES]; 9]> = LazyLock::new(|| {
    let whole = |ink: &[u8; 8]| ink.iter().map(|ink| f32::from(*ink)).sum::<f32>();
    let heaviest = INK.iter().map(whole).fold(0.0, f32::max);
    // What no character has never fits.
    let mut table = [[1e9; LANES]; 9];
    for (letter, ink) in INK.iter().enumerate() {
        for pixel in 0..8 {
            table[pixel][letter] = f32::from(ink[pixel]) / MOST_INK[pixel / 2];
        }
        table[8][letter] = whole(ink) / heaviest;
    }
    table
});

/// What fitting needs to know.
pub(super) struct LetterFitter {
    table: &'static [[f32; LANES]; 9],
    transfer: &'static Transfer,
}

impl LetterFitter {
    pub(super) fn new() -> Self {
        Self { table: &TABLE, transfer: Transfer::get() }
    }

    /// Character, ink and background for 2×4 pixels, row by row.
    pub(super) fn fit(&self, looks: &[Lab; 8]) -> (char, [[u8; 3]; 2]) {
        let whole = looks.iter().map(|look| look[0]).sum::<f32>() / 8.0;
        let mut misfits = [0.0; LANES];
        for (pixel, inks) in self.table.iter().enumerate() {
            let (wanted, weight) = if pixel < 8 { (looks[pixel][0], WEIGHTS[pixel / 2]) } else { (whole, WHOLE) };
            for (misfit, ink) in misfits.iter_mut().zip(inks) {
                *misfit += weight * (ink - wanted) * (ink - wanted);
            }
        }
        let least = misfits.iter().copied().fold(f32::INFINITY, f32::min);
        let best = misfits.iter().position(|misfit| *misfit == least).unwrap_or(0);
        let colors = if whole > 0.0 { self.colors(looks, whole) } else { [[0; 3]; 2] };
        (char::from(FIRST + best as u8), colors)
    }

    /// Ink and background of the pixels' mean hue. Even the heaviest letter covers little of its cell, so that what
    /// is behind it makes the picture and the ink stands out from it.
    fn colors(&self, looks: &[Lab; 8], whole: f32) -> [[u8; 3]; 2] {
        let mean = |axis: usize| looks.iter().map(|look| look[axis]).sum::<f32>() / 8.0;
        let [a, b] = [mean(1), mean(2)];
        [whole.sqrt(), DIM * whole].map(|l| {
            let light = Oklab { l, a: a * l / whole, b: b * l / whole }.to_linear();
            light.map(|light| self.transfer.to_byte(light))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::glyph::looks;

    fn fit(pixels: &[[u8; 3]; 8]) -> (char, [[u8; 3]; 2]) {
        LetterFitter::new().fit(looks(pixels)[..8].try_into().unwrap())
    }

    #[test]
    fn weight_follows_lightness_and_shape_the_pixels() {
        assert_eq!(fit(&[[0; 3]; 8]), (' ', [[0; 3]; 2]));
        let (heavy, [white, _]) = fit(&[[255; 3]; 8]);
        assert!("@MNWB#".contains(heavy) && white == [255; 3], "{heavy} {white:?}");
        let lit = |pixels: &[usize]| {
            fit(&std::array::from_fn(|index| if pixels.contains(&index) { [255, 128, 0] } else { [0; 3] })).0
        };
        assert!("_.,".contains(lit(&[6, 7])), "{}", lit(&[6, 7]));
        assert!("\'\"`^".contains(lit(&[0, 1])), "{}", lit(&[0, 1]));
        assert!("/".contains(lit(&[1, 3, 4, 6])), "{}", lit(&[1, 3, 4, 6]));
        assert!("\\".contains(lit(&[0, 2, 5, 7])), "{}", lit(&[0, 2, 5, 7]));
    }
}
