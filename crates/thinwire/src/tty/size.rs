//! How large the terminal is, and what shape a cell has.

use std::io::{self, IsTerminal as _};

use crossterm::terminal::{size, window_size};

/// More than a wall of screens with the smallest font has. Cells, and columns where there are more of them.
const MOST_CELLS: u32 = 1 << 19;
const MOST_COLUMNS: u16 = 4096;

/// The size of the terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Cells across, at least 1.
    pub columns: u16,
    /// Cells down, at least 1.
    pub rows: u16,
    /// Width of a cell over its height.
    pub aspect: f64,
    /// Pixels across and down of a cell, where the device reports them.
    pub cell: Option<[u16; 2]>,
    /// Whether the terminal is larger: no more of it is painted than memory and time allow.
    pub is_cut: bool,
}

impl Size {
    /// From what the device reports. The pixels give the shape of a cell unless they cannot be true.
    pub fn new(columns: u16, rows: u16, width: u16, height: u16) -> Self {
        let (columns, rows) = if columns == 0 || rows == 0 { (80, 24) } else { (columns, rows) };
        let cell = [f64::from(width) / f64::from(columns), f64::from(height) / f64::from(rows)];
        let aspect = Some(cell[0] / cell[1]).filter(|aspect| (0.25..=1.0).contains(aspect)).unwrap_or(0.5);
        let cell = (width >= columns && height >= rows).then(|| [width / columns, height / rows]);
        let [bounded_columns, bounded_rows] = bounded(columns, rows);
        let is_cut = [bounded_columns, bounded_rows] != [columns, rows];
        Self { columns: bounded_columns, rows: bounded_rows, aspect, cell, is_cut }
    }
}

/// Columns and rows, cut to what is painted at most.
fn bounded(columns: u16, rows: u16) -> [u16; 2] {
    if u32::from(columns) * u32::from(rows) <= MOST_CELLS {
        return [columns, rows];
    }
    let columns = columns.min(MOST_COLUMNS);
    let most_rows = MOST_CELLS / u32::from(columns);
    [columns, u32::from(rows).min(most_rows) as u16]
}

/// The size of the terminal, before it is taken over; `None` if standard output is none.
pub fn terminal_size() -> Option<Size> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let size = match window_size() {
        Ok(size) => Size::new(size.columns, size.rows, size.width, size.height),
        // Windows reports no pixels.
        Err(_) => size().map(|(columns, rows)| Size::new(columns, rows, 0, 0)).ok()?,
    };
    Some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_beyond_all_measure_is_cut() {
        for (columns, rows) in [(80, 24), (1, 1), (1000, 400), (65535, 8)] {
            let size = Size::new(columns, rows, 0, 0);
            assert_eq!((size.columns, size.rows, size.is_cut), (columns, rows, false));
        }
        for (columns, rows) in [(65535, 65535), (65535, 9), (20, 65535)] {
            let size = Size::new(columns, rows, 0, 0);
            let cells = u32::from(size.columns) * u32::from(size.rows);
            assert!(size.is_cut && cells <= MOST_CELLS && size.columns > 0 && size.rows > 0, "{size:?}");
        }
    }
}
