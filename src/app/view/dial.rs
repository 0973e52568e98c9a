//! The order–chaos dial: χ₁ over the plane of σ_w and σ_b, where the network stands, and the presets.
//!
//! The arrows walk the network over the plane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget};

use super::chart::{self, below, write};
use super::prose::{Scroll, columns, footer, wrapped};
use super::{Answer, Context, Overlay, OverlayName, theme};
use crate::app::action::{self, Action, BINDINGS, Key};
use crate::app::look::Look;
use crate::insight::plane::{BIAS, Plane, WEIGHTS, place};
use crate::insight::theory::StackTheory;
use crate::insight::verdict::{Verdict, number};
use crate::recipe::{Knob, Recipe};
use presets::{Spot, legend, packed, presets};
use reading::{ReadDial, Reading};
use thinwire::cells::glyph;
use thinwire::{Glyphs, Pixels};

mod presets;
mod reading;

/// ln χ₁ of a full colour: a growth of e² a layer.
const FULL: f64 = 2.0;
/// The fewest rows of the map where the text below it can be scrolled, and the fewest that have room for names on it.
const MAP: u16 = 4;
const NAMED: u16 = 3;
/// A narrower screen gives the dial more than half.
const NARROW: u16 = 60;
const LEAST: u16 = 26;
const ORDER: &str = "order";
const CHAOS: &str = "chaos";
const MEANING: &str = "Left of the white line (χ₁ = 1) layers make pixels more alike, and deep networks end as goo; right of \
                       it they part them, and deep networks end as noise. ◆ is this network, letters are presets.";

/// The dial. What it shows follows from the artwork alone; the text below the map may be scrolled.
#[derive(Debug, Default)]
pub struct Dial {
    scroll: Scroll,
}

