//! Block characters as patterns of pixels, and back.

use std::sync::LazyLock;

pub use ratatui::symbols::pixel::{OCTANTS, QUADRANTS, SEXTANTS};

/// Pixels of a cell in two colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mosaic {
    /// A bit for each pixel in the front colour, row by row, the first the lowest. That one is always set, so that
    /// each picture has one form.
    pub pattern: u8,
    /// Colour of the glyph, sRGB.
    pub front: [u8; 3],
    /// Colour behind the glyph, sRGB.
    pub back: [u8; 3],
}

/// Which parts of a cell a block character covers: two columns of twelve rows, a grid that halves, thirds and
/// quarters share. Row by row, the first the lowest bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Coverage(u32);

/// All parts of a cell.
const FULL: u32 = (1 << 24) - 1;
/// Those of the upper half.
const UPPER: u32 = (1 << 12) - 1;

impl Coverage {
    /// What a block character covers; `None` for every other one.
    pub(crate) fn of(symbol: char) -> Option<Self> {
        Block::of(symbol).map(|block| block.coverage)
    }

    /// The character that covers exactly the rest of what `symbol` covers, where there is one.
    pub(crate) fn inverse(symbol: char) -> Option<char> {
        Block::of(symbol)?.inverse
    }

    /// Whether the top left is covered: of a character and its inverse, one does so.
    pub(crate) const fn is_upright(self) -> bool {
        self.0 & 1 == 1
    }

    /// The share of the upper and of the lower half that is covered, 0..=1.
    pub(crate) fn halves(self) -> [f64; 2] {
        [self.0 & UPPER, self.0 & !UPPER].map(|half| f64::from(half.count_ones()) / 12.0)
    }

    /// Whether a part of the cell is covered here (or not, as `covered` says) and there likewise.
    pub(crate) const fn meets(self, covered: bool, other: Self, other_covered: bool) -> bool {
        let (here, there) = (if covered { self.0 } else { !self.0 }, if other_covered { other.0 } else { !other.0 });
        here & there & FULL != 0
    }

    /// Whether one of 2 × `rows` pixels is covered, its upper part at least.
    pub(crate) const fn covers(self, pixel: u16, rows: u16) -> bool {
        self.0 >> (pixel / 2 * (12 / rows) * 2 + pixel % 2) & 1 == 1
    }

    /// Of a pattern over 2 × `rows` pixels.
    fn of_pattern(pattern: usize, rows: u32) -> Self {
        let each = 12 / rows;
        let covered = |part: u32| pattern >> (part / 2 / each * 2 + part % 2) & 1 == 1;
        Self((0..24).filter(|part| covered(*part)).map(|part| 1 << part).sum())
    }
}

/// What is known of a block character.
#[derive(Clone, Copy, Debug)]
struct Block {
    coverage: Coverage,
    inverse: Option<char>,
}

/// Where the standard keeps block characters: first, last, and how many lie in the ranges before.
const RANGES: [(u32, u32, usize); 5] = [
    (0x2580, 0x259f, 0),
    (0x1fb00, 0x1fb3b, 32),
    (0x1fb82, 0x1fbe7, 92),
    (0x1cd00, 0x1cde5, 194),
    (0x1cea0, 0x1ceab, 424),
];

static BLOCKS: LazyLock<[Option<Block>; 436]> = LazyLock::new(|| {
    let of_set = |symbols: &'static [char], rows| {
        symbols.iter().enumerate().map(move |(pattern, symbol)| (*symbol, Coverage::of_pattern(pattern, rows)))
    };
    let sets = of_set(&QUADRANTS, 2).chain(of_set(&SEXTANTS, 3)).chain(of_set(&OCTANTS, 4));
    let known: Vec<(char, Coverage)> = sets.filter(|(symbol, _)| *symbol != ' ').collect();
    let mut blocks = [None; 436];
    for (symbol, coverage) in &known {
        let rest = Coverage(!coverage.0 & FULL);
        let inverse = known.iter().find(|(_, coverage)| *coverage == rest).map(|(symbol, _)| *symbol);
        if let Some(place) = Block::place(*symbol) {
            blocks[place] = Some(Block { coverage: *coverage, inverse });
        }
    }
    blocks
});

impl Block {
    fn of(symbol: char) -> Option<Self> {
        BLOCKS[Self::place(symbol)?]
    }

