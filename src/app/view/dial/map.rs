//! The dial's map of σ_w and σ_b, the marks on it, and its axis.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;

use super::super::chart::{self, write};
use super::super::prose::columns;
use super::super::theme;
use super::presets::Spot;
use super::reading::Reading;
use crate::insight::plane::{BIAS, Plane, WEIGHTS, place};
use thinwire::Pixels;
use thinwire::cells::glyph::draw_halves;

/// ln χ₁ of a full colour: a growth of e² a layer.
const FULL: f64 = 2.0;
/// The fewest rows that have room for the names of the sides.
const NAMED: u16 = 3;
const ORDER: &str = "order";
const CHAOS: &str = "chaos";

/// Draws the map and everything on it into `area`.
pub(super) fn draw(reading: &Reading, presets: &[Spot], area: Rect, buffer: &mut Buffer) {
    draw_map(&reading.plane, area, buffer);
    draw_marks(reading, presets, area, buffer);
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
    draw_halves(Pixels::new(width, &pixels), area, buffer);
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
pub(super) fn draw_axis(area: Rect, buffer: &mut Buffer) -> Rect {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
