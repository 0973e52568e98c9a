//! The picture's changed cells, each as near as a tolerance asks.
//!
//! A cell is left alone while both its halves are within the tolerance of what is shown, and a colour that
//! is set already is used again where it is within the tolerance. A tolerance of 0 is lossless.

use super::Screenful;
use super::grid::{Cell, Grid, Kind, Paint};
use super::oklab::{distance_squared, lab};
use super::pen::paint_cost;

/// A cell of two pixels as it will be written.
struct Choice {
    halves: [Paint; 2],
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
    squared: f32,
}

impl Tolerance {
    fn same(self, a: Paint, b: Paint) -> bool {
        a == b
            || self.squared > 0.0
                && match (a.kind(), b.kind()) {
                    (Kind::Rgb(a), Kind::Rgb(b)) => distance_squared(lab(a), lab(b)) <= self.squared,
                    _ => false,
                }
    }

    fn same_cell(self, a: &Cell, b: &Cell) -> bool {
        a == b
            || self.squared > 0.0
                && a.same_glyph(b)
                && self.same(a.foreground, b.foreground)
                && self.same(a.background, b.background)
    }
}

/// Draws what differs by more than `tolerance` (Oklab × 100), row by row from `first` on and round to it
/// again, until `out` is `limit` long. Returns the row at which that ended it.
pub(super) fn draw(
    screen: &mut Screenful,
    wanted: &Grid,
    tolerance: f32,
    first: usize,
    limit: usize,
    out: &mut Vec<u8>,
) -> Option<usize> {
    let tolerance = Tolerance { squared: tolerance * tolerance };
    let (columns, rows) = (wanted.columns, wanted.rows);
    for row in (0..rows).map(|row| (first + row) % rows) {
        for column in 0..columns {
            let index = row * columns + column;
            let cell = wanted.cells[index];
            if tolerance.same_cell(&cell, &screen.shown.cells[index]) || !cell.is_picture() {
                continue;
            }
            if out.len() >= limit {
                return Some(row);
            }
            screen.pen.move_to(column, row, out);
            screen.shown.cells[index] = match cell.as_halves() {
                Some(halves) => draw_halves(screen, halves, tolerance, columns, out),
                None => {
                    screen.pen.draw(&cell, wanted, out);
                    cell
                }
            };
        }
    }
    None
}

fn draw_halves(
    screen: &mut Screenful,
    wanted: [Paint; 2],
    tolerance: Tolerance,
    columns: usize,
    out: &mut Vec<u8>,
) -> Cell {
    let Choice { halves: [top, bottom], form, .. } = choose(wanted, screen.pen.paints(), tolerance);
    let (glyph, foreground, background): (&[u8], _, _) = match form {
        Form::Upper => ("▀".as_bytes(), Some(top), Some(bottom)),
        Form::Lower => ("▄".as_bytes(), Some(bottom), Some(top)),
        Form::Blank => (b" ", None, Some(top)),
        Form::Full => ("█".as_bytes(), Some(top), None),
    };
    screen.pen.glyph(glyph, foreground, background, columns, out);
    Cell::halves([top, bottom])
}

/// The cheapest way to write two pixels with the colours that are set.
fn choose([top, bottom]: [Paint; 2], set: Option<[Paint; 2]>, tolerance: Tolerance) -> Choice {
    let Some([foreground, background]) = set else {
        return Choice { halves: [top, bottom], form: Form::Upper, cost: 0 };
    };
    // What a pixel costs on a layer whose colour is `set`, and the colour that it gets.
    let pixel = |wanted, set| if tolerance.same(wanted, set) { (0, set) } else { (paint_cost(wanted), wanted) };
    let ((upper_top, upper_top_paint), (upper_bottom, upper_bottom_paint)) =
        (pixel(top, foreground), pixel(bottom, background));
    let ((lower_top, lower_top_paint), (lower_bottom, lower_bottom_paint)) =
        (pixel(top, background), pixel(bottom, foreground));
    let upper =
        Choice { halves: [upper_top_paint, upper_bottom_paint], form: Form::Upper, cost: upper_top + upper_bottom + 2 };
    let lower =
        Choice { halves: [lower_top_paint, lower_bottom_paint], form: Form::Lower, cost: lower_top + lower_bottom + 2 };
    let mut best = if lower.cost < upper.cost { lower } else { upper };
    if tolerance.same(top, bottom) {
        for (set, form, glyph) in [(background, Form::Blank, 0), (foreground, Form::Full, 2)] {
            let kept = tolerance.same(top, set) && tolerance.same(bottom, set);
            let (paint, cost) = if kept { (set, 0) } else { (top, paint_cost(top)) };
            if cost + glyph < best.cost {
                best = Choice { halves: [paint; 2], form, cost: cost + glyph };
            }
        }
    }
    best
}
