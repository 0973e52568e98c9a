//! What stands where on the x-ray, and how large the thumbnails are.

use ratatui::layout::Rect;

use super::super::chart::below;
use crate::insight::xray::{Neuron, Selection};

/// Columns of a layer's name and its bars, and of the gap before each neuron.
pub(super) const LABEL: u16 = 9;
const GAP: u16 = 1;
/// Rows of a thumbnail, the gap below it counted, and the fewest columns of one.
const SHORTEST: u16 = 3;
const TALLEST: u16 = 24;
const NARROWEST: u16 = 4;
/// Up to this height thumbnails may be squeezed to this share of a square, so that whole layers are seen.
const SQUEEZED: u16 = 5;
const SQUEEZE: f64 = 0.75;
/// A screen narrower than this has no panel beside the wall.
const NARROW: u16 = 50;
/// Rows that a neuron's weights take, or its values.
const BARS: u16 = 3;

/// What of the network is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum XraySheet {
    /// Every neuron, and one of them large beside the wall where there is room.
    #[default]
    Wall,
    /// One neuron as large as the screen allows, and its weights.
    Neuron,
    /// What that neuron says how often, and the circle in every layer.
    Circles,
}

impl XraySheet {
    /// The one after it, round and round.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Wall => Self::Neuron,
            Self::Neuron => Self::Circles,
            Self::Circles => Self::Wall,
        }
    }
}

/// What stands where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XrayLayout {
    pub(super) sheet: XraySheet,
    pub(super) title: Rect,
    /// Empty on the sheets of one neuron.
    pub(super) wall: Rect,
    /// Beside the wall; empty on a narrow screen.
    pub(super) panel: Rect,
    /// Cells of the large picture.
    large: (u16, u16),
    grid: NeuronGrid,
}

/// How the wall is divided among thumbnails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct NeuronGrid {
    /// Cells of a thumbnail, the gap below it counted.
    thumbnail: (u16, u16),
    /// Thumbnails of a layer, side by side in one line, and the lines of each layer.
    abreast: usize,
    lines: usize,
    /// Layers that fit.
    rows: usize,
}

impl NeuronGrid {
    /// The largest thumbnails of which every one of `layers` layers, the widest of `widest` neurons, is seen, in full
    /// lines where that is possible; `shape` is the width of the picture over its height. `None` if they do not all fit.
    fn of_all(wall: Rect, shape: f64, layers: usize, widest: usize) -> Option<Self> {
        let most = (usize::from(wall.height / SHORTEST) / layers.max(1)).min(widest.max(1));
        let full: Vec<usize> = (1..=most).filter(|lines| widest.is_multiple_of(*lines)).collect();
        let best = |lines: Vec<usize>| Self::largest(lines, wall, shape, [layers, widest]);
        best(full).or_else(|| best((1..=most).collect()))
    }

    /// The largest of those with this many lines a layer that fit.
    fn largest(lines: Vec<usize>, wall: Rect, shape: f64, [layers, widest]: [usize; 2]) -> Option<Self> {
        let grids = lines.into_iter().filter_map(|lines| {
            let abreast = widest.max(1).div_ceil(lines);
            let room = (usize::from(wall.width.saturating_sub(LABEL)) / abreast).min(usize::from(u16::MAX)) as u16;
            let height = (usize::from(wall.height) / (layers.max(1) * lines)).min(usize::from(TALLEST)) as u16;
            let thumbnail = thumbnail(room.saturating_sub(GAP), height, shape)?;
            Some(Self { thumbnail, abreast, lines: widest.max(1).div_ceil(abreast), rows: layers.max(1) })
        });
        // Where two are as large, the one of fewer lines is easier to read.
        grids.reduce(|best, grid| if grid.pixels() > best.pixels() { grid } else { best })
    }

