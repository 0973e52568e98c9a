//! A grid as plain rows of text, without a word about where the cursor stands.

use super::grid::CellGrid;
use super::pen::Pen;
use crate::cells::Wanted;

/// The rows of `wanted` from the top, each with its colours and a line feed behind it.
pub fn rows<'a>(wanted: impl Into<Wanted<'a>>) -> Vec<u8> {
    let wanted: Wanted<'_> = wanted.into();
    let grid = CellGrid::from(wanted);
    let mut out = Vec::new();
    for row in grid.cells.chunks(grid.columns.max(1)) {
        let mut pen = Pen::default();
        for cell in row.iter().filter(|cell| cell.width() > 0) {
            pen.draw(cell, &grid, &mut out);
        }
        // A terminal would fill the rest of the line with the last colour.
        out.extend(b"\x1b[m\n");
    }
    out
}