    /// Its place in the table.
    fn place(symbol: char) -> Option<usize> {
        let symbol = u32::from(symbol);
        let (first, _, before) = RANGES.iter().find(|(first, last, _)| (*first..=*last).contains(&symbol))?;
        Some(before + (symbol - first) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_characters_are_one_to_one() {
        for (symbols, rows) in [(&QUADRANTS[..], 2), (&SEXTANTS[..], 3), (&OCTANTS[..], 4)] {
            let mut sorted = symbols.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), 1 << (2 * rows), "two patterns share a character");
            for (pattern, symbol) in symbols.iter().enumerate().skip(1) {
                assert_eq!(Coverage::of(*symbol), Some(Coverage::of_pattern(pattern, rows)));
            }
        }
        // Across the sets too: what covers the same is the same character.
        let mut coverages: Vec<Coverage> = BLOCKS.iter().flatten().map(|block| block.coverage).collect();
        coverages.sort_unstable();
        assert!(coverages.windows(2).all(|pair| pair[0] != pair[1]));
    }

    /// As the standard draws them (the charts of Block Elements, Symbols for Legacy Computing and its Supplement).
    #[test]
    fn characters_cover_what_the_standard_draws() {
        for (symbol, rows, pattern) in [
            ('▀', 2, 0b0011),
            ('▌', 2, 0b0101),
            ('▞', 2, 0b0110),
            ('▙', 2, 0b1101),
            ('\u{1fb00}', 3, 0b00_0001),
            ('\u{1fb02}', 3, 0b00_0011),
            ('\u{1fb1e}', 3, 0b10_0000),
            ('\u{1fb3b}', 3, 0b11_1110),
            // BLOCK OCTANT-3, -23, -123, -4 open the block; -2345678 closes it.
            ('\u{1cd00}', 4, 0b0000_0100),
            ('\u{1cd01}', 4, 0b0000_0110),
            ('\u{1cd02}', 4, 0b0000_0111),
            ('\u{1cd03}', 4, 0b0000_1000),
            ('\u{1cde5}', 4, 0b1111_1110),
            // Quarters and eighths that other blocks of the standard had before.
            ('\u{1cea8}', 4, 0b0000_0001),
            ('\u{1ceab}', 4, 0b0000_0010),
            ('\u{1cea3}', 4, 0b0100_0000),
            ('\u{1cea0}', 4, 0b1000_0000),
            ('\u{1fb82}', 4, 0b0000_0011),
            ('\u{1fb85}', 4, 0b0011_1111),
            ('\u{1fbe6}', 4, 0b0001_0100),
            ('\u{1fbe7}', 4, 0b0010_1000),
            ('▂', 4, 0b1100_0000),
            ('▆', 4, 0b1111_1100),
        ] {
            assert_eq!(Coverage::of(symbol), Some(Coverage::of_pattern(pattern, rows)), "{symbol}");
        }
        assert_eq!(Coverage::of('x'), None);
        assert_eq!(Coverage::of('░'), None);
    }

    #[test]
    fn the_octants_are_in_the_order_of_the_standard() {
        // Those that the block itself encodes follow each other by the number of their pattern.
        let own: Vec<u32> = OCTANTS.iter().map(|c| u32::from(*c)).filter(|c| (0x1cd00..=0x1cde5).contains(c)).collect();
        assert!(own.into_iter().eq(0x1cd00..=0x1cde5));
    }

    #[test]
    fn every_mosaic_has_an_inverse_but_the_full_block() {
        for symbol in QUADRANTS.iter().chain(&SEXTANTS).chain(&OCTANTS).filter(|symbol| **symbol != ' ') {
            let inverse = Coverage::inverse(*symbol);
            assert_eq!(inverse.is_none(), *symbol == '█', "{symbol}");
            assert!(inverse.is_none_or(|inverse| Coverage::inverse(inverse) == Some(*symbol)));
        }
    }

    #[test]
    fn parts_meet_where_both_are() {
        let [upper, left, corner] = ['▀', '▌', '▘'].map(|symbol| Coverage::of(symbol).unwrap());
        assert!(upper.meets(true, left, true) && upper.meets(false, left, true) && upper.meets(false, left, false));
        assert!(!corner.meets(true, upper, false) && corner.meets(false, upper, true));
        assert_eq!(upper.halves(), [1.0, 0.0]);
        assert_eq!(corner.halves(), [0.5, 0.0]);
    }
}