    /// Small thumbnails, as many as fit: which, the focus says.
    fn of_some(wall: Rect, layers: usize, widest: usize) -> Self {
        let square = 2 * SHORTEST - 1;
        let rows = usize::from(wall.height / SHORTEST).max(1);
        let abreast = usize::from(wall.width.saturating_sub(LABEL + GAP) / (square + GAP)).clamp(1, widest.max(1));
        let lines = (rows / layers.max(1)).clamp(1, widest.max(1).div_ceil(abreast));
        Self { thumbnail: (square, SHORTEST), abreast, lines, rows: (rows / lines).min(layers.max(1)) }
    }

    /// Pixels of a thumbnail.
    fn pixels(&self) -> u32 {
        let (width, height) = self.thumbnail;
        u32::from(width) * u32::from(2 * height - 1)
    }

    /// Columns that it needs, the labels and a gap at its end counted.
    fn width(&self) -> u16 {
        let columns = self.abreast * usize::from(self.thumbnail.0 + GAP);
        columns.min(usize::from(u16::MAX - LABEL)) as u16 + LABEL
    }
}

/// The largest thumbnail in `width` columns and `height` rows, no wider than `shape` says; `None` if it would be too small.
fn thumbnail(width: u16, height: u16, shape: f64) -> Option<(u16, u16)> {
    (SHORTEST..=height).rev().find_map(|height| {
        // Two pixels a row, one of them the gap's.
        let square = 2 * height - 1;
        let width = width.min((f64::from(square) * shape.max(1.0)).round() as u16);
        let squeeze = if height <= SQUEEZED { SQUEEZE } else { 1.0 };
        let fits = width >= NARROWEST && f64::from(width) >= squeeze * f64::from(square);
        fits.then_some((width, height))
    })
}

impl XrayLayout {
    /// Of an x-ray of `layers` layers, the widest of `widest` neurons, on a screen of `area`.
    pub fn of(area: Rect, layers: usize, widest: usize) -> Self {
        let (title, body) = title_and_body(area);
        // What the thumbnails leave is the panel's.
        let least = if area.width < NARROW { 0 } else { (area.width / 25 * 6).clamp(26, 48) };
        let wall = Rect { width: body.width - least, ..body };
        let all = NeuronGrid::of_all(wall, shape(area), layers, widest);
        let wall = match &all {
            Some(grid) if least > 0 => Rect { width: grid.width().min(wall.width), ..wall },
            _ => wall,
        };
        let grid = all.unwrap_or_else(|| NeuronGrid::of_some(wall, layers, widest));
        let panel = if least == 0 { Rect { x: wall.right(), width: 0, ..body } } else { after(body, wall) };
        let large = large(panel, panel.height * 2 / 5, shape(area));
        Self { sheet: XraySheet::Wall, title, wall, panel, large, grid }
    }

    /// Of the same on another sheet.
    pub(crate) fn on(sheet: XraySheet, area: Rect, layers: usize, widest: usize) -> Self {
        let of_wall = Self::of(area, layers, widest);
        if sheet == XraySheet::Wall {
            return of_wall;
        }
        let (_, body) = title_and_body(area);
        let panel = Rect { x: body.x + 1.min(body.width), width: body.width.saturating_sub(2), ..body };
        let room = if sheet == XraySheet::Neuron { panel.height.saturating_sub(1 + BARS) } else { 0 };
        let wall = Rect { width: 0, ..body };
        let grid = NeuronGrid { thumbnail: (NARROWEST, SHORTEST), abreast: 1, lines: 1, rows: 1 };
        Self { sheet, wall, panel, large: large(panel, room, shape(area)), grid, ..of_wall }
    }

    /// What is to be looked at for this layout.
    pub fn wanted(&self, focus: Neuron) -> Selection {
        let (across, down) = match self.sheet {
            XraySheet::Wall if self.panel.width == 0 => self.grid.thumbnail,
            // The values are counted, not shown: some thousand are enough.
            XraySheet::Circles => (self.panel.width, self.panel.height / 2),
            _ => self.large,
        };
        Selection {
            focus,
            rows: self.grid.rows.max(1),
            columns: self.grid.abreast * self.grid.lines,
            grid: [across.max(1).into(), usize::from(2 * down.max(1))],
        }
    }

