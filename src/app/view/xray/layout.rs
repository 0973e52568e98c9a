//! What stands where on the x-ray, and how large the thumbnails are.

use ratatui::layout::Rect;

use super::super::chart::below;
use crate::insight::xray::{Neuron, Wanted};

/// Columns of a layer's name and its bars, and of the gap before each neuron.
pub(super) const LABEL: u16 = 9;
const GAP: u16 = 1;
/// Rows of a thumbnail, the gap below it counted.
const SHORTEST: u16 = 3;
const TALLEST: u16 = 10;
/// This many neurons of a layer should be seen before thumbnails grow.
const ABREAST: usize = 16;
/// A screen narrower than this has no panel.
const NARROW: u16 = 50;

/// What stands where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub(super) title: Rect,
    pub(super) wall: Rect,
    /// Beside the wall; empty on a narrow screen.
    pub(super) panel: Rect,
    /// Cells of the large picture.
    large: (u16, u16),
    grid: Grid,
}

/// How the wall is divided among thumbnails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Grid {
    /// Cells of a thumbnail, the gap below it counted.
    thumbnail: (u16, u16),
    /// Thumbnails of a layer, side by side in one line, and the lines of each layer.
    abreast: usize,
    lines: usize,
    /// Layers that fit.
    rows: usize,
}

impl Grid {
    /// Of thumbnails of that `height` for `layers` layers, the widest of `widest` neurons; `shape` is the width of the
    /// picture over its height. `None` if not all layers fit, unless they are the smallest.
    fn of(wall: Rect, height: u16, shape: f64, layers: usize, widest: usize) -> Option<Self> {
        let rows = usize::from(wall.height / height);
        let least = usize::from(height == SHORTEST);
        let lines = (rows / layers.max(1)).clamp(least, widest.max(1));
        if lines == 0 {
            return None;
        }
        let columns = |width: u16| usize::from(wall.width.saturating_sub(LABEL + GAP) / (width + GAP));
        // Two pixels a row, one of them the gap's.
        let square = 2 * height - 1;
        let full = ((f64::from(square) * shape).round() as u16).max(2);
        let enough = |width: &u16| columns(*width) * lines >= widest.min(ABREAST);
        // Rather a picture that is squeezed than one of those that are not seen.
        let width = (square.min(full)..=full).rev().find(enough).unwrap_or(square.min(full));
        let abreast = columns(width).max(1);
        let lines = lines.min(widest.div_ceil(abreast));
        Some(Self { thumbnail: (width, height), abreast, lines, rows: rows / lines })
    }

    /// The largest thumbnails of which enough are seen, or else the most of them.
    fn best(wall: Rect, shape: f64, layers: usize, widest: usize) -> Self {
        let grids = (SHORTEST..=TALLEST).rev().filter_map(|height| Self::of(wall, height, shape, layers, widest));
        let seen = |grid: &Self| (grid.abreast * grid.lines).min(widest.min(ABREAST));
        let best = grids.reduce(|best, grid| if seen(&grid) > seen(&best) { grid } else { best });
        best.unwrap_or(Self { thumbnail: (2, SHORTEST), abreast: 1, lines: 1, rows: 1 })
    }
}

impl Layout {
    /// Of an x-ray of `layers` layers, the widest of `widest` neurons, on a screen of `area`.
    pub fn of(area: Rect, layers: usize, widest: usize) -> Self {
        let title = Rect { height: area.height.min(1), ..area };
        // The lowest row is the status bar's.
        let body = below(Rect { height: area.height.saturating_sub(1).max(1), ..area }, 1);
        let panel_width = if area.width < NARROW { 0 } else { (area.width * 30 / 100).clamp(26, 64) };
        let wall = Rect { width: body.width - panel_width, ..body };
        let panel = Rect { x: wall.right() + 1, width: panel_width.saturating_sub(1), ..body };
        let shape = (f64::from(area.width) / (2.0 * f64::from(area.height.max(1)))).clamp(0.6, 2.5);
        let large_height = (f64::from(panel.width) / shape / 2.0).round() as u16;
        let large = (panel.width, large_height.clamp(1, (panel.height * 2 / 5).max(1)));
        Self { title, wall, panel, large, grid: Grid::best(wall, shape, layers, widest) }
    }

    /// What is to be looked at for this layout.
    pub fn wanted(&self, focus: Neuron) -> Wanted {
        let (across, down) = if self.panel.width == 0 { self.grid.thumbnail } else { self.large };
        Wanted {
            focus,
            rows: self.grid.rows.max(1),
            columns: self.grid.abreast * self.grid.lines,
            grid: [across.max(1).into(), usize::from(2 * down)],
        }
    }

    /// Where the large picture stands.
    pub(super) fn large(&self) -> Rect {
        Rect { height: self.large.1, ..below(self.panel, 1) }.intersection(self.panel)
    }

    /// Where the thumbnail of the neuron `column` in `row` of the wall stands.
    pub(super) fn place(&self, row: usize, column: usize) -> Rect {
        let Grid { thumbnail: (width, height), abreast, lines, .. } = self.grid;
        let (line, column) = (row * lines + column / abreast, column % abreast);
        let x = usize::from(self.wall.x + LABEL) + column * usize::from(width + GAP);
        let y = usize::from(self.wall.y) + line * usize::from(height);
        let [x, y] = [x, y].map(|at| at.min(usize::from(u16::MAX - TALLEST * 8)) as u16);
        Rect { x, y, width, height }
    }
}
