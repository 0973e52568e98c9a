//! Frames of few colours, shown exactly: nothing is chosen or diffused, and what stays as it was costs next to nothing.
//!
//! A pixel that has not changed may be written as its colour or as what stays: both look the same. So each code of LZW
//! may stand for several runs of pixels; the encoder follows all that fit, and writes the longest.
//!
//! Where all frames together have more than 255 colours, as smoothed edges do, each has a table of its own, up to 768
//! bytes: tools that write a smaller file let some pixels differ. Without the colours of pixels that stay it would be no
//! smaller: nearly all colours are at edges that move, and a table's length is a power of two.

use std::collections::HashMap;

use super::lzw::LzwEncoder;
use super::ycbcr::{YCbCr, distance, from_rgb};

/// The most colours of a table: one place of its 256 is kept for what stays as it was.
const MOST: usize = 255;
/// The index that shows what was there before.
pub(super) const STAYS: u8 = 0;
/// The most codes that are followed at a time: more make the file hardly smaller.
const FOLLOWED: usize = 8;

/// Colours in the order in which they came, the first of them index 1, behind [`STAYS`].
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    rgb: Vec<[u8; 3]>,
    indices: HashMap<[u8; 3], u8>,
}

impl Table {
    /// The colours of `pixels`, unless they are too many for a table.
    pub(super) fn of(pixels: &[[u8; 3]]) -> Option<Self> {
        let mut table = Self::default();
        // Most pixels are like the one before.
        pixels.chunk_by(|a, b| a == b).all(|run| table.insert(run[0])).then_some(table)
    }

    /// Takes in all colours of `other` if there is room for them, and returns whether there was.
    pub(super) fn include(&mut self, other: &Self) -> bool {
        let new = other.rgb.iter().filter(|rgb| !self.indices.contains_key(*rgb)).count();
        self.rgb.len() + new <= MOST && other.rgb.iter().all(|rgb| self.insert(*rgb))
    }

    /// Whether there is room for `rgb`, which then is in the table.
    fn insert(&mut self, rgb: [u8; 3]) -> bool {
        if self.indices.contains_key(&rgb) {
            return true;
        }
        let room = self.rgb.len() < MOST;
        if room {
            self.rgb.push(rgb);
            self.indices.insert(rgb, self.rgb.len() as u8);
        }
        room
    }

    /// Whether there are no colours.
    pub(super) fn is_empty(&self) -> bool {
        self.rgb.is_empty()
    }

    /// The colours by index, as a file has them.
    pub(super) fn flattened(&self) -> Vec<u8> {
        std::iter::once(&[0; 3]).chain(&self.rgb).flatten().copied().collect()
    }

    /// Bits of the largest index.
    fn bits(&self) -> u32 {
        self.rgb.len().max(1).ilog2() + 1
    }
}

/// A frame whose pixels are being written, row by row.
#[derive(Debug)]
pub(super) struct Exact {
    table: Table,
    /// The table is one that frames share: it stands at the start of the file.
    shared: bool,
    /// The squared distance up to which what is on the screen may stay, in Y'CbCr.
    stay: f32,
    /// From the first pixel on.
    lzw: Option<LzwEncoder>,
    /// Codes of the pixels since the last one written, at least one, each with its first pixel.
    followed: Vec<(u16, u8)>,
    /// Those that are one pixel longer.
    longer: Vec<(u16, u8)>,
}

impl Exact {
    /// Begins a frame whose colours are all in `table`. What is on the screen may stay where it is no further than
    /// `stay` from what is wanted.
    pub(super) fn new(table: Table, shared: bool, stay: f32) -> Self {
        Self { table, shared, stay: stay * stay, lzw: None, followed: Vec::new(), longer: Vec::new() }
    }

    /// Writes the next `pixels`, sRGB. `screen` holds what the frames before have left in their place, and is left as
    /// this one shows it.
    pub(super) fn rows(&mut self, pixels: &[[u8; 3]], screen: &mut [YCbCr]) {
        let mut start = 0;
        for run in pixels.chunk_by(|a, b| a == b) {
            let (wanted, index) = (from_rgb(run[0]), self.table.indices[&run[0]]);
            let end = start + run.len();
            for shown in &mut screen[start..end] {
                if *shown == wanted {
                    self.push(&[STAYS, index]);
                } else if distance(*shown, wanted) <= self.stay {
                    self.push(&[STAYS]);
                } else {
                    *shown = wanted;
                    self.push(&[index]);
                }
            }
            start = end;
        }
    }

