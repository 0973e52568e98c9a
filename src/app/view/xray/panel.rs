//! The x-ray's panel: one neuron large, with its weights and values, and what the layers make of a circle.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Line as Stroke};

use super::super::chart::{self, below, write};
use super::super::theme;
use super::{XrayLayout, XraySheet};
use crate::insight::xray::{Neuron, Xray};

/// The fewest columns of a bent circle; it has half as many rows.
const SMALLEST: u16 = 8;
/// Columns between circles.
const GAP: u16 = 2;

/// The focused neuron: its picture, weights and values; and what the layers make of a circle.
pub(super) fn draw(xray: &Xray, layout: &XrayLayout, buffer: &mut Buffer) {
    let panel = layout.panel;
    if panel.width == 0 {
        return;
    }
    let Neuron { layer, index } = xray.focus;
    let name = format!("layer {} neuron {} of {}", xray.label(layer), index + 1, xray.layers[layer].width);
    let rest = write(Line::styled(name, theme::KEY), panel, buffer);
    if layout.sheet != XraySheet::Circles {
        chart::draw_values(xray.focused(), xray.grid, xray.scale(layer), 0, layout.large(), buffer);
    }
    let rest = below(rest, layout.large().height);
    let rest = if layout.sheet == XraySheet::Circles { rest } else { draw_weights(xray, rest, buffer) };
    if layout.sheet != XraySheet::Neuron {
        let rest = draw_histogram(xray, rest, buffer);
        draw_circles(xray, rest, buffer);
    }
}

/// Two rows of bars, the largest weight as high as a row; returns what is left below.
fn draw_weights(xray: &Xray, area: Rect, buffer: &mut Buffer) -> Rect {
    let largest = xray.weights.iter().fold(0.0_f32, |largest, w| largest.max(w.abs()));
    let digits = |value: f32| if value.abs() < 10.0 { 2 } else { 1 };
    let (of_largest, of_bias) = (digits(largest), digits(xray.bias));
    let title = format!("weights ±{largest:.of_largest$}, bias {:.of_bias$}", xray.bias).replace('-', "−");
    let rest = write(Line::styled(title, theme::DIM), area, buffer);
    let shares = xray.weights.iter().map(|w| f64::from(w / largest.max(f32::MIN_POSITIVE)));
    let shares = chart::fitted(shares.collect(), rest.width.into());
    // Wide bars where there is room for them.
    let wide = (usize::from(rest.width) / shares.len().max(1)).clamp(1, 3);
    let bars: Vec<f64> = shares.into_iter().flat_map(|share| std::iter::repeat_n(share, wide)).collect();
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

/// The circle in as many layers as fit, the focused one among them; the title says which where they are not all.
fn draw_circles(xray: &Xray, area: Rect, buffer: &mut Buffer) {
    let shapes = xray.circles.len();
    let Some(circles) = Circles::of(below(area, 1), shapes) else {
        let more = if area.height > 0 { "a circle, layer by layer: no room" } else { "" };
        write(Line::styled(more, theme::DIM), area, buffer);
        return;
    };
    let count = (circles.across * circles.down).min(shapes);
    // The focused layer's circle is one further: the inputs come before all layers.
    let focused = xray.focus.layer + 1;
    let first = (focused + 1).saturating_sub(count).min(shapes - count);
    let name = |index: usize| index.checked_sub(1).map_or_else(|| "in".to_owned(), |layer| xray.label(layer));
    let title = if count == shapes {
        "a circle, layer by layer".to_owned()
    } else {
        let (before, behind) = (if first > 0 { "↑ " } else { "" }, if first + count < shapes { " ↓" } else { "" });
        format!("a circle: {before}{} to {}{behind}", name(first), name(first + count - 1))
    };
    let rest = write(Line::styled(title, theme::DIM), area, buffer);
    for (slot, index) in (first..first + count).enumerate() {
        draw_circle(&xray.circles[index], &name(index), index == focused, circles.place(slot, rest), buffer);
    }
}

/// How circles are laid out: side by side, in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Circles {
    across: usize,
    down: usize,
    /// Columns of a circle; the rows are half as many, and one for its name.
    side: u16,
}

impl Circles {
    /// The largest of which all `count` fit into `area`, or else the smallest; `None` where not even one fits.
    fn of(area: Rect, count: usize) -> Option<Self> {
        let fitting = |across: usize| {
            let down = count.div_ceil(across);
            let width = (usize::from(area.width) / across).saturating_sub(usize::from(GAP));
            let height = (usize::from(area.height) / down).saturating_sub(1);
            Self { across, down, side: even(width.min(2 * height)) }
        };
        let best = (1..=count).map(fitting).reduce(|best, next| if next.side > best.side { next } else { best })?;
        if best.side >= SMALLEST {
            return Some(best);
        }
        let across = usize::from((area.width + GAP) / (SMALLEST + GAP));
        let down = usize::from(area.height / (SMALLEST / 2 + 1));
        if across * down == 0 {
            return None;
        }
        let width = (usize::from(area.width + GAP) / across).saturating_sub(usize::from(GAP));
        let height = (usize::from(area.height) / down).saturating_sub(1);
        Some(Self { across, down, side: even(width.min(2 * height)) })
    }

    /// Where circle `slot` and its name stand.
    fn place(&self, slot: usize, area: Rect) -> Rect {
        let (width, height) = (self.side, self.side / 2 + 1);
        let (column, row) = ((slot % self.across) as u16, (slot / self.across) as u16);
        let (x, y) = (area.x + column * (width + GAP), area.y + row * height);
        Rect { x, y, width, height }.intersection(area)
    }
}

/// The largest even number up to `length`: half of it is as many rows.
fn even(length: usize) -> u16 {
    (length / 2 * 2).min(usize::from(u16::MAX - 1)) as u16
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_fill_their_room_and_none_covers_another() {
        for (width, height) in [(24, 6), (38, 6), (30, 12), (50, 30), (112, 40), (9, 60)] {
            let area = Rect::new(3, 2, width, height);
            for count in 1..20 {
                let circles = Circles::of(area, count).unwrap();
                let shown = (circles.across * circles.down).min(count);
                let places: Vec<Rect> = (0..shown).map(|slot| circles.place(slot, area)).collect();
                for (index, place) in places.iter().enumerate() {
                    assert_eq!(place.height, place.width / 2 + 1, "{count} in {width}×{height}: {circles:?}");
                    assert!(place.width >= SMALLEST);
                    assert!(places[..index].iter().all(|other| !other.intersects(*place)));
                }
            }
        }
        // Room for all of them: none is left out.
        let all = Circles::of(Rect::new(0, 0, 50, 40), 11).unwrap();
        assert!(all.across * all.down >= 11);
        assert_eq!(Circles::of(Rect::new(0, 0, 7, 40), 3), None);
        assert_eq!(Circles::of(Rect::new(0, 0, 40, 4), 3), None);
    }
}