    /// Where the large picture stands; empty where there is none.
    pub(super) fn large(&self) -> Rect {
        let (width, height) = self.large;
        Rect { width, height, ..below(self.panel, 1) }.intersection(self.panel)
    }

    /// Where the thumbnail of the neuron `column` in `row` of the wall stands.
    pub(super) fn place(&self, row: usize, column: usize) -> Rect {
        let NeuronGrid { thumbnail: (width, height), abreast, lines, .. } = self.grid;
        let (line, column) = (row * lines + column / abreast, column % abreast);
        let x = usize::from(self.wall.x + LABEL) + column * usize::from(width + GAP);
        let y = usize::from(self.wall.y) + line * usize::from(height);
        let [x, y] = [x, y].map(|at| at.min(usize::from(u16::MAX - TALLEST * 8)) as u16);
        Rect { x, y, width, height }
    }
}

/// The row of the title, and what lies between it and the row of the status bar.
fn title_and_body(area: Rect) -> (Rect, Rect) {
    let title = Rect { height: area.height.min(1), ..area };
    (title, below(Rect { height: area.height.saturating_sub(1).max(1).min(area.height), ..area }, 1))
}

/// What `body` has behind `wall`, a column between them.
fn after(body: Rect, wall: Rect) -> Rect {
    let x = (wall.right() + 1).min(body.right());
    Rect { x, width: body.right() - x, ..body }
}

/// The picture's width over its height, as a cell is twice as high as it is wide.
fn shape(area: Rect) -> f64 {
    (f64::from(area.width) / (2.0 * f64::from(area.height.max(1)))).clamp(0.6, 2.5)
}

/// Cells of the large picture in a panel, at most `most` rows of it, in the shape of the whole picture.
fn large(panel: Rect, most: u16, shape: f64) -> (u16, u16) {
    if most == 0 || panel.width == 0 {
        return (0, 0);
    }
    let height = ((f64::from(panel.width) / shape / 2.0).round() as u16).clamp(1, most);
    let width = ((2.0 * f64::from(height) * shape).round() as u16).clamp(1, panel.width);
    (width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_layers_are_seen_in_lines_of_equal_length() {
        for (size, layers) in [((120, 36), 10), ((200, 60), 10), ((200, 60), 6), ((300, 80), 10), ((120, 36), 4)] {
            let area = Rect::new(0, 0, size.0, size.1);
            let layout = XrayLayout::of(area, layers, 16);
            let grid = layout.grid;
            assert_eq!(grid.abreast * grid.lines, 16, "{size:?}, {layers} layers: {grid:?}");
            assert_eq!(grid.rows, layers);
            let last = layout.place(layers - 1, 15);
            assert_eq!(last.intersection(layout.wall), last, "{size:?}, {layers} layers: {grid:?}");
            assert!(layout.panel.x > layout.wall.right() && layout.panel.right() == area.right());
        }
    }

    #[test]
    fn thumbnails_grow_with_the_room_for_them() {
        let pixels = |width, height, layers| XrayLayout::of(Rect::new(0, 0, width, height), layers, 16).grid.pixels();
        assert!(pixels(200, 60, 10) > pixels(120, 36, 10));
        assert!(pixels(300, 80, 10) > 2 * pixels(200, 60, 10));
        // Fewer layers leave more room for each: not a third of a large window stays empty.
        for layers in 1..=10 {
            let layout = XrayLayout::of(Rect::new(0, 0, 200, 60), layers, 16);
            let NeuronGrid { thumbnail: (width, height), .. } = layout.grid;
            let used = layers * 16 * usize::from(width + 1) * usize::from(height);
            let room = usize::from(layout.wall.width - LABEL) * usize::from(layout.wall.height);
            assert!(3 * used > room, "{layers} layers use {used} of {room}");
        }
    }
}
