//! The picture's changed cells, each as near as a tolerance asks.
//!
//! A cell is left alone while both its halves are within the tolerance of what is shown, and a colour that
//! is set already is used again where it is within the tolerance. A tolerance of 0 is lossless.

use super::Screenful;
use super::grid::{Cell, Grid, Paint};
use super::pen::{Pen, paint_cost};
use crate::color::{Oklab, Transfer};

/// A colour and, where a tolerance asks for it, what it looks like.
#[derive(Clone, Copy, Debug)]
struct Shade {
    paint: Paint,
    look: Oklab,
}

/// What the colours of the wanted and of the shown cells look like, foreground and background of each. Kept from
/// one frame to the next: each entry says which colour it is about, so that none can be out of date.
#[derive(Clone, Debug, Default)]
pub(super) struct Sight {
    wanted: Vec<Shade>,
    shown: Vec<Shade>,
}

impl Sight {
    fn fit(&mut self, cells: usize) {
        let unseen = Shade { paint: Paint::DEFAULT, look: UNCOMPARABLE };
        self.wanted.resize(2 * cells, unseen);
        self.shown.resize(2 * cells, unseen);
    }
}

/// A colour that only the terminal knows is near to nothing but itself.
const UNCOMPARABLE: Oklab = Oklab { l: f32::NAN, a: 0.0, b: 0.0 };

/// A cell of two pixels as it will be written.
struct Choice {
    halves: [Shade; 2],
    form: Form,
    cost: usize,
}

#[derive(Clone, Copy)]
enum Form {
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
    fn shade(self, paint: Paint) -> Shade {
        let look = match paint.look() {
            Some(rgb) if self.squared > 0.0 => Oklab::from_bytes(self.transfer, rgb),
            _ => UNCOMPARABLE,
        };
        Shade { paint, look }
    }

    /// The same, looked up where it was seen before.
    fn recall(self, paint: Paint, seen: &mut Shade) -> Shade {
        if self.squared == 0.0 {
            return Shade { paint, look: UNCOMPARABLE };
        }
        if seen.paint != paint {
            *seen = self.shade(paint);
        }
        *seen
    }

    fn shades(self, paints: [Paint; 2]) -> [Shade; 2] {
        paints.map(|paint| self.shade(paint))
    }

    fn same(self, a: Shade, b: Shade) -> bool {
        let [l, m, n] = [a.look.l - b.look.l, a.look.a - b.look.a, a.look.b - b.look.b];
        a.paint == b.paint || l * l + m * m + n * n <= self.squared
    }

    /// `at` is the cell's place in `sight`.
    fn unchanged(self, wanted: &Cell, shown: &Cell, sight: &mut Sight, at: usize) -> bool {
        let mut near = |wanted, shown, at: usize| {
            self.same(self.recall(wanted, &mut sight.wanted[at]), self.recall(shown, &mut sight.shown[at]))
        };
        wanted == shown
            || self.squared > 0.0
                && if wanted.same_glyph(shown) {
                    near(wanted.foreground, shown.foreground, at) && near(wanted.background, shown.background, at + 1)
                } else {
                    self.covers_alike(wanted, shown)
                }
    }

    /// Whether two cells of blocks, of whatever patterns, look the same in each of their parts.
    fn covers_alike(self, wanted: &Cell, shown: &Cell) -> bool {
        let (Some(here), Some(there)) = (wanted.coverage(), shown.coverage()) else { return false };
        let [here_paints, there_paints] =
            [wanted, shown].map(|cell| self.shades([cell.foreground, cell.background]).into_iter().zip([true, false]));
        here_paints.into_iter().all(|(paint, covered)| {
            let mut meeting = there_paints.clone().filter(|(_, other)| here.meets(covered, there, *other));
            meeting.all(|(other, _)| self.same(paint, other))
        })
    }
}

