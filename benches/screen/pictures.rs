//! The frames that everything is measured on.

use neurotty::pace::Timeline;
use neurotty::painter::{Frame, Painting, Viewport};
use neurotty::recipe::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use thinwire::Pixels;
use thinwire::cells::glyph::draw_halves;

/// A loop of pictures, one every thirtieth of a second.
pub(crate) struct Loop {
    pub(crate) name: &'static str,
    pub(crate) frames: Vec<Buffer>,
}

/// Paints `count` frames of `line` at the given visual speed.
pub(crate) fn paint(name: &'static str, line: &str, speed: f64, count: usize, columns: u16, rows: u16) -> Loop {
    let recipe = text::parse(line).unwrap().recipe;
    let view = recipe.view;
    let painting = Painting::new(recipe);
    let pace = Timeline::measure(&painting);
    let viewport = Viewport { aspect: 1.0, ..Viewport::new(columns.into(), 2 * u32::from(rows)) };
    let frame = |index: usize| {
        let phase = pace.phase(speed * index as f64 / 30.0);
        cells(&painting.paint(phase, view, viewport), columns, rows)
    };
    Loop { name, frames: (0..count).map(frame).collect() }
}

fn cells(frame: &Frame, columns: u16, rows: u16) -> Buffer {
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    draw_halves(Pixels::new(frame.width, &frame.pixels), area, &mut buffer);
    buffer
}
