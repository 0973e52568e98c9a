//! A grid as plain rows of text, without a word about where the cursor stands.

use ratatui::buffer::Buffer;

use super::grid::Grid;
use super::pen::Pen;

/// The rows of `buffer` from the top, each with its colours and a line feed behind it.
pub fn rows(buffer: &Buffer) -> Vec<u8> {
    let grid = Grid::from(buffer);
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