/// Draws what differs by more than `tolerance` (Oklab × 100), row by row from `first` on and round to it
/// again, until `out` is `limit` long. Returns the row at which that ended it.
pub(super) fn draw(
    screen: &mut Screenful,
    sight: &mut Sight,
    wanted: &Grid,
    tolerance: f32,
    first: usize,
    limit: usize,
    out: &mut Vec<u8>,
) -> Option<usize> {
    let tolerance = Tolerance { squared: (tolerance / 100.0).powi(2), transfer: Transfer::get() };
    let (columns, rows) = (wanted.columns, wanted.rows);
    sight.fit(wanted.cells.len());
    let mut set = None;
    for row in (0..rows).map(|row| (first + row) % rows) {
        for column in 0..columns {
            let index = row * columns + column;
            let cell = wanted.cells[index];
            if !cell.is_picture() || tolerance.unchanged(&cell, &screen.shown.cells[index], sight, 2 * index) {
                continue;
            }
            if out.len() >= limit {
                return Some(row);
            }
            screen.pen.move_to(column, row, out);
            screen.shown.cells[index] = match cell.as_halves() {
                Some([top, bottom]) => {
                    let halves = [
                        tolerance.recall(top, &mut sight.wanted[2 * index]),
                        tolerance.recall(bottom, &mut sight.wanted[2 * index + 1]),
                    ];
                    let drawn = draw_halves(&mut screen.pen, halves, tolerance, &mut set, columns, out);
                    if tolerance.squared > 0.0 {
                        sight.shown[2 * index..2 * index + 2].copy_from_slice(&drawn);
                    }
                    Cell::halves(drawn.map(|shade| shade.paint))
                }
                None => {
                    let cell = cheapest(&cell, &screen.pen, tolerance);
                    screen.pen.draw(&cell, wanted, out);
                    // The record keeps one form of each cell, as every wanted grid does.
                    cell.canonical()
                }
            };
        }
    }
    None
}

/// A cell of blocks or a letter in the colours that are set, where they are near enough, and its pattern inverted
/// where that needs fewer new ones.
fn cheapest(cell: &Cell, pen: &Pen, tolerance: Tolerance) -> Cell {
    let Some(set) = pen.paints().map(|paints| tolerance.shades(paints)) else { return *cell };
    let with_set = |mut cell: Cell| {
        let [foreground, background] = [(cell.foreground, set[0]), (cell.background, set[1])]
            .map(|(wanted, set)| if tolerance.same(tolerance.shade(wanted), set) { set.paint } else { wanted });
        let new = |paint: Paint, set: Shade| if paint == set.paint { 0 } else { paint_cost(paint) };
        (cell.foreground, cell.background) = (foreground, background);
        (cell, new(foreground, set[0]) + new(background, set[1]))
    };
    let (straight, cost) = with_set(*cell);
    let inverted = cell.inverse().map(with_set).filter(|(_, other)| *other < cost);
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
    let (glyph, foreground, background): (&[u8], _, _) = match form {
        Form::Upper => ("▀".as_bytes(), Some(top), Some(bottom)),
        Form::Lower => ("▄".as_bytes(), Some(bottom), Some(top)),
        Form::Blank => (b" ", None, Some(top)),
        Form::Full => ("█".as_bytes(), Some(top), None),
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
        return Choice { halves: [top, bottom], form: Form::Upper, cost: 0 };
    };
    // What a pixel costs on a layer whose colour is `set`, and the colour that it gets.
    let pixel = |near, wanted: Shade, set: Shade| if near { (0, set) } else { (paint_cost(wanted.paint), wanted) };
    let [top_front, bottom_back, top_back, bottom_front] = [
        tolerance.same(top, foreground),
        tolerance.same(bottom, background),
        tolerance.same(top, background),
        tolerance.same(bottom, foreground),
    ];
    let form = |form, (top_cost, top): (usize, Shade), (bottom_cost, bottom): (usize, Shade)| Choice {
        halves: [top, bottom],
        form,
        cost: top_cost + bottom_cost + 2,
    };
    let upper = form(Form::Upper, pixel(top_front, top, foreground), pixel(bottom_back, bottom, background));
    let lower = form(Form::Lower, pixel(top_back, top, background), pixel(bottom_front, bottom, foreground));
    let mut best = if lower.cost < upper.cost { lower } else { upper };
    if tolerance.same(top, bottom) {
        for (set, near, form, glyph) in [
            (background, top_back && bottom_back, Form::Blank, 0),
            (foreground, top_front && bottom_front, Form::Full, 2),
        ] {
            let (cost, shade) = pixel(near, top, set);
            if cost + glyph < best.cost {
                best = Choice { halves: [shade; 2], form, cost: cost + glyph };
            }
        }
    }
    best
}