    /// Writes a pixel as any of the `choices`, which look the same.
    fn push(&mut self, choices: &[u8]) {
        let Some(lzw) = &mut self.lzw else {
            self.lzw = Some(LzwEncoder::new(choices[0], self.table.bits()));
            self.followed.extend(choices.iter().map(|choice| (u16::from(*choice), *choice)));
            return;
        };
        self.longer.clear();
        let codes = self.followed.iter().flat_map(|code| choices.iter().map(move |choice| (*code, *choice)));
        let longer = codes.filter_map(|((code, first), choice)| Some((lzw.longer(code, choice)?, first)));
        self.longer.extend(longer.take(FOLLOWED));
        if self.longer.is_empty() {
            let (code, first) = self.followed[0];
            lzw.write(code, first);
            self.longer.extend(choices.iter().map(|choice| (u16::from(*choice), *choice)));
        }
        std::mem::swap(&mut self.followed, &mut self.longer);
    }

    /// Ends the frame: its own table, unless it is shared, and its pixels as LZW data, the smallest code size first.
    pub(super) fn finish(self) -> (Option<Vec<u8>>, Vec<u8>) {
        let own = (!self.shared).then(|| self.table.flattened());
        let code = self.followed.first().copied();
        (own, self.lzw.zip(code).map_or_else(Vec::new, |(lzw, (code, first))| lzw.finish_with(code, first)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::dither::NOTHING;
    use super::*;
    use proptest::prelude::*;
    use weezl::{BitOrder, decode::Decoder};

    /// The indices of a frame, as an independent decoder reads them.
    fn decoded(data: &[u8]) -> Vec<u8> {
        Decoder::new(BitOrder::Lsb, data[0]).decode(&data[1..]).expect("LZW data with its end")
    }

    proptest! {
        #[test]
        fn every_pixel_has_its_colour_or_stays_as_it_was(
            frames in prop::collection::vec(prop::collection::vec(0_u8..6, 3000), 1..4),
            colors in 1_u8..6,
            run in 1_usize..40,
        ) {
            let mut screen = vec![NOTHING; 3000];
            let mut shown = vec![[9; 3]; 3000];
            for (number, frame) in frames.iter().enumerate() {
                let pixels: Vec<[u8; 3]> = (0..3000).map(|at| [frame[at / run] % colors * 40, 7, 9]).collect();
                let table = Table::of(&pixels).expect("few colours");
                let palette = table.flattened();
                let mut exact = Exact::new(table, false, 0.0);
                exact.rows(&pixels, &mut screen);
                let (own, data) = exact.finish();
                prop_assert_eq!(own, Some(palette.clone()));
                for (shown, index) in shown.iter_mut().zip(decoded(&data)) {
                    prop_assert!(number > 0 || index != STAYS);
                    if index != STAYS {
                        shown.copy_from_slice(&palette[3 * usize::from(index)..][..3]);
                    }
                }
                prop_assert_eq!(&shown, &pixels);
            }
        }
    }

    #[test]
    fn a_table_takes_no_more_colours_than_have_an_index() {
        let ramp = |from: u8, count: u8| (0..count).map(|grey| [from, grey, grey]).collect::<Vec<_>>();
        let (full, few) = (ramp(0, 255), ramp(1, 3));
        let mut table = Table::of(&full).expect("255 colours");
        assert_eq!(table.bits(), 8);
        assert!(Table::of(&[full, few.clone()].concat()).is_none());
        let before = table.flattened();
        assert!(!table.include(&Table::of(&few).expect("few")) && table.flattened() == before);
        let mut small = Table::of(&few).expect("few");
        assert!(small.include(&Table::of(&few).expect("few")) && small.rgb.len() == 3 && small.bits() == 2);
        assert_eq!(Table::of(&few[..1]).expect("one").bits(), 1);
    }
}
