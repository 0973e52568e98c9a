//! Error diffusion that helps the compressor.
//!
//! A pixel takes the nearest colour of the palette, unless another one within a tolerance extends
//! the code that LZW has under way. The eye does not see the difference, because its error is
//! diffused as any other; the file gets longer codes, hence fewer.
//!
//! Rows run left to right, as LZW reads them: a row walked back could not follow the dictionary.

use quantette::deps::palette::Oklab;

use super::lzw::Encoder;
use super::palette::Palette;

/// The largest error that is passed on, in each of Oklab's coordinates. Where a colour lies outside
/// of all that the palette can mix, errors would pile up and smear over its surroundings.
const LARGEST: f32 = 0.04;

/// Chooses a colour for each pixel; returns them as LZW data, the smallest code size first.
/// `tolerance` is how much further than the nearest colour a colour may lie, in Oklab.
pub(super) fn encode(pixels: &[Oklab], width: usize, palette: &Palette, tolerance: f32) -> Vec<u8> {
    let target = |index: usize, error: [f32; 3]| {
        let Oklab { l, a, b, .. } = pixels[index];
        [l + error[0], a + error[1], b + error[2]]
    };
    let mut errors = Errors::new(width);
    let first = target(0, [0.0; 3]);
    let (color, _) = palette.nearest(first);
    let mut lzw = Encoder::new(color);
    errors.spread(0, difference(first, palette.color(color)));
    for index in 1..pixels.len() {
        let column = index % width;
        if column == 0 {
            errors.next_row();
        }
        let wanted = target(index, errors.at(column));
        let color = choose(wanted, palette, &mut lzw, tolerance);
        errors.spread(column, difference(wanted, palette.color(color)));
    }
    lzw.finish()
}

/// The colour for one pixel, told to the encoder.
fn choose(wanted: [f32; 3], palette: &Palette, lzw: &mut Encoder, tolerance: f32) -> u8 {
    let mut following = None;
    let mut least = f32::MAX;
    for (color, code) in lzw.extensions() {
        let distance = palette.distance(color, wanted);
        if distance < least {
            (least, following) = (distance, Some((color, code)));
        }
    }
    let (nearest, distance) = palette.nearest(wanted);
    if let Some((color, code)) = following
        && (color == nearest || least.sqrt() <= distance.sqrt() + tolerance)
    {
        lzw.extend(code);
        return color;
    }
    lzw.begin(nearest);
    nearest
}

fn difference(a: [f32; 3], b: [f32; 3]) -> [f32; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

/// The errors waiting for the pixels to come: Floyd and Steinberg's weights (1976).
#[derive(Debug)]
struct Errors {
    /// One place more at each side than there are columns.
    row: Vec<[f32; 3]>,
    below: Vec<[f32; 3]>,
}

impl Errors {
    fn new(width: usize) -> Self {
        Self { row: vec![[0.0; 3]; width + 2], below: vec![[0.0; 3]; width + 2] }
    }

    fn next_row(&mut self) {
        std::mem::swap(&mut self.row, &mut self.below);
        self.below.fill([0.0; 3]);
    }

    fn at(&self, column: usize) -> [f32; 3] {
        self.row[column + 1]
    }

    fn spread(&mut self, column: usize, error: [f32; 3]) {
        for channel in 0..3 {
            let error = error[channel].clamp(-LARGEST, LARGEST) / 16.0;
            self.row[column + 2][channel] += 7.0 * error;
            self.below[column][channel] += 3.0 * error;
            self.below[column + 1][channel] += 5.0 * error;
            self.below[column + 2][channel] += error;
        }
    }
}
