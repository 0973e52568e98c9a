//! From the wanted and the shown grid to bytes, within a budget.
//!
//! The record of what the terminal shows is exact whatever was left out, so that everything left out is
//! found again the next time. Text goes first, exactly, whatever it costs. The picture follows: exact if
//! that fits, else with the smallest tolerance that does, else as the coarse runs of
//! `coarse` that lower the error most for the bytes there are.

mod changes;
mod coarse;
mod grid;
mod look_cache;
mod pen;
mod rows;

use ratatui::layout::Rect;

use grid::{BLANK, CellGrid, UNKNOWN};
use pen::Pen;

use super::hyperlink::Hyperlink;
use crate::cells::Wanted;

pub use rows::rows;

/// Tolerances that are tried in turn, in Oklab × 100. The last is about what the eye forgives in a moving picture.
const TOLERANCES: [f32; 5] = [0.0, 0.5, 1.0, 1.5, 2.0];

/// Turns wanted grids into bytes and remembers what they made the terminal show.
#[derive(Debug, Default)]
pub struct Encoder {
    screen: Record,
    wanted: CellGrid,
    link: Option<Hyperlink>,
    /// The row at which the next frame begins to look for changes, so that a capped frame starves none.
    first_row: usize,
    /// Index into [`TOLERANCES`] that the last frame was drawn with; past its end for coarse runs.
    level: usize,
    slope: coarse::Slope,
    looks: changes::LookCaches,
}

/// What the terminal shows, and what its pen is.
#[derive(Clone, Debug, Default)]
struct Record {
    shown: CellGrid,
    pen: Pen,
}

/// What one call of [`Encoder::encode_picture`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PictureProgress {
    /// Whether the terminal now shows exactly what was wanted.
    pub complete: bool,
    /// The colour difference that was accepted, in Oklab × 100: a bound, or for coarse runs the root mean square.
    pub tolerance: f32,
}

impl Encoder {
    /// Forgets what the terminal shows: the next frame clears it and draws everything.
    pub fn forget(&mut self) {
        let repeats = self.screen.pen.repeats();
        self.screen = Record::default();
        self.screen.pen.set_repeats(repeats);
    }

    /// Sets whether the terminal knows REP (`CSI n b`), which writes the last character again.
    pub fn set_repeats(&mut self, repeats: bool) {
        self.screen.pen.set_repeats(repeats);
    }

    /// Sets the hyperlink of the frames that follow.
    pub fn set_hyperlink(&mut self, link: Option<Hyperlink>) {
        self.link = link;
    }

    /// Records that something else was drawn over `area`: what stands there is written again, blank cells too if
    /// `blank`.
    pub fn damage(&mut self, area: Rect, blank: bool) {
        let shown = &mut self.screen.shown;
        let (columns, rows) = (usize::from(area.left()), usize::from(area.top()));
        for row in rows..usize::from(area.bottom()).min(shown.rows) {
            let end = usize::from(area.right()).min(shown.columns);
            for cell in shown.cells[row * shown.columns..][..end].iter_mut().skip(columns) {
                if blank || *cell != BLANK {
                    *cell = UNKNOWN;
                }
            }
        }
    }

