//! Error diffusion that helps the compressor.
//!
//! A pixel takes the nearest colour of the palette, unless within a tolerance it can stay as it is on
//! the screen, or take a colour that extends the code that LZW has under way. The eye does not see the
//! difference, because its error is diffused as any other; the file gets longer codes, hence fewer. Where
//! little moves the dither stands still.
//!
//! Rows run left to right, as LZW reads them: a row walked back could not follow the dictionary.

use super::lzw::{LzwEncoder, PIXEL_BITS};
use super::palette::{FramePalette, Near};
use super::ycbcr::{YCbCr, difference, distance, from_rgb};

/// The index that shows what was there before.
pub(super) const STAYS: u8 = 255;
/// No colour, far from all that are: what the screen shows before the first frame.
pub(super) const NOTHING: YCbCr = [1e9; 3];
/// The largest error that is passed on, in each coordinate. Where a colour lies outside of all that the
/// palette can mix, errors would pile up and smear over its surroundings.
const LARGEST: f32 = 0.04;

/// How much further than the nearest colour another one may lie, in Y'CbCr.
#[derive(Clone, Copy, Debug)]
pub(super) struct DitherTolerance {
    /// One that extends a code.
    pub(super) follow: f32,
    /// The one that is on the screen.
    pub(super) stay: f32,
}

/// A frame whose colours are being chosen, row by row.
#[derive(Debug)]
pub(super) struct Dither {
    palette: FramePalette,
    tolerance: DitherTolerance,
    errors: Errors,
    /// From the first pixel on.
    lzw: Option<LzwEncoder>,
}

impl Dither {
    /// Begins a frame `width` pixels across.
    pub(super) fn new(palette: FramePalette, width: usize, tolerance: DitherTolerance) -> Self {
        Self { palette, tolerance, errors: Errors::new(width), lzw: None }
    }

    /// Chooses for the next whole rows of `pixels`, sRGB. `screen` holds what the frames before have left
    /// in their place, and is left as this one shows it.
    pub(super) fn rows(&mut self, pixels: &[[u8; 3]], screen: &mut [YCbCr]) {
        let width = self.errors.width();
        for (row, shown) in pixels.chunks_exact(width).zip(screen.chunks_exact_mut(width)) {
            for (column, (rgb, shown)) in row.iter().zip(shown).enumerate() {
                let wanted = self.errors.added(from_rgb(*rgb), column);
                let index = self.choose(wanted, *shown);
                if index != STAYS {
                    *shown = self.palette.color(index);
                }
                self.errors.spread(column, difference(wanted, *shown));
            }
            self.errors.next_row();
        }
    }

    /// Ends the frame: its palette of 256, and its pixels as LZW data, the smallest code size first.
    pub(super) fn finish(mut self) -> (Vec<[u8; 3]>, Vec<u8>) {
        // Every index has a place in the palette, the one that shows nothing new too.
        self.palette.rgb.resize(usize::from(STAYS) + 1, [0; 3]);
        (self.palette.rgb, self.lzw.map_or_else(Vec::new, LzwEncoder::finish))
    }

    /// The index for one pixel, handed to the encoder.
    fn choose(&mut self, wanted: YCbCr, shown: YCbCr) -> u8 {
        let Near { index: nearest, square, reach } = self.palette.near(wanted);
        let of_shown = distance(shown, wanted);
        let (nearest_away, shown_away) = (square.sqrt(), of_shown.sqrt());
        let begun = if shown_away <= nearest_away + self.tolerance.stay { STAYS } else { nearest };
        let Some(lzw) = &mut self.lzw else {
            self.lzw = Some(LzwEncoder::new(begun, PIXEL_BITS));
            return begun;
        };
        let extensions = lzw.extensions();
        let (mut least, mut following) = (f32::MAX, begun);
        if extensions.contains(STAYS) {
            (least, following) = (of_shown, STAYS);
        }
        for index in extensions.shared_with(&reach) {
            let distance = distance(self.palette.color(index), wanted);
            if distance < least {
                (least, following) = (distance, index);
            }
        }
        let bound = nearest_away.min(shown_away) + self.tolerance.follow;
        if least.sqrt() <= bound {
            lzw.extend(following);
            following
        } else {
            lzw.begin(begun);
            begun
        }
    }
}

/// The errors waiting for the pixels to come: Floyd and Steinberg's weights (1976).
#[derive(Debug)]
struct Errors {
    /// What the row above has given, one place more at each side than there are columns.
    above: Vec<YCbCr>,
    /// What the pixel before has given.
    before: YCbCr,
    /// What goes to the row below.
    below: Vec<YCbCr>,
}

impl Errors {
    fn new(width: usize) -> Self {
        Self { above: vec![[0.0; 3]; width + 2], before: [0.0; 3], below: vec![[0.0; 3]; width + 2] }
    }

    fn width(&self) -> usize {
        self.above.len() - 2
    }

    fn next_row(&mut self) {
        std::mem::swap(&mut self.above, &mut self.below);
        self.below[..2].fill([0.0; 3]);
        self.before = [0.0; 3];
    }

    fn added(&self, color: YCbCr, column: usize) -> YCbCr {
        let (above, before) = (self.above[column + 1], self.before);
        // What has been known for long is added first: the next pixel waits for this one.
        [0, 1, 2].map(|channel| color[channel] + above[channel] + before[channel])
    }

    fn spread(&mut self, column: usize, error: YCbCr) {
        let error = error.map(|error| error.clamp(-LARGEST, LARGEST) / 16.0);
        self.before = error.map(|error| 7.0 * error);
        for (channel, error) in error.into_iter().enumerate() {
            self.below[column][channel] += 3.0 * error;
            self.below[column + 1][channel] += 5.0 * error;
            self.below[column + 2][channel] = error;
        }
    }
}
