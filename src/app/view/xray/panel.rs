//! The x-ray's panel: one neuron large, with its weights and values, and what the layers make of a circle.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Line as Stroke};

use super::super::chart::{self, below, write};
use super::super::theme;
use super::Layout;
use crate::insight::xray::{Neuron, Xray};

/// The smallest part of the screen that a bent circle is drawn into.
const CIRCLE: (u16, u16) = (12, 5);

/// The focused neuron: its picture, weights and values; and what the layers make of a circle.
pub(super) fn draw(xray: &Xray, layout: &Layout, buffer: &mut Buffer) {
    let panel = layout.panel;
    if panel.width == 0 {
        return;
    }
    let Neuron { layer, index } = xray.focus;
    let name = format!("layer {} neuron {} of {}", xray.label(layer), index + 1, xray.layers[layer].width);
    let rest = write(Line::styled(name, theme::KEY), panel, buffer);
    chart::draw_values(xray.focused(), xray.grid, xray.scale(layer), 0, layout.large(), buffer);
    let rest = draw_weights(xray, below(rest, layout.large().height), buffer);
    let rest = draw_histogram(xray, rest, buffer);
    draw_circles(xray, rest, buffer);
}

/// Two rows of bars, the largest weight as high as a row; returns what is left below.
fn draw_weights(xray: &Xray, area: Rect, buffer: &mut Buffer) -> Rect {
    let largest = xray.weights.iter().fold(0.0_f32, |largest, w| largest.max(w.abs()));
    let digits = |value: f32| if value.abs() < 10.0 { 2 } else { 1 };
    let (of_largest, of_bias) = (digits(largest), digits(xray.bias));
    let title = format!("weights ±{largest:.of_largest$}, bias {:.of_bias$}", xray.bias).replace('-', "−");
    let rest = write(Line::styled(title, theme::DIM), area, buffer);
    // Wide bars where there is room for them.
    let wide = (usize::from(rest.width) / xray.weights.len().max(1)).clamp(1, 3);
    let share = |w: &f32| f64::from(w / largest.max(f32::MIN_POSITIVE));
    let bars: Vec<f64> = xray.weights.iter().flat_map(|w| std::iter::repeat_n(share(w), wide)).collect();
    chart::draw_signed_columns(&bars, Rect { height: 2.min(rest.height), ..rest }, buffer);
    below(rest, 2)
}

/// Two rows of bars: how often the neuron says what; returns what is left below.
fn draw_histogram(xray: &Xray, area: Rect, buffer: &mut Buffer) -> Rect {
    let scale = xray.scale(xray.focus.layer);
    let title = format!("{} values, −{scale:.1} … {scale:.1}", xray.activation);
    let rest = write(Line::styled(title, theme::DIM), area, buffer);
    let bins = usize::from(rest.width).max(1);
    let mut counts = vec![0.0; bins];
    for value in xray.focused() {
        let share = (f64::from(*value) / scale).clamp(-1.0, 1.0) * 0.5 + 0.5;
        counts[((share * bins as f64) as usize).min(bins - 1)] += 1.0;
    }
    let most = counts.iter().copied().fold(1.0, f64::max);
    counts.iter_mut().for_each(|count| *count /= most);
    let color = |bin: usize| chart::signed(0.7 * (2.0 * (bin as f64 + 0.5) / bins as f64 - 1.0));
    chart::draw_columns(&counts, color, Rect { height: 2.min(rest.height), ..rest }, buffer);
    below(rest, 2)
}

/// The circle in as many layers as fit, the focused one among them.
fn draw_circles(xray: &Xray, area: Rect, buffer: &mut Buffer) {
    let rest = write(Line::styled("a circle, layer by layer", theme::DIM), area, buffer);
    let across = rest.width / CIRCLE.0;
    if across == 0 {
        return;
    }
    let shapes = xray.circles.len();
    let rows = (rest.height / CIRCLE.1).min(shapes.div_ceil(usize::from(across)) as u16);
    let count = usize::from(across * rows).min(shapes);
    // The focused layer's circle is one further: the inputs come before all layers.
    let focused = xray.focus.layer + 1;
    let first = (focused + 1).saturating_sub(count).min(shapes - count);
    for (slot, index) in (first..first + count).enumerate() {
        let (column, row) = (slot as u16 % across, slot as u16 / across);
        let (width, height) = (rest.width / across, rest.height / rows.max(1));
        let place = Rect { x: rest.x + column * width, y: rest.y + row * height, width, height };
        let name = index.checked_sub(1).map_or_else(|| "in".to_owned(), |layer| xray.label(layer));
        draw_circle(&xray.circles[index], &name, index == focused, place.intersection(rest), buffer);
    }
}

fn draw_circle(points: &[[f64; 2]], name: &str, focused: bool, area: Rect, buffer: &mut Buffer) {
    let style = if focused { theme::KEY } else { theme::DIM };
    let area = write(Line::styled(name.to_owned(), style), area, buffer);
    let reach = points.iter().flatten().fold(0.0_f64, |reach, value| reach.max(value.abs())).max(f64::MIN_POSITIVE);
    // Quadrants, because fonts lack finer points more often; the bounds are in quarters of a cell's height.
    let (width, height) = (2.0 * f64::from(area.width), 4.0 * f64::from(area.height));
    let unit = 1.05 / width.min(height).max(1.0);
    let color = style.fg.unwrap_or(theme::INK);
    Canvas::default()
        .marker(Marker::Quadrant)
        .background_color(theme::PAPER)
        .x_bounds([-width * unit, width * unit])
        .y_bounds([-height * unit, height * unit])
        .paint(|context| {
            for (index, [x, y]) in points.iter().enumerate() {
                let [next_x, next_y] = points[(index + 1) % points.len()];
                context.draw(&Stroke::new(x / reach, -y / reach, next_x / reach, -next_y / reach, color));
            }
        })
        .render(area, buffer);
}
