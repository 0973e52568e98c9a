//! Where a picture is calm: a coarse look at moments of the whole loop, so that words lie still on what moves least.

use super::veil::Ink;
use crate::painter::{Painting, Viewport};
use crate::recipe::View;
use color::{Oklab, Transfer};

/// Cells along the longer side of the look.
const CELLS: f64 = 64.0;
/// Moments of the loop that are looked at.
const MOMENTS: u32 = 12;
/// The middle of the words where nothing speaks for another place: over the width, over the height.
const PREFERRED: [f64; 2] = [0.5, 0.68];
/// What the square of a distance from there costs, beside differences of lightness that add up to it in each cell.
const DISTANCE: f64 = 0.12;
/// What the veil that is needed costs, beside detail.
const VEIL: f64 = 0.6;
/// The margin at each side, over the width and the height.
const MARGIN: f64 = 0.04;

/// What was seen of a loop.
pub(super) struct Survey {
    cells: [usize; 2],
    /// Differences of lightness between neighbours and moments.
    detail: AreaSums,
    /// What the veil for each ink would change.
    veils: [AreaSums; 2],
}

/// Where words go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CaptionPlace {
    /// Their upper left corner, in pixels.
    pub(super) corner: [f64; 2],
    /// What suits the ground.
    pub(super) ink: Ink,
}

impl Survey {
    /// Looks at the loop of `painting` through `view`, as on a picture of `size` pixels that are `aspect` times as wide as
    /// high. `None` once `stop`, asked before each moment, says that nobody wants it any more.
    pub(super) fn new(
        painting: &Painting,
        view: View,
        size: [u32; 2],
        aspect: f64,
        stop: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let sides = size.map(f64::from);
        let longer = sides[0].max(sides[1]);
        let cells = sides.map(|side| (side / longer * CELLS).round().min(side).max(1.0));
        let aspect = aspect * (sides[0] / cells[0]) / (sides[1] / cells[1]);
        let [width, height] = cells.map(|side| side as u32);
        let viewport = Viewport { aspect, ..Viewport::new(width, height) };
        let look = |moment| {
            if stop() {
                return None;
            }
            let mut pixels = vec![[0_u8; 3]; (width * height) as usize];
            // On this thread alone: whoever asks for it may hold a lock that the others wait for.
            painting.shot(f64::from(moment) / f64::from(MOMENTS), view, viewport).rows(0..height, &mut pixels);
            Some(pixels)
        };
        let looks = (0..MOMENTS).map(look).collect::<Option<Vec<_>>>()?;
        Some(Self::of([width as usize, height as usize], looks.into_iter()))
    }

    /// What is seen in pictures of this many cells.
    fn of(cells: [usize; 2], looks: impl Iterator<Item = Vec<[u8; 3]>>) -> Self {
        let count = cells[0] * cells[1];
        let (mut detail, mut moments) = (vec![0.0_f64; count], 0.0_f64);
        let mut veils = [vec![0.0_f64; count], vec![0.0_f64; count]];
        let mut previous: Option<Vec<f64>> = None;
        for pixels in looks {
            let look: Vec<_> =
                pixels.iter().map(|pixel| f64::from(Oklab::from_bytes(Transfer::get(), *pixel).l)).collect();
            for (index, here) in look.iter().enumerate() {
                let right = if (index + 1) % cells[0] == 0 { here } else { &look[index + 1] };
                let below = look.get(index + cells[0]).unwrap_or(here);
                let before = previous.as_ref().map_or(here, |previous| &previous[index]);
                detail[index] += (here - right).abs() + (here - below).abs() + (here - before).abs();
            }
            for (veil, ink) in veils.iter_mut().zip(Ink::ALL) {
                veil.iter_mut().zip(&pixels).for_each(|(veil, pixel)| *veil += ink.cost(*pixel));
            }
            (previous, moments) = (Some(look), moments + 1.0);
        }
        let mean = |sums: Vec<f64>| AreaSums::new(cells[0], sums.into_iter().map(|sum| sum / moments.max(1.0)));
        let [light, dark] = veils;
        Self { cells, detail: mean(detail), veils: [mean(light), mean(dark)] }
    }

    /// Where a block of `block` pixels is best on a picture of `size` pixels, on which it fits.
    pub(super) fn place(&self, block: [f64; 2], size: [f64; 2]) -> CaptionPlace {
        let pitch: [f64; 2] = std::array::from_fn(|axis| size[axis] / self.cells[axis] as f64);
        let span: [usize; 2] =
            std::array::from_fn(|axis| ((block[axis] / pitch[axis]).ceil() as usize).clamp(1, self.cells[axis]));
        let starts = |axis: usize| {
            let last = self.cells[axis] - span[axis];
            let margin = ((MARGIN * self.cells[axis] as f64).ceil() as usize).min(last / 2);
            margin..=last - margin
        };
        let mut best = (f64::INFINITY, [0, 0], Ink::Light);
        for top in starts(1) {
            for left in starts(0) {
                let (cost, ink) = self.cost([left, top], span);
                if cost < best.0 {
                    best = (cost, [left, top], ink);
                }
            }
        }
        let (_, cell, ink) = best;
        let corner = std::array::from_fn(|axis| {
            let middle = (cell[axis] as f64 + span[axis] as f64 / 2.0) * pitch[axis];
            (middle - block[axis] / 2.0).clamp(0.0, (size[axis] - block[axis]).max(0.0))
        });
        CaptionPlace { corner, ink }
    }

