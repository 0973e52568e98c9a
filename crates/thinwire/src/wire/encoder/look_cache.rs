//! What the colours of a grid's cells look like in Oklab, in which near colours are found: a cache.

use super::grid::{Cell, Paint};
use color::{Oklab, Transfer};

/// A colour and, where a tolerance asks for it, what it looks like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shade {
    pub(super) paint: Paint,
    pub(super) look: Oklab,
}

impl Shade {
    /// A colour that is near to nothing but itself.
    pub(super) const fn alone(paint: Paint) -> Self {
        Self { paint, look: Oklab { l: f32::NAN, a: 0.0, b: 0.0 } }
    }

    /// A colour and what it looks like; alone where only the terminal knows that.
    pub(super) fn seen(paint: Paint, transfer: &Transfer) -> Self {
        paint.look().map_or(Self::alone(paint), |rgb| Self { paint, look: Oklab::from_bytes(transfer, rgb) })
    }
}

/// What the colours of a grid's cells look like, foreground and background of each. Kept from one frame to the
/// next: each entry says which colour it is about, so that none can be out of date.
#[derive(Clone, Debug, Default)]
pub(super) struct LookCache {
    shades: Vec<[Shade; 2]>,
    /// Which colours are to be looked at: their places, and what they are made of.
    places: Vec<(usize, usize)>,
    pixels: Vec<[u8; 3]>,
    looks: Vec<Oklab>,
}

impl LookCache {
    /// Makes room for this many cells.
    pub(super) fn fit(&mut self, cells: usize) {
        self.shades.resize(cells, [Shade::alone(Paint::DEFAULT); 2]);
    }

    /// Looks at those colours of `cells` that have changed, all at once. The first of the cells is the `first`
    /// of the grid.
    pub(super) fn look(&mut self, cells: &[Cell], first: usize, transfer: &Transfer) {
        self.places.clear();
        self.pixels.clear();
        for (index, (cell, shades)) in (first..).zip(cells.iter().zip(&mut self.shades[first..])) {
            for (half, paint) in [cell.foreground, cell.background].into_iter().enumerate() {
                if shades[half].paint == paint {
                    continue;
                }
                shades[half] = Shade::alone(paint);
                if let Some(rgb) = paint.look() {
                    self.places.push((index, half));
                    self.pixels.push(rgb);
                }
            }
        }
        self.looks.resize(self.pixels.len(), Oklab::default());
        Oklab::from_many_bytes(transfer, &self.pixels, &mut self.looks);
        for (&(index, half), look) in self.places.iter().zip(&self.looks) {
            self.shades[index][half].look = *look;
        }
    }

    /// Foreground and background of a cell, as it was looked at or [kept](LookCache::keep).
    pub(super) fn of(&self, index: usize) -> [Shade; 2] {
        self.shades[index]
    }

    /// Records how a cell looks now.
    pub(super) fn keep(&mut self, index: usize, shades: [Shade; 2]) {
        self.shades[index] = shades;
    }
}
