//! The picture's changed cells, each as near as a tolerance asks.
//!
//! A cell is left alone while both its halves are within the tolerance of what is shown, and a colour that
//! is set already is used again where it is within the tolerance. A tolerance of 0 is lossless.

use super::Record;
use super::grid::{Cell, CellGrid, Paint};
use super::look_cache::{LookCache, Shade};
use super::pen::{Pen, paint_cost};
use color::{Oklab, Transfer};

/// What the colours of the wanted and of the shown cells look like.
#[derive(Clone, Debug, Default)]
pub(super) struct LookCaches {
    wanted: LookCache,
    shown: LookCache,
}

/// A cell of two pixels as it will be written.
struct Choice {
    halves: [Shade; 2],
    form: HalfBlock,
    cost: usize,
}

#[derive(Clone, Copy)]
enum HalfBlock {
    /// `▀`
    Upper,
    /// `▄`
    Lower,
    /// A space.
    Blank,
    /// `█`
    Full,
}

/// Which colours count as the same.
#[derive(Clone, Copy)]
struct Tolerance {
    /// The square of the largest distance, in Oklab.
    squared: f32,
    transfer: &'static Transfer,
}

impl Tolerance {
    fn is_exact(self) -> bool {
        self.squared == 0.0
    }

    fn shades(self, paints: [Paint; 2]) -> [Shade; 2] {
        paints.map(|paint| if self.is_exact() { Shade::alone(paint) } else { Shade::seen(paint, self.transfer) })
    }

    fn same(self, a: Shade, b: Shade) -> bool {
        a.paint == b.paint || !self.is_exact() && self.near(a.look, b.look)
    }

    fn near(self, a: Oklab, b: Oklab) -> bool {
        let [l, m, n] = [a.l - b.l, a.a - b.a, a.b - b.b];
        l * l + m * m + n * n <= self.squared
    }

    /// Whether a cell of the picture may stay as it is shown; `index` is its place.
    fn unchanged(self, wanted: &Cell, shown: &Cell, looks: &LookCaches, index: usize) -> bool {
        if self.is_exact() {
            return wanted == shown;
        }
        let shades = [looks.wanted.of(index), looks.shown.of(index)];
        if !wanted.same_glyph(shown) {
            return self.covers_alike([wanted, shown], shades);
        }
        let [[front, back], [shown_front, shown_back]] = shades;
        self.same(front, shown_front) && self.same(back, shown_back)
    }

    /// Whether two cells of blocks, of whatever patterns, look the same in each of their parts.
    fn covers_alike(self, [wanted, shown]: [&Cell; 2], shades: [[Shade; 2]; 2]) -> bool {
        let (Some(here), Some(there)) = (wanted.coverage(), shown.coverage()) else { return false };
        let [here_paints, there_paints] = shades.map(|shades| shades.into_iter().zip([true, false]));
        here_paints.into_iter().all(|(paint, covered)| {
            let mut meeting = there_paints.clone().filter(|(_, other)| here.meets(covered, there, *other));
            meeting.all(|(other, _)| self.same(paint, other))
        })
    }
}

/// Draws what differs by more than `tolerance` (Oklab × 100), row by row from `first` on and round to it
/// again, until `out` is `limit` long. Returns the row at which that ended it.
pub(super) fn draw(
    screen: &mut Record,
    looks: &mut LookCaches,
    wanted: &CellGrid,
    tolerance: f32,
    first: usize,
    limit: usize,
    out: &mut Vec<u8>,
) -> Option<usize> {
    let tolerance = Tolerance { squared: (tolerance / 100.0).powi(2), transfer: Transfer::get() };
    let (columns, rows) = (wanted.columns, wanted.rows);
    let mut set = None;
    for cache in [&mut looks.wanted, &mut looks.shown] {
        cache.fit(wanted.cells.len());
    }
    for row in (0..rows).map(|row| (first + row) % rows) {
        let cells = row * columns..(row + 1) * columns;
        if !tolerance.is_exact() {
            for (cache, grid) in [(&mut looks.wanted, wanted), (&mut looks.shown, &screen.shown)] {
                cache.look(&grid.cells[cells.clone()], cells.start, tolerance.transfer);
            }
        }
        for (column, index) in cells.enumerate() {
            let cell = &wanted.cells[index];
            if !cell.is_picture() || tolerance.unchanged(cell, &screen.shown.cells[index], looks, index) {
                continue;
            }
            if out.len() >= limit {
                return Some(row);
            }
            let shades = if tolerance.is_exact() {
                [cell.foreground, cell.background].map(Shade::alone)
            } else {
                looks.wanted.of(index)
            };
            screen.pen.move_to(column, row, out);
            screen.shown.cells[index] = match cell.as_halves() {
                Some(_) => {
                    let drawn = draw_halves(&mut screen.pen, shades, tolerance, &mut set, columns, out);
                    if !tolerance.is_exact() {
                        looks.shown.keep(index, drawn);
                    }
                    Cell::halves(drawn.map(|shade| shade.paint))
                }
                None => {
                    let cell = cheapest(cell, shades, &screen.pen, tolerance);
                    screen.pen.draw(&cell, wanted, out);
                    // The record keeps one form of each cell, as every wanted grid does.
                    cell.canonical()
                }
            };
        }
    }
    None
}

