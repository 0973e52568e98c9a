//! The x-ray: a wall of neurons, each as the picture that it sees, and one of them large.
//!
//! ```text
//! ┌──────────────────────────────────────────────┐
//! │ x-ray                                        │
//! │  1·16   ▒▒▒▒▒ ░▒▒▒░ ▒▒░░▒   │ layer 1 neuron 2 │
//! │ σ ███   ▒▒▒░░ ░▒▒▒░ ▒░░▒▒   │ its picture      │
//! │ ● █     ▒░░░░ ░░▒░░ ░░▒▒▒   │ its weights      │
//! │  2·16   …                   │ its values       │
//! │ σ ██    …                   │ a circle, bent   │
//! └──────────────────────────────────────────────┘
//! ```

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::canvas::{Canvas, Line as Stroke};
use ratatui::widgets::{Block, Widget};
use ratatui::{symbols::Marker, widgets::Clear};

use super::chart::{self, below, write};
use super::{Answer, Context, Overlay, OverlayName, theme};
use crate::app::action::{self, Action, BINDINGS, Key};
use crate::app::look::{Finding, Findings, Look, Scene};
use crate::insight::xray::{Neuron, Wanted, Xray};
use crate::recipe::Recipe;
use layout::LABEL;

mod layout;

pub use layout::Layout;

/// The smallest part of the screen that a bent circle is drawn into.
const CIRCLE: (u16, u16) = (12, 5);
/// How far one long step goes over many neurons.
const LEAP: i32 = 8;
/// Further than any layer is wide.
const ALL: i32 = 10_000;

/// The x-ray, and which neuron it shows large.
#[derive(Debug, Default)]
pub struct Neurons {
    /// One that is not there stands for the nearest.
    pub focus: Neuron,
}

impl Overlay for Neurons {
    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        match leap(key).or_else(|| action::step(key)) {
            Some(step) => {
                self.focus = moved(self.focus, step, recipe);
                Answer::Done
            }
            None => Answer::Pass,
        }
    }

    fn click(&mut self, cell: [u16; 2], context: &Context<'_>, area: Rect) -> Answer {
        match context.finding::<Xray>().and_then(|xray| under(xray, area, cell)) {
            Some((_, neuron)) => {
                self.focus = neuron;
                Answer::Done
            }
            None => Answer::Pass,
        }
    }

    fn picture_under(&self, cell: [u16; 2], context: &Context<'_>, area: Rect) -> Option<Rect> {
        match context.finding::<Xray>() {
            Some(xray) => under(xray, area, cell).map(|(place, _)| place),
            // Nothing lies over the picture yet.
            None => area.contains((cell[0], cell[1]).into()).then_some(area),
        }
    }

    fn look(&self, recipe: &Recipe, area: Rect) -> Option<Box<dyn Look>> {
        let widest = recipe.hidden.iter().max().map_or(recipe.color.channels(), |width| usize::from(*width));
        let layout = Layout::of(area, recipe.hidden.len() + 1, widest);
        Some(Box::new(EveryNeuron(layout.wanted(self.focus))))
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        if let Some(xray) = context.finding::<Xray>() {
            draw(xray, area, buffer);
        }
    }
}

/// What every neuron says over the picture; it finds an [`Xray`].
#[derive(Debug)]
struct EveryNeuron(Wanted);

impl Look for EveryNeuron {
    fn find(&self, scene: &Scene<'_>, _: &Findings) -> Finding {
        let moment = scene.work.painting().moment(scene.phase);
        Arc::new(Xray::of(&moment, scene.view, scene.viewport, scene.work.recipe().coords, self.0))
    }
}

/// The keys that go further over the wall than one step.
fn leap(key: Key) -> Option<[i32; 2]> {
    match key {
        Key::Char('H') => Some([-LEAP, 0]),
        Key::Char('J') | Key::PageDown => Some([0, LEAP]),
        Key::Char('K') | Key::PageUp => Some([0, -LEAP]),
        Key::Char('L') => Some([LEAP, 0]),
        Key::Home => Some([-ALL, 0]),
        Key::End => Some([ALL, 0]),
        _ => None,
    }
}

