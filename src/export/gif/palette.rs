//! The colours of one frame, and the nearest of them.

use quantette::kmeans::{Kmeans, KmeansOptions};
use quantette::wu::{BinnerF32x3, WuF32x3};
use quantette::{PaletteBuf, PaletteSize};

use super::indices::Indices;
use super::ycbcr::{Plain, RANGES, YCbCr, distance, from_rgb, to_rgb};

/// Colours chosen for a frame: one place of a GIF palette's 256 is kept for what stays as it was.
const CHOSEN: u16 = 255;
/// Boxes of the colour space along Y', Cb and Cr of which the palette is made, and where those are too few: greys, and
/// other pictures along a line, lie in few of the coarse ones.
const COARSE: [usize; 2] = [32, 32];
const FINE: [usize; 2] = [224, 48];
/// Pixels of a frame that the palette is moved by: enough for its colours to settle.
const SAMPLES: u32 = 1 << 15;
/// Cells of the grid along each coordinate: fewer make longer lists, more are looked at for fewer pixels.
const CELLS: usize = 24;
/// How far the grid reaches beyond all colours: wanted ones lie there, moved by their neighbours' errors.
const MARGIN: f32 = 0.05;
/// The place of what is known of all colours that lie outside of the grid.
const OUTSIDE: usize = 0;
/// Such is a cell of the grid that has not been looked at.
const UNSEEN: u32 = OUTSIDE as u32;

/// A palette, each colour as it will be shown.
#[derive(Debug)]
pub(super) struct FramePalette {
    pub(super) rgb: Vec<[u8; 3]>,
    colors: Vec<YCbCr>,
    grid: CandidateGrid,
}

/// What of a palette is near a colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// The nearest colour.
    pub(super) index: u8,
    /// Its squared distance.
    pub(super) square: f32,
    /// All colours that are no further than the palette's reach beyond the nearest, and some more.
    pub(super) reach: Indices,
}

/// For each cell of the colour space what may be near there, found when a pixel first asks: a frame visits
/// few cells.
#[derive(Debug)]
struct CandidateGrid {
    /// Each cell's place in `seen`, or [`UNSEEN`].
    cells: Vec<u32>,
    seen: Vec<GridCell>,
    /// The colours that may be the nearest ones, cell after cell.
    candidates: Vec<u8>,
    /// How much further than the nearest a colour may lie to count as near.
    reach: f32,
}

/// A cell that has been looked at.
#[derive(Clone, Copy, Debug)]
struct GridCell {
    /// Where in `candidates` the cell's begin and end.
    candidates: (u32, u32),
    reach: Indices,
}

impl FramePalette {
    /// Chooses at most 255 colours for `pixels`, sRGB, by k-means from Wu's boxes. Near is what lies at most
    /// `reach` further away than the nearest colour, in Y'CbCr.
    pub(super) fn choose(pixels: &[[u8; 3]], reach: f32) -> Self {
        let pixels: Vec<Plain> = pixels.iter().map(|rgb| from_rgb(*rgb).into()).collect();
        let options = KmeansOptions::new().sampling_factor(f32::INFINITY).max_samples(SAMPLES);
        let coarse = boxes::<{ COARSE[0] }, { COARSE[1] }>(&pixels);
        let centroids = match coarse {
            Some(few) if few.len() < usize::from(CHOSEN) => boxes::<{ FINE[0] }, { FINE[1] }>(&pixels),
            enough => enough,
        };
        let moved = centroids.and_then(|centroids| Kmeans::run_slice(&pixels, centroids, options).ok());
        // Only a picture without pixels, or with more than 2³², has no palette.
        let chosen = moved.map(|kmeans| kmeans.into_palette().iter().map(|color| to_rgb(color.color)).collect());
        Self::new(chosen.unwrap_or_default(), reach)
    }

    fn new(rgb: Vec<[u8; 3]>, reach: f32) -> Self {
        let rgb = if rgb.is_empty() { vec![[0; 3]] } else { rgb };
        let colors: Vec<_> = rgb.iter().map(|rgb| from_rgb(*rgb)).collect();
        Self { grid: CandidateGrid::new(&colors, reach), rgb, colors }
    }

    /// Colour `index`, which is one of the palette's.
    pub(super) fn color(&self, index: u8) -> YCbCr {
        self.colors[usize::from(index)]
    }

    /// The nearest colour, and what else is near.
    pub(super) fn near(&mut self, wanted: YCbCr) -> Near {
        let GridCell { candidates: (start, end), reach } = self.grid.cell(wanted, &self.colors);
        let mut nearest = (0, f32::MAX);
        for index in &self.grid.candidates[start as usize..end as usize] {
            let square = distance(self.color(*index), wanted);
            nearest = if square < nearest.1 { (*index, square) } else { nearest };
        }
        let (index, square) = nearest;
        Near { index, square, reach }
    }
}