    /// Takes the next wanted grid and appends to `out` all of its text that changed, whatever it costs.
    pub fn encode_text<'a>(&mut self, wanted: impl Into<Wanted<'a>>, out: &mut Vec<u8>) {
        self.encode_text_within(wanted, usize::MAX, out);
    }

    /// The same, but ends after the row that exceeds `budget` bytes, so that what comes first can be seen first.
    /// Returns whether that was all; if not, the next call goes on.
    pub fn encode_text_within<'a>(&mut self, wanted: impl Into<Wanted<'a>>, budget: usize, out: &mut Vec<u8>) -> bool {
        let limit = out.len().saturating_add(budget);
        let wanted: Wanted<'_> = wanted.into();
        let mut wanted = CellGrid::from(wanted);
        if let Some(link) = &self.link {
            wanted.link(link);
        }
        self.screen.pen.begin();
        self.prepare(&wanted, out);
        let complete = self.screen.draw_text(&wanted, limit, out);
        self.wanted = wanted;
        complete
    }

    /// Appends what brings the shown picture nearer to the wanted one within `budget` bytes. Repeated, it
    /// becomes exact. At most one cell or run more than the budget is written.
    pub fn encode_picture(&mut self, budget: usize, out: &mut Vec<u8>) -> PictureProgress {
        self.screen.pen.begin();
        let wanted = std::mem::take(&mut self.wanted);
        let progress = self.draw_picture(&wanted, out.len().saturating_add(budget), out);
        self.wanted = wanted;
        progress
    }

    /// Appends what changed in the picture by more than `tolerance` (Oklab × 100), whatever it costs.
    pub fn encode_picture_within(&mut self, tolerance: f32, out: &mut Vec<u8>) {
        self.screen.pen.begin();
        changes::draw(&mut self.screen, &mut self.looks, &self.wanted, tolerance, 0, usize::MAX, out);
    }

    fn prepare(&mut self, wanted: &CellGrid, out: &mut Vec<u8>) {
        if (self.screen.shown.columns, self.screen.shown.rows) != (wanted.columns, wanted.rows) {
            self.screen.pen.clear(out);
            self.screen.shown = CellGrid::blank(wanted.columns, wanted.rows);
        }
    }

    /// The first level that fits, tried from the last one on; then finer ones on top of it while there is room.
    fn draw_picture(&mut self, wanted: &CellGrid, limit: usize, out: &mut Vec<u8>) -> PictureProgress {
        let start = out.len();
        let room = limit.saturating_sub(start);
        let fitting = (self.level.min(TOLERANCES.len() - 1)..TOLERANCES.len())
            .find(|&level| self.draw_or_undo(wanted, TOLERANCES[level], limit, out));
        self.level = fitting.unwrap_or(TOLERANCES.len());
        if fitting.is_none() {
            return self.draw_coarse(wanted, limit, out);
        }
        while self.level > 0 && 2 * (out.len() - start) < room {
            if !self.refine(wanted, TOLERANCES[self.level - 1], limit, out) {
                break;
            }
            self.level -= 1;
        }
        PictureProgress { complete: self.level == 0, tolerance: TOLERANCES[self.level] }
    }

    /// Draws to `tolerance`, or nothing at all if that exceeds the limit.
    fn draw_or_undo(&mut self, wanted: &CellGrid, tolerance: f32, limit: usize, out: &mut Vec<u8>) -> bool {
        let (before, start) = (self.screen.clone(), out.len());
        let fits = changes::draw(&mut self.screen, &mut self.looks, wanted, tolerance, 0, limit, out).is_none();
        if !fits {
            self.screen = before;
            out.truncate(start);
        }
        fits
    }

    /// Draws to `tolerance` as far as the limit allows, each time from where the last one was ended.
    fn refine(&mut self, wanted: &CellGrid, tolerance: f32, limit: usize, out: &mut Vec<u8>) -> bool {
        let stopped = changes::draw(&mut self.screen, &mut self.looks, wanted, tolerance, self.first_row, limit, out);
        self.first_row = stopped.unwrap_or(0);
        stopped.is_none()
    }

    fn draw_coarse(&mut self, wanted: &CellGrid, limit: usize, out: &mut Vec<u8>) -> PictureProgress {
        let start = out.len();
        let error = coarse::draw(&mut self.screen, wanted, &mut self.slope, limit, out);
        if out.len() == start {
            self.refine(wanted, 0.0, limit, out);
        }
        PictureProgress { complete: false, tolerance: error }
    }
}

impl Record {
    /// Draws the changed cells that are not part of the picture, to the end of the row in which `out` becomes
    /// `limit` long. Returns whether that was all.
    fn draw_text(&mut self, wanted: &CellGrid, limit: usize, out: &mut Vec<u8>) -> bool {
        let mut last = None;
        for &index in &wanted.text {
            let cell = &wanted.cells[index];
            if cell == &self.shown.cells[index] || cell.width() == 0 {
                continue;
            }
            let (column, row) = (index % wanted.columns, index / wanted.columns);
            if out.len() >= limit && last.is_some_and(|last| last != row) {
                self.pen.end_link(out);
                return false;
            }
            last = Some(row);
            self.pen.move_to(column, row, out);
            self.pen.draw(cell, wanted, out);
            self.shown.cells[index] = *cell;
            if cell.width() == 2 && column + 1 < wanted.columns {
                self.shown.cells[index + 1] = UNKNOWN;
            }
        }
        self.pen.end_link(out);
        true
    }
}