/// The neuron `across` neurons and `down` layers from `focus`, within the network of `recipe`.
fn moved(focus: Neuron, [across, down]: [i32; 2], recipe: &Recipe) -> Neuron {
    let hidden = &recipe.hidden;
    let layer = focus.layer.min(hidden.len()).saturating_add_signed(down as isize).min(hidden.len());
    let width = hidden.get(layer).map_or(recipe.color.channels(), |width| usize::from(*width));
    let index = focus.index.min(width - 1).saturating_add_signed(across as isize).min(width - 1);
    Neuron { layer, index }
}

/// The picture under a cell, and the neuron that sees it: on the wall of what `xray` shows on a screen of
/// `area`, or large beside it.
fn under(xray: &Xray, area: Rect, cell: [u16; 2]) -> Option<(Rect, Neuron)> {
    let layout = layout_for(xray, area);
    let here = |place: &Rect| place.contains((cell[0], cell[1]).into());
    if let Some(large) = Some(layout.large()).filter(here) {
        return Some((large, xray.focus));
    }
    let places = xray.wall.iter().enumerate().flat_map(|(row, neurons)| {
        (0..neurons.len()).map(move |column| {
            let neuron = Neuron { layer: xray.first.layer + row, index: xray.first.index + column };
            (layout.place(row, column).intersection(layout.wall), neuron)
        })
    });
    places.into_iter().find(|(place, _)| here(place))
}

fn layout_for(xray: &Xray, area: Rect) -> Layout {
    Layout::of(area, xray.layers.len(), widest(xray))
}

/// Neurons of the widest layer.
fn widest(xray: &Xray) -> usize {
    xray.layers.iter().map(|layer| layer.width).max().unwrap_or(1)
}

/// Draws the x-ray over `area`.
fn draw(xray: &Xray, area: Rect, buffer: &mut Buffer) {
    let layout = layout_for(xray, area);
    Clear.render(area, buffer);
    Block::new().style(theme::TEXT).render(area, buffer);
    title(xray, layout.title.width).render(layout.title, buffer);
    let close = action::key_of(BINDINGS, Action::Toggle(OverlayName::Xray));
    let hint = format!(" arrows, HJKL, click   σ spread   ● saturated   blue −, orange +   {close} closes");
    Line::styled(hint, theme::DIM).render(Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, buffer);
    for (row, neurons) in xray.wall.iter().enumerate() {
        draw_row(xray, row, neurons, &layout, buffer);
    }
    draw_panel(xray, &layout, buffer);
}

/// What is seen, and which part of it where it does not all fit.
fn title(xray: &Xray, width: u16) -> Line<'static> {
    let last = xray.layers.len() - 1;
    let layers = if last == 1 { "1 hidden layer".to_owned() } else { format!("{last} hidden layers") };
    let mut spans = vec![Span::styled(" x-ray ", theme::TITLE), Span::styled(layers, theme::TEXT)];
    let (rows, columns) = (xray.wall.len(), xray.wall.iter().map(Vec::len).max().unwrap_or(0));
    let range = |name, first: usize, count: usize, all: usize| {
        (count < all).then(|| format!("   {name} {}–{} of {all}", first + 1, first + count))
    };
    spans.extend(range("layers", xray.first.layer, rows, last + 1).map(|text| Span::styled(text, theme::DIM)));
    spans.extend(range("neurons", xray.first.index, columns, widest(xray)).map(|text| Span::styled(text, theme::DIM)));
    let line = Line::from(spans);
    let more = Span::styled("   each tile: one neuron's output over the picture", theme::DIM);
    let fits = line.width() + more.width() <= usize::from(width);
    if fits { Line::from([line.spans, vec![more]].concat()) } else { line }
}

/// A layer: its name and bars, then its neurons.
fn draw_row(xray: &Xray, row: usize, neurons: &[Vec<f32>], layout: &Layout, buffer: &mut Buffer) {
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

/// The focused neuron: its picture, weights and values; and what the layers make of a circle.
fn draw_panel(xray: &Xray, layout: &Layout, buffer: &mut Buffer) {
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
