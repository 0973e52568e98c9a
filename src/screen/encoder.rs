//! From the wanted and the shown grid to bytes, within a budget.

mod grid;
mod pen;

use ratatui::buffer::Buffer;

use grid::{Cell, Grid, UNKNOWN};
use pen::Pen;

/// Turns wanted grids into bytes and remembers what they made the terminal show.
#[derive(Debug, Default)]
pub struct Encoder {
    shown: Grid,
    pen: Pen,
    /// The row at which the next frame begins to look for changes, so that a capped frame starves none.
    first_row: usize,
}

/// What one call of [`Encoder::encode`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Cells written.
    pub cells: usize,
    /// Whether the terminal now shows exactly what was wanted.
    pub complete: bool,
}

impl Encoder {
    /// Forgets what the terminal shows: the next frame clears it and draws everything.
    pub fn forget(&mut self) {
        self.shown = Grid::default();
        self.pen = Pen::default();
    }

    /// Appends to `out` what turns the shown grid into `wanted`. Text comes first and whatever it costs; the
    /// picture stops when `out` has grown by `budget` bytes, and goes on from there in the next call.
    pub fn encode(&mut self, wanted: &Buffer, budget: usize, out: &mut Vec<u8>) -> Progress {
        let wanted = Grid::from(wanted);
        let limit = out.len().saturating_add(budget);
        if (self.shown.columns, self.shown.rows) != (wanted.columns, wanted.rows) {
            self.pen.clear(out);
            self.shown = Grid::blank(wanted.columns, wanted.rows);
        }
        let mut cells = self.pass(&wanted, 0, usize::MAX, |cell| !cell.is_picture(), out).0;
        let (drawn, stopped) = self.pass(&wanted, self.first_row, limit, Cell::is_picture, out);
        cells += drawn;
        self.first_row = stopped.unwrap_or(0);
        Progress { cells, complete: stopped.is_none() }
    }

    /// Draws the changed cells that `select` names, all rows from `first` on and round to it again; returns
    /// how many, and the row at which `limit` ended it.
    fn pass(
        &mut self,
        wanted: &Grid,
        first: usize,
        limit: usize,
        select: fn(&Cell) -> bool,
        out: &mut Vec<u8>,
    ) -> (usize, Option<usize>) {
        let (columns, rows) = (wanted.columns, wanted.rows);
        let mut cells = 0;
        for row in (0..rows).map(|row| (first + row) % rows) {
            for column in 0..columns {
                let index = row * columns + column;
                let cell = wanted.cells[index];
                if cell == self.shown.cells[index] || cell.width() == 0 || !select(&cell) {
                    continue;
                }
                if out.len() >= limit {
                    return (cells, Some(row));
                }
                self.pen.move_to(column, row, out);
                self.pen.draw(&cell, wanted, out);
                self.shown.cells[index] = cell;
                if cell.width() == 2 && column + 1 < columns {
                    self.shown.cells[index + 1] = UNKNOWN;
                }
                cells += 1;
            }
        }
        (cells, None)
    }
}
