//! The order–chaos dial: χ₁ over the plane of σ_w and σ_b, where the network stands, and the presets.
//!
//! The arrows walk the network over the plane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Paragraph, Widget, Wrap};

use super::chart::{self, below, write};
use super::{Answer, Context, Overlay, OverlayName, theme};
use crate::app::action::{self, Action, Key, bindings};
use crate::app::look::Look;
use crate::insight::plane::{BIAS, Plane, WEIGHTS, place};
use crate::insight::theory::StackTheory;
use crate::insight::verdict::number;
use crate::recipe::{Knob, Recipe};
use presets::{legend, packed, presets};
use reading::{ReadDial, Reading};
use thinwire::cells::glyph;
use thinwire::{Glyphs, Pixels};

mod presets;
mod reading;

/// ln χ₁ of a full colour: a growth of e² a layer.
const FULL: f64 = 2.0;
/// Rows below the map: the axis, what is read there, the keys, the presets.
const BELOW: u16 = 12;
/// Rows more where a screen is this high: what the map means, in words.
const ROOMY: u16 = 36;
const WORDS: u16 = 4;
const MEANING: &str = "Left of the white line (χ₁ = 1) layers make pixels more alike, and deep networks end as goo; right of \
                       it they part them, and deep networks end as noise. ◆ is this network, letters are presets.";

/// The dial. What it shows follows from the artwork alone.
#[derive(Debug)]
pub struct Dial;

impl Overlay for Dial {
    fn picture(&self, area: Rect) -> Rect {
        split(area)[0]
    }

    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        action::step(key).map_or(Answer::Pass, |[across, down]| Answer::Change(walked(recipe.clone(), [across, -down])))
    }

    fn look(&self, _: &Recipe, _: Rect) -> Option<Box<dyn Look>> {
        Some(Box::new(ReadDial))
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        if let Some(reading) = context.finding::<Reading>() {
            draw(reading, area, buffer);
        }
    }
}

/// `across` steps of σ_w and `up` steps of σ_b from where `recipe` stands. Biases change only once σ_b does.
fn walked(mut recipe: Recipe, [across, up]: [i32; 2]) -> Recipe {
    Knob::SigmaW.turn(&mut recipe, across);
    if up != 0 {
        Knob::SigmaB.turn(&mut recipe, up);
    }
    recipe
}

/// The picture's part of the screen, and the dial's.
fn split(area: Rect) -> [Rect; 2] {
    let width = if area.width < 60 { area.width / 2 } else { (area.width * 45 / 100).clamp(36, 84) };
    let panel = Rect { x: area.right() - width, width, ..area };
    [Rect { width: (area.width - width).max(1), ..area }, panel]
}

/// Draws the dial over its part of `area`.
fn draw(reading: &Reading, area: Rect, buffer: &mut Buffer) {
    let [_, panel] = split(area);
    Clear.render(panel, buffer);
    Block::new().style(theme::TEXT).render(panel, buffer);
    let inner = Rect { x: panel.x + 1.min(panel.width), width: panel.width.saturating_sub(2), ..panel };
    let rest = write(Line::styled("order and chaos", theme::TITLE), inner, buffer);
    let words = if area.height >= ROOMY { WORDS } else { 0 };
    let map = Rect { height: rest.height.saturating_sub(BELOW + words).max(1).min(rest.height), ..rest };
    draw_map(&reading.plane, map, buffer);
    name_sides(map, buffer);
    let presets = presets();
    for (letter, spot) in ('a'..).zip(&presets) {
        mark(letter, spot.at, map, None, buffer);
    }
    if let Some(here) = &reading.here {
        let style = Style::new().fg(theme::PAPER).bg(theme::ACCENT).add_modifier(Modifier::BOLD);
        mark('◆', place(here.weights, here.bias), map, Some(style), buffer);
    }
    let rest = draw_axis(below(rest, map.height), buffer);
    let rest = draw_reading(reading, rest, buffer);
    let meaning = Rect { height: words.min(rest.height), ..rest };
    Paragraph::new(MEANING).style(theme::TEXT).wrap(Wrap { trim: true }).render(meaning, buffer);
    let rest = below(rest, words);
    // The lowest row is the status bar's.
    let rest = Rect { height: rest.height.saturating_sub(1), ..rest };
    let lines = legend(&presets, rest).into_iter().map(|line| Line::styled(line, theme::DIM));
    Paragraph::new(lines.collect::<Vec<_>>()).render(rest, buffer);
}

/// Blue is order, orange chaos, white where one becomes the other.
fn draw_map(plane: &Plane, area: Rect, buffer: &mut Buffer) {
    let (width, height) = (u32::from(area.width), 2 * u32::from(area.height));
    let share = |pixel: u32, count: u32| (f64::from(pixel) + 0.5) / f64::from(count);
    let slope = |x: u32, y: u32| plane.log_slope([share(x, width), 1.0 - share(y, height)]);
    let color = |x: u32, y: u32| {
        let here = slope(x, y);
        let crosses = |x: u32, y: u32| (here < 0.0) != (slope(x, y) < 0.0);
        if crosses(x + 1, y) || crosses(x, y + 1) { [236, 236, 240] } else { chart::signed(here / FULL) }
    };
    let pixels: Vec<_> = (0..height).flat_map(|y| (0..width).map(move |x| color(x, y))).collect();
    glyph::draw(Pixels::new(width, &pixels), area, buffer, Glyphs::Half);
}