/// A cell of blocks or a letter in the colours that are set, where they are near enough to its `shades`, and its
/// pattern inverted where that needs fewer new ones.
fn cheapest(cell: &Cell, shades: [Shade; 2], pen: &Pen, tolerance: Tolerance) -> Cell {
    let Some(set) = pen.paints().map(|paints| tolerance.shades(paints)) else { return *cell };
    let with_set = |mut cell: Cell, [front, back]: [Shade; 2]| {
        let [foreground, background] = [(front, set[0]), (back, set[1])]
            .map(|(wanted, set)| if tolerance.same(wanted, set) { set.paint } else { wanted.paint });
        let new = |paint: Paint, set: Shade| if paint == set.paint { 0 } else { paint_cost(paint) };
        (cell.foreground, cell.background) = (foreground, background);
        (cell, new(foreground, set[0]) + new(background, set[1]))
    };
    let [front, back] = shades;
    let (straight, cost) = with_set(*cell, shades);
    let inverted = cell.inverse().map(|cell| with_set(cell, [back, front])).filter(|(_, other)| *other < cost);
    inverted.map_or(straight, |(cell, _)| cell)
}

/// `set` keeps the shades of the pen from one cell to the next. Returns those of the cell as it was drawn.
fn draw_halves(
    pen: &mut Pen,
    wanted: [Shade; 2],
    tolerance: Tolerance,
    set: &mut Option<[Shade; 2]>,
    columns: usize,
    out: &mut Vec<u8>,
) -> [Shade; 2] {
    let paints = pen.paints();
    if set.map(|set| set.map(|shade| shade.paint)) != paints {
        *set = paints.map(|paints| tolerance.shades(paints));
    }
    let Choice { halves: [top, bottom], form, .. } = choose(wanted, *set, tolerance);
    let (glyph, foreground, background) = match form {
        HalfBlock::Upper => ('▀', Some(top), Some(bottom)),
        HalfBlock::Lower => ('▄', Some(bottom), Some(top)),
        HalfBlock::Blank => (' ', None, Some(top)),
        HalfBlock::Full => ('█', Some(top), None),
    };
    let paint = |shade: Option<Shade>| shade.map(|shade| shade.paint);
    pen.glyph(glyph, paint(foreground), paint(background), columns, out);
    if let Some([front, back]) = set {
        (*front, *back) = (foreground.unwrap_or(*front), background.unwrap_or(*back));
    }
    [top, bottom]
}

/// The cheapest way to write two pixels with the colours that are set.
fn choose([top, bottom]: [Shade; 2], set: Option<[Shade; 2]>, tolerance: Tolerance) -> Choice {
    let Some([foreground, background]) = set else {
        return Choice { halves: [top, bottom], form: HalfBlock::Upper, cost: 0 };
    };
    // What a pixel costs on a layer whose colour is `set`, and the colour that it gets.
    let pixel = |near, wanted: Shade, set: Shade| if near { (0, set) } else { (paint_cost(wanted.paint), wanted) };
    let [top_front, bottom_back, top_back, bottom_front] = [
        tolerance.same(top, foreground),
        tolerance.same(bottom, background),
        tolerance.same(top, background),
        tolerance.same(bottom, foreground),
    ];
    let alike = tolerance.same(top, bottom);
    if !(alike || top_front || bottom_back || top_back || bottom_front) {
        return Choice { halves: [top, bottom], form: HalfBlock::Upper, cost: 0 };
    }
    let form = |form, (top_cost, top): (usize, Shade), (bottom_cost, bottom): (usize, Shade)| Choice {
        halves: [top, bottom],
        form,
        cost: top_cost + bottom_cost + 2,
    };
    let upper = form(HalfBlock::Upper, pixel(top_front, top, foreground), pixel(bottom_back, bottom, background));
    let lower = form(HalfBlock::Lower, pixel(top_back, top, background), pixel(bottom_front, bottom, foreground));
    let mut best = if lower.cost < upper.cost { lower } else { upper };
    if alike {
        for (set, near, form, glyph) in [
            (background, top_back && bottom_back, HalfBlock::Blank, 0),
            (foreground, top_front && bottom_front, HalfBlock::Full, 2),
        ] {
            let (cost, shade) = pixel(near, top, set);
            if cost + glyph < best.cost {
                best = Choice { halves: [shade; 2], form, cost: cost + glyph };
            }
        }
    }
    best
}
