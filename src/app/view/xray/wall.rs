//! The x-ray's wall: a row of thumbnails for each layer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::chart::{self, write};
use super::super::theme;
use super::XrayLayout;
use super::layout::LABEL;
use crate::insight::xray::{Neuron, Xray};

/// A layer: its name and bars, then its neurons.
pub(super) fn draw_row(xray: &Xray, row: usize, neurons: &[Vec<f32>], layout: &XrayLayout, buffer: &mut Buffer) {
    let index = xray.first.layer + row;
    let layer = &xray.layers[index];
    let top = layout.place(row, 0);
    let label = Rect { x: layout.wall.x, width: LABEL, ..top }.intersection(layout.wall);
    let style = if index == xray.focus.layer { theme::KEY } else { theme::TEXT };
    let rest = write(Line::styled(format!("{:>4}·{}", xray.label(index), layer.width), style), label, buffer);
    let largest = xray.layers.iter().map(|layer| layer.std).filter(|std| std.is_finite()).fold(1.0, f64::max);
    let rest = write(gauge("σ", layer.std / largest), rest, buffer);
    if let Some(share) = layer.saturated {
        write(gauge("●", share), rest, buffer);
    }
    let here = |column| Neuron { layer: index, index: xray.first.index + column } == xray.focus;
    for (column, values) in neurons.iter().enumerate() {
        let place = layout.place(row, column).intersection(layout.wall);
        chart::draw_values(values, xray.grid, xray.scale(index), 1, place, buffer);
        if here(column) {
            frame(place, buffer);
        }
    }
}

fn gauge(name: &'static str, share: f64) -> Line<'static> {
    let name = Span::styled(format!(" {name} "), theme::DIM);
    let bar = Span::styled(chart::bar(share, 5), Style::new().fg(theme::INK).bg(theme::GROOVE));
    Line::from(vec![name, bar])
}

/// Marks the focus: an edge in the gaps left and right of `place`, and along its empty lowest pixels.
fn frame(place: Rect, buffer: &mut Buffer) {
    for y in place.top()..place.bottom() {
        for (x, edge) in [(place.left().wrapping_sub(1), '▐'), (place.right(), '▌')] {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.set_char(edge).set_fg(theme::ACCENT).set_bg(theme::PAPER);
            }
        }
    }
    for x in place.left()..place.right() {
        if let Some(cell) = buffer.cell_mut((x, place.bottom().saturating_sub(1))) {
            cell.set_bg(theme::ACCENT);
        }
    }
}