    /// What words cost on these cells, and with which ink.
    fn cost(&self, cell: [usize; 2], span: [usize; 2]) -> (f64, Ink) {
        let area = (span[0] * span[1]) as f64;
        let [light, dark] = self.veils.each_ref().map(|veil| veil.over(cell, span) / area);
        let (veil, ink) = if light <= dark { (light, Ink::Light) } else { (dark, Ink::Dark) };
        let distance: f64 = (0..2)
            .map(|axis| {
                let middle = (cell[axis] as f64 + span[axis] as f64 / 2.0) / self.cells[axis] as f64;
                (middle - PREFERRED[axis]) * (middle - PREFERRED[axis])
            })
            .sum();
        (self.detail.over(cell, span) / area + VEIL * veil + DISTANCE * distance, ink)
    }
}

/// AreaSums over all rectangles that begin in the upper left corner, so that those over any other take four look-ups.
struct AreaSums {
    stride: usize,
    sums: Vec<f64>,
}

impl AreaSums {
    /// Of values row by row, `width` in each.
    fn new(width: usize, values: impl Iterator<Item = f64>) -> Self {
        let stride = width + 1;
        let mut sums = vec![0.0_f64; stride];
        let mut row = 0.0_f64;
        for (index, value) in values.enumerate() {
            if index % width == 0 {
                sums.push(0.0);
                row = 0.0;
            }
            row += value;
            sums.push(row + sums[sums.len() - stride]);
        }
        Self { stride, sums }
    }

    /// The sum over `span` cells across and down from `cell` on.
    fn over(&self, cell: [usize; 2], span: [usize; 2]) -> f64 {
        let at = |x: usize, y: usize| self.sums[y * self.stride + x];
        let [left, top] = cell;
        let [right, bottom] = [left + span[0], top + span[1]];
        at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::recipe::{Preset, Seed};

    #[test]
    fn sums_over_rectangles_are_those_of_their_cells() {
        let sums = AreaSums::new(5, (0..20).map(f64::from));
        assert_eq!(sums.over([0, 0], [5, 4]), 190.0);
        assert_eq!(sums.over([1, 2], [2, 2]), 11.0 + 12.0 + 16.0 + 17.0);
        assert_eq!(sums.over([4, 3], [1, 1]), 19.0);
    }

    /// Cells with stripes but for a calm band.
    fn stripes(calm: std::ops::Range<usize>, ground: u8) -> Vec<[u8; 3]> {
        let cell = |index: usize| {
            let (x, y) = (index % 32, index / 32);
            [if calm.contains(&y) || x % 2 == 0 { ground } else { 255 - ground }; 3]
        };
        (0..32 * 20).map(cell).collect()
    }

    #[test]
    fn words_go_to_the_calm_with_the_ink_that_suits_it() {
        for (calm, ground, ink) in [(1..7, 10, Ink::Light), (13..19, 240, Ink::Dark)] {
            let survey = Survey::of([32, 20], std::iter::once(stripes(calm.clone(), ground)));
            let place = survey.place([160.0, 40.0], [320.0, 200.0]);
            let rows = calm.start as f64 * 10.0..=calm.end as f64 * 10.0 - 40.0;
            assert!(rows.contains(&place.corner[1]), "{place:?} with {calm:?} calm");
            assert_eq!(place.ink, ink);
        }
    }

    #[test]
    fn a_look_that_nobody_wants_any_more_ends_at_the_next_moment() {
        let painting = Painting::new(Preset::Default.recipe(Seed::from(1)));
        let asked = Cell::new(0);
        let stop = || asked.replace(asked.get() + 1) == 3;
        assert!(Survey::new(&painting, View::HOME, [64, 36], 1.0, &stop).is_none());
        assert_eq!(asked.get(), 4);
    }

    #[test]
    fn words_keep_out_of_what_moves() {
        let moving = |phase: usize| -> Vec<[u8; 3]> {
            (0..32 * 20).map(|index| [if index / 32 >= 10 && phase % 2 == 1 { 90 } else { 30 }; 3]).collect()
        };
        let survey = Survey::of([32, 20], (0..4).map(moving));
        assert!(survey.place([160.0, 40.0], [320.0, 200.0]).corner[1] <= 60.0);
    }
}
