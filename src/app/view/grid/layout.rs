//! What stands where among the tiles, and how large they are.

use ratatui::layout::Rect;

use super::super::chart::below;

/// Columns and rows of the smallest tile that shows anything.
const LEAST: (u16, u16) = (8, 3);
/// Columns and rows of the smallest tile of a list, which has pages for the others.
const LISTED: (u16, u16) = (24, 6);
/// Columns between tiles, and rows where they are at least this high.
const GAP: u16 = 1;
const HIGH: u16 = 10;

/// Where tiles stand: rows of equal ones, and the words below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileLayout {
    /// The top left tile.
    first: Rect,
    gaps: (u16, u16),
    columns: u16,
    rows: u16,
    /// One row at least. Where it is the only one, the status bar covers it for a while after each key.
    pub footer: Rect,
}

impl TileLayout {
    /// Nine tiles, laid out as the keypad's digits; `None` where the screen is too small.
    pub fn of_nine(area: Rect) -> Option<Self> {
        Self::with(area, 3, 3)
    }

    /// As many of `count` tiles as can be told apart, as large as they can then be; `None` where the screen is too small.
    pub(crate) fn of_list(area: Rect, count: usize) -> Option<Self> {
        let [above, _] = split(area);
        let columns = ((above.width + GAP) / (LISTED.0 + GAP)).max(1);
        let rows = (above.height / LISTED.1).max(1);
        let of_columns = |columns: u16| {
            let wanted = count.max(1).div_ceil(usize::from(columns)).min(usize::from(rows));
            Self::with(area, columns, wanted as u16)
        };
        (1..=columns).filter_map(of_columns).max_by_key(|layout| {
            // A cell is twice as high as it is wide, and a picture about twice as wide as it is high.
            (layout.slots().min(count), layout.first.width.min(4 * layout.first.height))
        })
    }

    fn with(area: Rect, columns: u16, rows: u16) -> Option<Self> {
        let [above, footer] = split(area);
        let apart = above.height.saturating_sub(rows - 1) / rows;
        let gaps = (GAP, if apart >= HIGH { 1 } else { 0 });
        let share = |length: u16, count: u16, gap: u16| length.saturating_sub(gap * (count - 1)) / count;
        let (width, height) = (share(above.width, columns, gaps.0), share(above.height, rows, gaps.1));
        if width < LEAST.0 || height < LEAST.1 {
            return None;
        }
        let left = (above.width - columns * width - gaps.0 * (columns - 1)) / 2;
        Some(Self { first: Rect { x: above.x + left, y: above.y, width, height }, gaps, columns, rows, footer })
    }

    /// How many tiles are seen at a time.
    pub fn slots(&self) -> usize {
        usize::from(self.columns) * usize::from(self.rows)
    }

    /// How many tiles are side by side.
    pub(crate) fn columns(&self) -> usize {
        self.columns.into()
    }

    /// Where the tile in a slot stands, row by row from 0.
    pub fn place(&self, slot: usize) -> Rect {
        let (column, row) = (slot % self.columns(), (slot / self.columns()).min(usize::from(self.rows) - 1));
        let first = self.first;
        Rect {
            x: first.x + column as u16 * (first.width + self.gaps.0),
            y: first.y + row as u16 * (first.height + self.gaps.1),
            ..first
        }
    }

    /// Where the line of text stands: the right half of the row above the keys; `None` where there is no such row.
    pub(crate) fn line(&self) -> Option<Rect> {
        let strip = self.footer.width.div_ceil(2);
        let row = Rect { y: self.footer.bottom().saturating_sub(2), height: 1, ..self.footer };
        (self.footer.height > 1).then_some(Rect { x: row.x + strip, width: row.width - strip, ..row })
    }

    /// The slot under a cell.
    pub(crate) fn under(&self, cell: [u16; 2]) -> Option<usize> {
        (0..self.slots()).find(|slot| self.place(*slot).contains((cell[0], cell[1]).into()))
    }
}

/// The tiles' part of the screen, and that of the words.
fn split(area: Rect) -> [Rect; 2] {
    let words = match area.height {
        24.. => 3,
        16.. => 2,
        _ => 1,
    };
    let height = area.height.saturating_sub(words);
    [Rect { height, ..area }, below(area, height)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [(u16, u16); 5] = [(40, 12), (80, 24), (120, 36), (200, 60), (300, 80)];

    fn screen((width, height): (u16, u16)) -> Rect {
        Rect::new(0, 0, width, height)
    }

    fn tile(layout: &TileLayout) -> (u16, u16) {
        (layout.place(0).width, layout.place(0).height)
    }

    #[track_caller]
    fn assert_tiled(layout: &TileLayout, area: Rect) {
        let places: Vec<Rect> = (0..layout.slots()).map(|slot| layout.place(slot)).collect();
        for (slot, place) in places.iter().enumerate() {
            assert_eq!(place.intersection(area), *place, "{area}");
            assert!(place.intersection(layout.footer).is_empty(), "{area}");
            assert!(places[..slot].iter().all(|other| other.intersection(*place).is_empty()), "{area}");
            assert_eq!(layout.under([place.x, place.y]), Some(slot));
            assert_eq!(layout.under([place.right() - 1, place.bottom() - 1]), Some(slot));
        }
        assert_eq!(layout.footer.bottom(), area.bottom());
        let line = layout.line();
        assert_eq!(line.is_some(), area.height >= 16, "{area}");
        assert!(line.is_none_or(|line| line.bottom() + 1 == area.bottom() && line.right() == area.right()), "{area}");
    }

    #[test]
    fn nine_tiles_fill_every_usual_screen() {
        let sizes: Vec<_> = SIZES.iter().map(|size| tile(&TileLayout::of_nine(screen(*size)).unwrap())).collect();
        assert_eq!(sizes, [(12, 3), (26, 7), (39, 10), (66, 18), (99, 25)]);
        for size in SIZES {
            let layout = TileLayout::of_nine(screen(size)).unwrap();
            assert_tiled(&layout, screen(size));
            let covered = 9 * u32::from(tile(&layout).0) * u32::from(tile(&layout).1);
            assert!(100 * covered >= 65 * u32::from(size.0) * u32::from(size.1), "{size:?}");
        }
    }

    #[test]
    fn a_list_shows_all_tiles_where_they_can_be_seen_and_as_many_as_can_elsewhere() {
        for (size, seen) in [((40, 12), 1), ((80, 24), 9), ((120, 36), 20), ((200, 60), 23), ((300, 80), 23)] {
            let layout = TileLayout::of_list(screen(size), 23).unwrap();
            assert_tiled(&layout, screen(size));
            assert_eq!(layout.slots().min(23), seen, "{size:?}: {layout:?}");
        }
        let alone = TileLayout::of_list(screen((80, 24)), 1).unwrap();
        assert_eq!((alone.slots(), tile(&alone)), (1, (80, 21)));
    }

    #[test]
    fn where_nothing_can_be_seen_there_is_no_layout() {
        for size in [(0, 0), (1, 1), (80, 3), (5, 40), (25, 12), (40, 9)] {
            assert_eq!(TileLayout::of_nine(screen(size)), None, "{size:?}");
        }
        assert_eq!(TileLayout::of_list(screen((7, 20)), 4), None);
        assert!(TileLayout::of_list(screen((8, 4)), 0).is_some());
    }
}