impl Overlay for Dial {
    fn picture(&self, area: Rect) -> Rect {
        split(area)[0]
    }

    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        if self.scroll.page(key) {
            return Answer::Done;
        }
        action::step(key).map_or(Answer::Pass, |[across, down]| Answer::Change(walked(recipe.clone(), [across, -down])))
    }

    fn look(&self, _: &Recipe, _: Rect) -> Option<Box<dyn Look>> {
        Some(Box::new(ReadDial))
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        if let Some(reading) = context.finding::<Reading>() {
            draw(reading, &self.scroll, area, buffer);
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
    let width = if area.width < NARROW { LEAST.max(area.width / 2) } else { (area.width * 45 / 100).clamp(36, 84) };
    let width = width.min(area.width.saturating_sub(1));
    let panel = Rect { x: area.right() - width, width, ..area };
    [Rect { width: (area.width - width).max(1), ..area }, panel]
}

/// Draws the dial over its part of `area`.
fn draw(reading: &Reading, scroll: &Scroll, area: Rect, buffer: &mut Buffer) {
    let [_, panel] = split(area);
    Clear.render(panel, buffer);
    Block::new().style(theme::TEXT).render(panel, buffer);
    // The lowest row is the status bar's.
    let height = panel.height.saturating_sub(1);
    let inner = Rect { x: panel.x + 1.min(panel.width), width: panel.width.saturating_sub(2), height, ..panel };
    let rest = write(Line::styled("order and chaos", theme::TITLE), inner, buffer);
    let presets = presets();
    let text = wrapped(&text(reading, &presets, inner.width), inner.width);
    // The axis and the keys stand outside the text, which takes what it needs as long as the map is no stripe.
    let room = rest.height.saturating_sub(3);
    let map_height = room.saturating_sub(text.len() as u16).max(MAP.max(room / 3)).min(room);
    let map = Rect { height: map_height, ..rest };
    draw_map(&reading.plane, map, buffer);
    draw_marks(reading, &presets, map, buffer);
    let rest = draw_axis(below(rest, map.height), buffer);
    let words = Rect { height: rest.height.saturating_sub(1), ..rest };
    scroll.draw(&text, words, buffer);
    footer(&keys(scroll), below(rest, words.height), buffer);
}

/// What is read below the map: where the network stands, what that means, the presets.
fn text(reading: &Reading, presets: &[Spot], width: u16) -> Vec<Line<'static>> {
    let [here, theory] = match &reading.here {
        None => ["◆ no hidden layers: nowhere here".to_owned(), String::new()],
        Some(here) => sentences(here),
    };
    let mut lines = vec![Line::styled(here, theme::KEY)];
    lines.extend((!theory.is_empty()).then(|| Line::styled(theory, theme::TEXT)));
    let layers = reading.recipe.hidden.len();
    let measured = |verdict: Verdict| format!("measured: {} behind {layers} layers", verdict.name());
    lines.extend(reading.verdict.map(|verdict| Line::styled(measured(verdict), theme::TEXT)));
    lines.extend(packed(knobs(), width.into()).into_iter().map(|line| Line::styled(line, theme::DIM)));
    lines.push(Line::styled(MEANING, theme::TEXT));
    lines.extend(legend(presets, width.into()).into_iter().map(|line| Line::styled(line, theme::DIM)));
    lines
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

/// Marks on the map where the network stands, the presets, and which side is which; none covers another.
fn draw_marks(reading: &Reading, presets: &[Spot], map: Rect, buffer: &mut Buffer) {
    if map.is_empty() {
        return;
    }
    let mut taken = Vec::new();
    if let Some(here) = &reading.here {
        let style = Style::new().fg(theme::PAPER).bg(theme::ACCENT).add_modifier(Modifier::BOLD);
        let cell = cell(place(here.weights, here.bias), map);
        ink('◆', cell, Some(style), buffer);
        taken.push(cell);
    }
    if map.height >= NAMED {
        name_sides(map, &mut taken, buffer);
    }
    for (letter, spot) in ('a'..).zip(presets) {
        if let Some(free) = nearest_free(cell(spot.at, map), &taken, map) {
            ink(letter, free, None, buffer);
            taken.push(free);
        }
    }
}

/// Says on the map which side is which, where nothing stands yet.
fn name_sides(map: Rect, taken: &mut Vec<(u16, u16)>, buffer: &mut Buffer) {
    let left = map.x + 1.min(map.width);
    let right = map.right().saturating_sub(1 + CHAOS.len() as u16);
    // Both names and a gap between them.
    if right <= left + ORDER.len() as u16 {
        return;
    }
    for (start, name) in [(left, ORDER), (right, CHAOS)] {
        let cells = start..start + name.len() as u16;
        if taken.iter().any(|(x, y)| *y == map.y && cells.contains(x)) {
            continue;
        }
        for (x, character) in (start..).zip(name.chars()) {
            ink(character, (x, map.y), None, buffer);
            taken.push((x, map.y));
        }
    }
}

/// The cell of the map for a place on it, each axis of `at` in 0..=1, rightwards and upwards.
fn cell(at: [f64; 2], map: Rect) -> (u16, u16) {
    let along = |share: f64, length: u16| ((share * f64::from(length)) as u16).min(length.saturating_sub(1));
    (map.x + along(at[0], map.width), map.y + along(1.0 - at[1], map.height))
}

/// The free cell of the map that is nearest to `wanted`; beside it rather than above it.
fn nearest_free(wanted: (u16, u16), taken: &[(u16, u16)], map: Rect) -> Option<(u16, u16)> {
    let away = |(x, y): (u16, u16)| x.abs_diff(wanted.0) + 3 * y.abs_diff(wanted.1);
    let cells = (map.top()..map.bottom()).flat_map(|y| (map.left()..map.right()).map(move |x| (x, y)));
    cells.filter(|cell| !taken.contains(cell)).min_by_key(|cell| away(*cell))
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
    let mut free = area.x;
    for weights in [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0] {
        let text = format!("{weights}");
        let [across, _] = place(weights, 0.0);
        let x = area.x + (across * f64::from(area.width)) as u16;
        let end = x.saturating_add(text.len() as u16);
        // No number touches the one before, and none is cut.
        if x >= free && end <= area.right() {
            write(
                Line::styled(text, theme::DIM),
                Rect { x, width: end - x, height: 1.min(area.height), ..area },
                buffer,
            );
            free = end + 1;
        }
    }
    let ranges = [format!("→ σ_w {}…{}", WEIGHTS[0], WEIGHTS[1]), format!("↑ σ_b {}…{}", BIAS[0], BIAS[1])];
    let text = if columns(&ranges.join("   ")) <= area.width.into() {
        ranges.join("   ")
    } else {
        "→ σ_w   ↑ σ_b".into()
    };
    write(Line::styled(text, theme::DIM), rest, buffer)
}

/// The keys that matter most: those that show the rest of the text, walk, and close.
fn keys(scroll: &Scroll) -> Vec<(String, Style)> {
    let close = action::key_of(BINDINGS, Action::Toggle(OverlayName::Dial));
    let mut entries: Vec<_> = scroll.sign().map(|sign| (sign, theme::KEY)).into_iter().collect();
    entries.push((format!("{close} closes"), theme::DIM));
    entries.push(("arrows walk".to_owned(), theme::DIM));
    entries
}

/// The keys of the knobs that change what is read.
fn knobs() -> impl Iterator<Item = String> {
    let key = |action| action::key_of(BINDINGS, action);
    let both = move |knob, [first, second]: [i32; 2]| {
        format!("{} {}", key(Action::Turn(knob, first)), key(Action::Turn(knob, second)))
    };
    let knobs = [
        (Knob::Depth, [-1, 1], "depth"),
        (Knob::Width, [-1, 1], "width"),
        (Knob::Gain, [-1, 1], "gain"),
        (Knob::Zoom, [1, -1], "zoom"),
    ];
    knobs.into_iter().map(move |(knob, steps, name)| format!("{} {name}", both(knob, steps)))
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
    fn letters_of_one_spot_stand_side_by_side() {
        let map = Rect::new(2, 3, 10, 4);
        let spot = cell([0.5, 0.0], map);
        assert_eq!(spot, (7, 6));
        let mut taken = vec![spot];
        for _ in 0..39 {
            let free = nearest_free(spot, &taken, map).unwrap();
            assert!(map.contains(free.into()) && !taken.contains(&free));
            taken.push(free);
        }
        assert_eq!((taken[1].1, taken[2].1), (6, 6), "beside it rather than above it");
        assert_eq!(nearest_free(spot, &taken, map), None);
    }

    #[test]
    fn a_step_downwards_makes_biases_smaller() {
        let mut recipe = Preset::Glossy.recipe(Seed::from(1));
        Knob::SigmaB.set(&mut recipe, 1.0);
        let Answer::Change(lower) = Dial::default().key(Key::Down, &recipe) else {
            panic!("the dial takes the arrows")
        };
        assert_eq!(lower.bias, Bias::Normal(0.9));
    }
}
