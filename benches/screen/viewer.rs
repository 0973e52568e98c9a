//! An independent terminal that looks at what it was sent.

use ratatui::buffer::Buffer;
use ratatui::style::Color;

/// A terminal and the eye before it.
pub(crate) struct Viewer {
    terminal: avt::Terminal,
    columns: usize,
}

impl Viewer {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        let terminal = avt::Terminal::new(columns.into(), rows.into()).unwrap();
        Self { terminal, columns: columns.into() }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.terminal.feed(std::str::from_utf8(bytes).unwrap());
    }

    /// Upper and lower pixel of every cell.
    pub(crate) fn pixels(&self) -> Vec<[u8; 3]> {
        let color = |color: Option<avt::Color>| match color {
            Some(avt::Color::RGB(rgb)) => [rgb.r, rgb.g, rgb.b],
            _ => [0; 3],
        };
        let mut pixels = Vec::new();
        for line in self.terminal.screen().visible_lines() {
            for cell in line.cells().iter().take(self.columns) {
                let (front, back) = (color(cell.pen().foreground()), color(cell.pen().background()));
                pixels.extend(match cell.char() {
                    '▀' => [front, back],
                    '▄' => [back, front],
                    '█' => [front, front],
                    _ => [back, back],
                });
            }
        }
        pixels
    }
}

/// Upper and lower pixel of every wanted cell.
pub(crate) fn wanted(buffer: &Buffer) -> Vec<[u8; 3]> {
    let rgb = |color| match color {
        Color::Rgb(red, green, blue) => [red, green, blue],
        _ => [0; 3],
    };
    buffer.content.iter().flat_map(|cell| [rgb(cell.fg), rgb(cell.bg)]).collect()
}

/// Mean squared error over all channels, 8 bits each.
pub(crate) fn squared_error(a: &[[u8; 3]], b: &[[u8; 3]]) -> f64 {
    let differences = a.iter().flatten().zip(b.iter().flatten()).map(|(&a, &b)| f64::from(a) - f64::from(b));
    differences.map(|difference| difference * difference).sum::<f64>() / (3 * a.len()) as f64
}

/// Peak signal to noise ratio, in dB; exact pictures count as 99.
pub(crate) fn decibels(squared_error: f64) -> f64 {
    if squared_error == 0.0 { 99.0 } else { (10.0 * (255.0 * 255.0 / squared_error).log10()).min(99.0) }
}