/// Says on the map which side is which.
fn name_sides(map: Rect, buffer: &mut Buffer) {
    let row =
        Rect { x: map.x + 1.min(map.width), width: map.width.saturating_sub(2), height: 1.min(map.height), ..map };
    for (x, character) in (row.left()..row.right()).zip("order".chars()) {
        ink(character, (x, row.y), None, buffer);
    }
    for (x, character) in (row.left()..row.right()).rev().zip("soahc".chars()) {
        ink(character, (x, row.y), None, buffer);
    }
}

/// Puts a character onto the map, each axis of `at` in 0..=1, rightwards and upwards.
fn mark(character: char, at: [f64; 2], map: Rect, style: Option<Style>, buffer: &mut Buffer) {
    let along = |share: f64, length: u16| ((share * f64::from(length)) as u16).min(length.saturating_sub(1));
    ink(character, (map.x + along(at[0], map.width), map.y + along(1.0 - at[1], map.height)), style, buffer);
}

/// Writes a character over a cell's colour: dark on bright ones, unless in a style of its own.
fn ink(character: char, at: (u16, u16), style: Option<Style>, buffer: &mut Buffer) {
    let Some(cell) = buffer.cell_mut(at) else { return };
    let bright = matches!(cell.bg, Color::Rgb(red, green, blue)
        if 2 * u32::from(red) + 5 * u32::from(green) + u32::from(blue) > 8 * 110);
    let fg = if bright { theme::PAPER } else { theme::INK };
    let under = Style::new().fg(fg).bg(cell.bg).add_modifier(Modifier::BOLD);
    cell.set_char(character).set_style(style.unwrap_or(under));
}

/// The scale of σ_w, and the range of σ_b; returns what is left below.
fn draw_axis(area: Rect, buffer: &mut Buffer) -> Rect {
    let rest = write(Line::styled("", theme::DIM), area, buffer);
    // Every second tick where all would touch.
    let step = if area.width < 50 { 2 } else { 1 };
    for weights in [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0].into_iter().step_by(step) {
        let [across, _] = place(weights, 0.0);
        let x = area.x + (across * f64::from(area.width)) as u16;
        let tick = Rect { x, width: 4, height: 1.min(area.height), ..area }.intersection(area);
        Line::styled(format!("{weights}"), theme::DIM).render(tick, buffer);
    }
    let text = format!("→ σ_w {}…{}   ↑ σ_b {}…{}", WEIGHTS[0], WEIGHTS[1], BIAS[0], BIAS[1]);
    write(Line::styled(text, theme::DIM), rest, buffer)
}

/// Where the network stands, what theory says there, and what was measured.
fn draw_reading(reading: &Reading, area: Rect, buffer: &mut Buffer) -> Rect {
    let lines = match &reading.here {
        None => ["◆ no hidden layers: nowhere here".to_owned(), String::new()],
        Some(here) => sentences(here),
    };
    let rest = write(Line::styled(lines[0].clone(), theme::KEY), area, buffer);
    let rest = write(Line::styled(lines[1].clone(), theme::TEXT), rest, buffer);
    let layers = reading.recipe.hidden.len();
    let measured = reading.verdict.map_or_else(String::new, |verdict| {
        let (short, behind) = (format!("measured: {}", verdict.name()), format!(" behind {layers} layers"));
        if short.len() + behind.len() <= rest.width.into() { short + &behind } else { short }
    });
    let rest = write(Line::styled(measured, theme::TEXT), rest, buffer);
    let lines = packed(keys(), area.width.into());
    lines.into_iter().fold(rest, |rest, line| write(Line::styled(line, theme::DIM), rest, buffer))
}

/// What the keys do.
fn keys() -> impl Iterator<Item = String> {
    let key = |action| action::key_of(bindings(), action);
    let both = |knob, [first, second]: [i32; 2]| {
        format!("{} {}", key(Action::Turn(knob, first)), key(Action::Turn(knob, second)))
    };
    let knobs = [
        (Knob::Depth, [-1, 1], "depth"),
        (Knob::Width, [-1, 1], "width"),
        (Knob::Gain, [-1, 1], "gain"),
        (Knob::Zoom, [1, -1], "zoom"),
    ];
    let mut entries = vec!["arrows walk".to_owned()];
    entries.extend(knobs.map(|(knob, steps, name)| format!("{} {name}", both(knob, steps))));
    entries.push(format!("{} closes", key(Action::Toggle(OverlayName::Dial))));
    entries.into_iter()
}

fn sentences(here: &StackTheory) -> [String; 2] {
    let outside = if here.weights > WEIGHTS[1] || here.weights < WEIGHTS[0] { " (beyond the edge)" } else { "" };
    let regime = if here.slope < 1.0 { "order" } else { "chaos" };
    [
        format!("◆ σ_w {}  σ_b {}{outside}", number(here.weights), number(here.bias)),
        format!("theory: χ₁ {}, {regime}, ξ {}", number(here.slope), number(here.depth_scale)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Bias, Preset, Seed, Weights};

    #[test]
    fn biases_stay_until_a_step_goes_up_or_down() {
        let glossy = Preset::Glossy.recipe(Seed::from(1));
        let right = walked(glossy.clone(), [1, 0]);
        assert_eq!((right.weights, right.bias), (Weights::Scaled(4.4), glossy.bias));
        let up = walked(right, [-1, 2]);
        assert_eq!((up.weights, up.bias), (Weights::Scaled(4.0), Bias::Normal(0.2)));
    }

    #[test]
    fn a_step_downwards_makes_biases_smaller() {
        let mut recipe = Preset::Glossy.recipe(Seed::from(1));
        Knob::SigmaB.set(&mut recipe, 1.0);
        let Answer::Change(lower) = Dial.key(Key::Down, &recipe) else { panic!("the dial takes the arrows") };
        assert_eq!(lower.bias, Bias::Normal(0.9));
    }
}