impl CandidateGrid {
    /// A grid of which nothing has been looked at, for these colours.
    fn new(colors: &[YCbCr], reach: f32) -> Self {
        let candidates: Vec<_> = (0..=u8::MAX).take(colors.len()).collect();
        let mut all = Indices::default();
        candidates.iter().for_each(|index| all.insert(*index));
        let outside = GridCell { candidates: (0, candidates.len() as u32), reach: all };
        Self { cells: vec![UNSEEN; CELLS * CELLS * CELLS], seen: vec![outside], candidates, reach }
    }

    /// What may be near a colour.
    fn cell(&mut self, color: YCbCr, colors: &[YCbCr]) -> GridCell {
        let Some(cell) = place(color) else {
            return self.seen[OUTSIDE];
        };
        if self.cells[cell] == UNSEEN {
            self.cells[cell] = self.seen.len() as u32;
            let seen = self.look_at(cell, colors);
            self.seen.push(seen);
        }
        self.seen[self.cells[cell] as usize]
    }

    /// Lists the colours that are the nearest ones somewhere in `cell`: none is further from its nearest
    /// point than another one is from its furthest. Likewise those in reach.
    fn look_at(&mut self, cell: usize, colors: &[YCbCr]) -> GridCell {
        // Rounding may place a colour just outside of its cell.
        const ROUNDING: f32 = 1e-5;
        let mut rest = cell;
        let mut middle = [0.0; 3];
        let mut half = [0.0; 3];
        for axis in (0..3).rev() {
            let (least, side) = (RANGES[axis].0 - MARGIN, side(axis));
            middle[axis] = least + side * ((rest % CELLS) as f32 + 0.5);
            half[axis] = side / 2.0 + ROUNDING;
            rest /= CELLS;
        }
        let away = |color: &YCbCr, sign: f32| -> f32 {
            let along = |axis: usize| ((color[axis] - middle[axis]).abs() + sign * half[axis]).max(0.0);
            (0..3).map(|axis| along(axis) * along(axis)).sum()
        };
        let bound = colors.iter().map(|color| away(color, 1.0)).fold(f32::MAX, f32::min);
        let (start, mut reach) = (self.candidates.len() as u32, Indices::default());
        let reached = (bound.sqrt() + self.reach).powi(2);
        for (index, color) in colors.iter().enumerate() {
            let least = away(color, -1.0);
            if least <= bound {
                self.candidates.push(index as u8);
            }
            if least <= reached {
                reach.insert(index as u8);
            }
        }
        GridCell { candidates: (start, self.candidates.len() as u32), reach }
    }
}

/// The means of at most 255 boxes that hold `pixels`, of this many levels along Y' and along Cb and Cr (Wu 1991).
fn boxes<const Y: usize, const C: usize>(pixels: &[Plain]) -> Option<PaletteBuf<Plain>> {
    let boxes = WuF32x3::run_slice(pixels, BinnerF32x3::<Y, C, C>::new(RANGES)).ok()?;
    Some(boxes.palette(PaletteSize::from_u16_clamped(CHOSEN)))
}

/// The number of the cell in which a colour lies, if it lies in the grid.
fn place(color: YCbCr) -> Option<usize> {
    let mut cell = 0;
    for (axis, value) in color.into_iter().enumerate() {
        let along = (value - (RANGES[axis].0 - MARGIN)) * (1.0 / side(axis));
        if !(0.0..CELLS as f32).contains(&along) {
            return None;
        }
        cell = cell * CELLS + along as usize;
    }
    Some(cell)
}

/// How long a cell is along an axis.
const fn side(axis: usize) -> f32 {
    let (least, greatest) = RANGES[axis];
    (greatest - least + 2.0 * MARGIN) / CELLS as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_grid_finds_what_a_look_at_every_colour_finds(
            rgb in prop::collection::vec(any::<[u8; 3]>(), 1..=255),
            wanted in prop::collection::vec((-0.1_f32..1.1, -0.6_f32..0.6, -0.6_f32..0.6), 200),
            reach in 0.0_f32..0.1,
        ) {
            let mut palette = FramePalette::new(rgb, reach);
            for (y, cb, cr) in wanted {
                let found = palette.near([y, cb, cr]);
                let distances: Vec<_> = palette.colors.iter().map(|color| distance(*color, [y, cb, cr])).collect();
                let least = distances.iter().copied().fold(f32::MAX, f32::min);
                prop_assert_eq!(found.square, least);
                prop_assert_eq!(distances[usize::from(found.index)], least);
                let near = |distance: f32| distance.sqrt() <= least.sqrt() + reach;
                let mut left_out = (0..=u8::MAX).zip(&distances).filter(|(index, _)| !found.reach.contains(*index));
                prop_assert!(left_out.all(|(_, distance)| !near(*distance)));
            }
        }
    }

    #[test]
    fn colours_along_a_line_get_as_many_entries_as_any() {
        // Greys, and the same with a trace of blue.
        let greys: Vec<[u8; 3]> =
            (0..=u8::MAX).flat_map(|grey| [[grey; 3], [grey, grey, grey.saturating_add(1)]]).collect();
        let mut chosen = FramePalette::choose(&greys, 0.02).rgb;
        chosen.sort_unstable();
        chosen.dedup();
        assert!(chosen.len() > 150, "{} colours", chosen.len());
    }
}
