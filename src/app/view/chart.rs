//! Small charts of numbers around zero: colours, pictures and bars in cells.

use std::sync::LazyLock;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::prose::elided;
use super::theme;
use crate::palette::Gradient;
use thinwire::Pixels;
use thinwire::cells::glyph::draw_halves;

/// A cell filled from below, in eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A cell filled from the left, in eighths.
const LEFT_EIGHTHS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// From −1 (blue) over 0 (the background) to 1 (orange): zero recedes, and both ends differ for
/// every kind of colour vision.
static SIGNED: LazyLock<Gradient> = LazyLock::new(|| {
    Gradient::through(&[[150, 214, 255], [38, 128, 214], [24, 24, 32], [216, 96, 24], [255, 214, 140]])
});

/// The colour of a value, 1 being a full one.
pub(super) fn signed(value: f64) -> [u8; 3] {
    let value = if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) };
    SIGNED.sample((0.5 + 0.5 * value) as f32).map(|channel| (channel * 255.0).round() as u8)
}

pub(super) const fn rgb([red, green, blue]: [u8; 3]) -> Color {
    Color::Rgb(red, green, blue)
}

/// Draws values over a grid into `area`, two pixels a cell, each the mean of the points it covers; the lowest
/// `gap` rows of pixels stay empty.
pub(super) fn draw_values(values: &[f32], grid: [usize; 2], scale: f64, gap: u32, area: Rect, buffer: &mut Buffer) {
    let (width, height) = (u32::from(area.width), u32::from(area.height) * 2);
    let shown = height.saturating_sub(gap).max(1);
    let pixel = |x: u32, y: u32| {
        let (columns, rows) = (covered(x, width, grid[0]), covered(y, shown, grid[1]));
        let count = columns.len() * rows.len();
        let row = |y: usize| values.get(y * grid[0]..).unwrap_or(&[]).iter().skip(columns.start).take(columns.len());
        let sum: f64 = rows.flat_map(row).map(|value| f64::from(*value)).sum();
        signed(sum / count as f64 / scale)
    };
    let row = |y: u32| (0..width).map(move |x| if y < shown { pixel(x, y) } else { PAPER });
    let pixels: Vec<_> = (0..height).flat_map(row).collect();
    draw_halves(Pixels::new(width, &pixels), area, buffer);
}

/// Which of `count` points along a side pixel `pixel` of `of` covers: one at least.
fn covered(pixel: u32, of: u32, count: usize) -> std::ops::Range<usize> {
    let at = |edge: u32| edge as usize * count / (of as usize).max(1);
    let middle = ((2 * pixel as usize + 1) * count / (2 * of as usize).max(1)).min(count.saturating_sub(1));
    let range = at(pixel)..at(pixel + 1);
    if range.is_empty() { middle..middle + 1 } else { range }
}

/// The background as a pixel.
pub(super) const PAPER: [u8; 3] = [18, 18, 24];

/// Bars from the lower edge of `area`, one a column; 1 reaches the upper edge.
pub(super) fn draw_columns(values: &[f64], color: impl Fn(usize) -> [u8; 3], area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    for (column, (x, value)) in (area.left()..area.right()).zip(values).enumerate() {
        let filled = (value.clamp(0.0, 1.0) * f64::from(area.height) * 8.0).ceil() as usize;
        for (above, y) in (area.top()..area.bottom()).rev().enumerate() {
            let eighths = filled.saturating_sub(8 * above).min(8);
            buffer[(x, y)].set_char(EIGHTHS[eighths]).set_fg(rgb(color(column))).set_bg(theme::PAPER);
        }
    }
}

/// Bars around the middle of `area`, an even number of rows: upwards for positive values; 1 reaches the edge.
pub(super) fn draw_signed_columns(values: &[f64], area: Rect, buffer: &mut Buffer) {
    let half = area.height / 2;
    let [upper, lower] = [area.y, area.y + half].map(|y| Rect { y, height: half, ..area }.intersection(buffer.area));
    let color = |column: usize| signed(0.6 * values[column].signum());
    draw_columns(values, color, upper, buffer);
    for (column, (x, value)) in (lower.left()..lower.right()).zip(values).enumerate() {
        let filled = ((-value).clamp(0.0, 1.0) * f64::from(half) * 8.0).ceil() as usize;
        for (below, y) in (lower.top()..lower.bottom()).enumerate() {
            // No font has bars that hang from above: the rest of the cell is drawn instead.
            let eighths = filled.saturating_sub(8 * below).min(8);
            let (fg, bg) = (theme::PAPER, rgb(color(column)));
            buffer[(x, y)].set_char(EIGHTHS[8 - eighths]).set_fg(fg).set_bg(if eighths == 0 {
                theme::PAPER
            } else {
                bg
            });
        }
    }
}

/// `values` in at most `width` columns: where there are more, each column has the one of its part that is furthest from 0.
pub(super) fn fitted(values: Vec<f64>, width: usize) -> Vec<f64> {
    if values.len() <= width || width == 0 {
        return values;
    }
    let part = |column: usize| &values[column * values.len() / width..(column + 1) * values.len() / width];
    let furthest = |part: &[f64]| part.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0);
    (0..width).map(|column| furthest(part(column))).collect()
}

/// A bar of `width` cells from the left, as text; 1 fills it.
pub(super) fn bar(value: f64, width: usize) -> String {
    let filled = (value.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    (0..width).map(|cell| LEFT_EIGHTHS[filled.saturating_sub(8 * cell).min(8)]).collect()
}

/// Writes a line at the top of `area`, an ellipsis where it is too long, and returns what is left below it.
pub(super) fn write(line: Line<'_>, area: Rect, buffer: &mut Buffer) -> Rect {
    elided(line, area.width).render(Rect { height: area.height.min(1), ..area }, buffer);
    below(area, 1)
}

/// `area` without its `rows` upper rows.
pub(super) fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}
