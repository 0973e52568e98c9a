//! The colours of one frame, and the nearest of them.

use quantette::PaletteSize;
use quantette::kmeans::{Kmeans, KmeansOptions};
use quantette::wu::{BinnerF32x3, WuF32x3};

use super::ycbcr::{Plain, RANGES, YCbCr, distance, from_rgb, to_rgb};

/// Colours chosen for a frame: one place of a GIF palette's 256 is kept for what stays as it was.
const CHOSEN: u16 = 255;
/// Pixels of a frame that the palette is moved by: enough for its colours to settle.
const SAMPLES: u32 = 1 << 15;
/// Cells of the grid along each coordinate. Their sides are about as long as neighbouring colours are apart.
const CELLS: usize = 48;
/// No cell of the grid has been looked at yet.
const UNSEEN: (u32, u32) = (0, 0);

/// A palette, each colour as it will be shown.
#[derive(Debug)]
pub(super) struct Palette {
    pub(super) rgb: Vec<[u8; 3]>,
    colors: Vec<YCbCr>,
    grid: Grid,
}

/// For each cell of the colour space the palette's colours that may be the nearest ones there, found when
/// a pixel first asks: a frame visits few cells.
#[derive(Debug)]
struct Grid {
    /// Where in `candidates` those of each cell begin and end.
    cells: Vec<(u32, u32)>,
    candidates: Vec<u8>,
}

impl Palette {
    /// Chooses at most 255 colours for `pixels`, sRGB, by k-means from Wu's boxes.
    pub(super) fn choose(pixels: &[[u8; 3]]) -> Self {
        let pixels: Vec<Plain> = pixels.iter().map(|rgb| from_rgb(*rgb).into()).collect();
        let options = KmeansOptions::new().sampling_factor(f32::INFINITY).max_samples(SAMPLES);
        let boxes = WuF32x3::run_slice(&pixels, BinnerF32x3::<32, 32, 32>::new(RANGES));
        let centroids = boxes.map(|boxes| boxes.palette(PaletteSize::from_u16_clamped(CHOSEN)));
        let moved = centroids.and_then(|centroids| Kmeans::run_slice(&pixels, centroids, options));
        // Only a picture without pixels, or with more than 2³², has no palette.
        let chosen = moved.map(|kmeans| kmeans.into_palette().iter().map(|color| to_rgb(color.color)).collect());
        Self::new(chosen.unwrap_or_default())
    }

    fn new(rgb: Vec<[u8; 3]>) -> Self {
        let rgb = if rgb.is_empty() { vec![[0; 3]] } else { rgb };
        let colors = rgb.iter().map(|rgb| from_rgb(*rgb)).collect();
        Self { rgb, colors, grid: Grid { cells: vec![UNSEEN; CELLS * CELLS * CELLS], candidates: Vec::new() } }
    }

    /// Colour `index`, which is one of the palette's.
    pub(super) fn color(&self, index: u8) -> YCbCr {
        self.colors[usize::from(index)]
    }

    /// The nearest colour and its squared distance.
    pub(super) fn nearest(&mut self, wanted: YCbCr) -> (u8, f32) {
        let Some(cell) = Grid::cell_of(wanted) else {
            return nearest_of(0..=(self.colors.len() - 1) as u8, &self.colors, wanted);
        };
        if self.grid.cells[cell] == UNSEEN {
            self.grid.look_at(cell, &self.colors);
        }
        let (start, end) = self.grid.cells[cell];
        let candidates = self.grid.candidates[start as usize..end as usize].iter().copied();
        nearest_of(candidates, &self.colors, wanted)
    }
}

fn nearest_of(candidates: impl Iterator<Item = u8>, colors: &[YCbCr], wanted: YCbCr) -> (u8, f32) {
    let nearer = |nearest: (u8, f32), index| {
        let distance = distance(colors[usize::from(index)], wanted);
        if distance < nearest.1 { (index, distance) } else { nearest }
    };
    candidates.fold((0, f32::MAX), nearer)
}

impl Grid {
    /// The cell in which a colour lies, if it lies in the grid.
    fn cell_of(color: YCbCr) -> Option<usize> {
        let mut cell = 0;
        for (value, (least, greatest)) in color.into_iter().zip(RANGES) {
            if !(least..greatest).contains(&value) {
                return None;
            }
            let place = (value - least) / (greatest - least) * CELLS as f32;
            cell = cell * CELLS + (place as usize).min(CELLS - 1);
        }
        Some(cell)
    }

    /// Lists the colours that are the nearest ones somewhere in `cell`: none is further from its nearest
    /// point than another one is from its furthest.
    fn look_at(&mut self, cell: usize, colors: &[YCbCr]) {
        // Rounding may place a colour just outside of its cell.
        const MARGIN: f32 = 1e-5;
        let mut rest = cell;
        let mut middle = [0.0; 3];
        let mut half = [0.0; 3];
        for axis in (0..3).rev() {
            let (least, greatest) = RANGES[axis];
            let side = (greatest - least) / CELLS as f32;
            middle[axis] = least + side * ((rest % CELLS) as f32 + 0.5);
            half[axis] = side / 2.0 + MARGIN;
            rest /= CELLS;
        }
        let away = |color: &YCbCr, sign: f32| -> f32 {
            let along = |axis: usize| ((color[axis] - middle[axis]).abs() + sign * half[axis]).max(0.0);
            (0..3).map(|axis| along(axis) * along(axis)).sum()
        };
        let bound = colors.iter().map(|color| away(color, 1.0)).fold(f32::MAX, f32::min);
        let start = self.candidates.len() as u32;
        let near = colors.iter().enumerate().filter(|(_, color)| away(color, -1.0) <= bound);
        self.candidates.extend(near.map(|(index, _)| index as u8));
        self.cells[cell] = (start, self.candidates.len() as u32);
    }
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
        ) {
            let mut palette = Palette::new(rgb);
            for (y, cb, cr) in wanted {
                let (_, found) = palette.nearest([y, cb, cr]);
                let least = palette.colors.iter().map(|color| distance(*color, [y, cb, cr])).fold(f32::MAX, f32::min);
                prop_assert_eq!(found, least);
            }
        }
    }
}
