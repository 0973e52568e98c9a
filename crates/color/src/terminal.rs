//! The nearest of a terminal's colours: xterm's 256 and the 16 of ANSI.
//!
//! Nearest is measured in Oklab. A table over the colour cube answers: 32 steps a channel, each
//! judged by its middle, so an answer is never farther than the best by more than such a step.

use std::sync::LazyLock;

use rayon::prelude::*;

use super::{Oklab, Transfer, difference};

/// The 16 colours as xterm shows them. A user's theme may differ: nothing better is known without asking.
pub const ANSI: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The colour of xterm's `index`: the 16, then a cube of 6×6×6, then 24 greys.
pub const fn xterm(index: u8) -> [u8; 3] {
    const fn level(step: u8) -> u8 {
        if step == 0 { 0 } else { 55 + 40 * step }
    }
    match index {
        0..16 => ANSI[index as usize],
        16..232 => {
            let cube = index - 16;
            [level(cube / 36), level(cube / 6 % 6), level(cube % 6)]
        }
        232.. => [8 + 10 * (index - 232); 3],
    }
}

/// The index, 16..=255, of the xterm colour nearest to `pixel`. The first 16 are left alone: themes change them.
pub fn nearest_xterm(pixel: [u8; 3]) -> u8 {
    static CUBE: LazyLock<Vec<u8>> = LazyLock::new(|| cube(16..=255));
    CUBE[cell(pixel)]
}

/// The index, 0..=15, of the ANSI colour nearest to `pixel`.
pub fn nearest_ansi(pixel: [u8; 3]) -> u8 {
    static CUBE: LazyLock<Vec<u8>> = LazyLock::new(|| cube(0..=15));
    CUBE[cell(pixel)]
}

const BITS: usize = 5;
const CELLS: usize = 1 << (3 * BITS);

fn cell([r, g, b]: [u8; 3]) -> usize {
    let step = |value: u8| usize::from(value) >> (8 - BITS);
    (step(r) << BITS | step(g)) << BITS | step(b)
}

/// For each cell the nearest of the colours `indices`.
fn cube(indices: std::ops::RangeInclusive<u8>) -> Vec<u8> {
    let transfer = Transfer::get();
    let candidates: Vec<_> = indices.map(|index| (index, Oklab::from_bytes(transfer, xterm(index)))).collect();
    let nearest = |cell: usize| {
        let color = Oklab::from_srgb(middle(cell));
        let by_distance =
            |a: &&(u8, Oklab), b: &&(u8, Oklab)| difference(a.1, color).total_cmp(&difference(b.1, color));
        candidates.iter().min_by(by_distance).map_or(0, |(index, _)| *index)
    };
    (0..CELLS).into_par_iter().map(nearest).collect()
}

/// The sRGB colour that stands for a cell. Steps run from 0 to 1, so that black and white are themselves.
fn middle(cell: usize) -> [f32; 3] {
    let last = (1 << BITS) - 1;
    [cell >> (2 * BITS), cell >> BITS, cell].map(|step| (step & last) as f32 / last as f32)
}
