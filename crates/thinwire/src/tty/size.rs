//! How large the terminal is, and what shape a cell has.

use std::io::{self, IsTerminal as _};

use crossterm::terminal::{size, window_size};

/// The size of the terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Cells across, at least 1.
    pub columns: u16,
    /// Cells down, at least 1.
    pub rows: u16,
    /// Width of a cell over its height.
    pub aspect: f64,
    /// Pixels across and down of a cell, where the device tells them.
    pub cell: Option<[u16; 2]>,
}

impl Size {
    /// From what the device reports. The pixels give the shape of a cell unless they cannot be true.
    pub fn new(columns: u16, rows: u16, width: u16, height: u16) -> Self {
        let (columns, rows) = if columns == 0 || rows == 0 { (80, 24) } else { (columns, rows) };
        let cell = [f64::from(width) / f64::from(columns), f64::from(height) / f64::from(rows)];
        let aspect = Some(cell[0] / cell[1]).filter(|aspect| (0.25..=1.0).contains(aspect)).unwrap_or(0.5);
        let cell = (width >= columns && height >= rows).then(|| [width / columns, height / rows]);
        Self { columns, rows, aspect, cell }
    }
}

/// The size of the terminal, before it is taken over; `None` if standard output is none.
pub fn terminal_size() -> Option<Size> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let size = match window_size() {
        Ok(size) => Size::new(size.columns, size.rows, size.width, size.height),
        // Windows tells no pixels.
        Err(_) => size().map(|(columns, rows)| Size::new(columns, rows, 0, 0)).ok()?,
    };
    Some(size)
}
