//! The words on tiles and below them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::super::prose::{cut, elided, wrapped};
use super::super::theme;
use super::layout::TileLayout;
use super::source::{Stress, Word};
use crate::app::action::{Action, bindings, key_of};

/// Colours everything where no picture will be.
pub(super) fn draw_background(area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area.intersection(buffer.area), theme::TEXT);
}

/// Names a tile in its lowest row, and marks the one in focus at both sides.
pub(super) fn draw_label(mark: &str, caption: &str, focused: bool, place: Rect, buffer: &mut Buffer) {
    if focused {
        for y in place.top()..place.bottom() {
            for x in [place.left(), place.right().saturating_sub(1)] {
                if let Some(cell) = buffer.cell_mut((x, y)) {
                    // A block, not a background: it is seen without colours too.
                    cell.reset();
                    cell.set_char('█').set_style(theme::KEY);
                }
            }
        }
    }
    let style = if focused { theme::BAR_KEY } else { theme::TEXT };
    let text = if mark.is_empty() { format!(" {caption} ") } else { format!(" {mark} {caption} ") };
    let line = Line::styled(cut(&text, place.width), style);
    let row = Rect { y: place.bottom().saturating_sub(1), height: place.height.min(1), ..place };
    let row = Rect { width: row.width.min(line.width() as u16), ..row };
    Clear.render(row, buffer);
    line.render(row, buffer);
}

/// Says in the middle of a tile why it has no picture, above the row of its name.
pub(super) fn draw_refusal(why: &str, place: Rect, buffer: &mut Buffer) {
    let inner = Rect { x: place.x + 2.min(place.width), width: place.width.saturating_sub(4), ..place };
    let room = usize::from(inner.height.saturating_sub(1));
    let mut rows = wrapped(&[Line::styled(why, theme::DIM)], inner.width);
    if rows.len() > room {
        rows.truncate(room);
        if let Some(last) = rows.last_mut() {
            *last = elided(Line::styled(format!("{last} …"), theme::DIM), inner.width);
        }
    }
    let above = (room - rows.len()) / 2;
    for (y, row) in (inner.y + above as u16..).zip(rows) {
        row.render(Rect { y, height: 1, ..inner }, buffer);
    }
}

/// Writes as many of the lines as there is room for, the last ones first.
pub(super) fn draw_footer(lines: &[Vec<Word>], layout: &TileLayout, buffer: &mut Buffer) {
    for (from_last, words) in lines.iter().rev().enumerate() {
        let spans: Vec<Span<'_>> = words.iter().map(span).collect();
        if let Some(row) = footer_row(layout, from_last) {
            Line::from(spans).render(row, buffer);
        }
    }
}

/// The word under a cell: its line, counted from the last, and its place in it.
pub(super) fn word_under(lines: &[Vec<Word>], layout: &TileLayout, cell: [u16; 2]) -> Option<(usize, usize)> {
    for (from_last, words) in lines.iter().rev().enumerate() {
        let Some(row) = footer_row(layout, from_last).filter(|row| row.y == cell[1]) else { continue };
        let mut start = usize::from(row.x);
        for (index, word) in words.iter().enumerate() {
            let end = start + Span::raw(word.text.as_str()).width();
            if (start..end).contains(&usize::from(cell[0])) {
                return Some((from_last, index));
            }
            start = end;
        }
    }
    None
}

fn footer_row(layout: &TileLayout, from_last: usize) -> Option<Rect> {
    let footer = layout.footer;
    let above = u16::try_from(from_last).ok().filter(|above| *above < footer.height)?;
    Some(Rect { y: footer.bottom() - 1 - above, height: 1, ..footer })
}

fn span(word: &Word) -> Span<'_> {
    let style: Style = match word.stress {
        Stress::Quiet => theme::DIM,
        Stress::Usual => theme::TEXT,
        Stress::Strong => theme::KEY,
    };
    Span::styled(word.text.as_str(), style)
}

/// Says that there is no room, over the picture.
pub(super) fn draw_sign(area: Rect, buffer: &mut Buffer) {
    let close = key_of(bindings(), Action::Close);
    let line = Line::styled(format!(" too small for tiles; {close} leaves "), theme::TEXT);
    let row = Rect { width: area.width.min(line.width() as u16), height: area.height.min(1), ..area };
    Clear.render(row, buffer);
    line.render(row, buffer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_a_tile_has_no_picture_stands_above_its_name_and_is_never_cut_without_a_sign() {
        let why = "it can't be read: the file was cut off in the middle of a tensor";
        for (height, expected) in [(8, "tensor"), (3, "…"), (1, "")] {
            let (area, place) = (Rect::new(0, 0, 30, 10), Rect::new(3, 1, 24, height));
            let mut buffer = Buffer::empty(area);
            draw_refusal(why, place, &mut buffer);
            let row = |y| (0..30).map(|x| buffer[(x, y)].symbol()).collect::<String>();
            let seen: Vec<String> = (0..10).map(row).filter(|row| !row.trim().is_empty()).collect();
            assert!(seen.iter().all(|row| row.starts_with("     ") && row.ends_with("     ")), "{seen:?}");
            assert!(seen.last().map_or("", |row| row.trim_end()).ends_with(expected), "{height}: {seen:?}");
            assert!(seen.len() < usize::from(height) && row(place.bottom() - 1).trim().is_empty(), "{seen:?}");
        }
    }

    #[test]
    fn a_click_finds_the_word_that_is_drawn_there() {
        let area = Rect::new(0, 0, 80, 24);
        let layout = TileLayout::of_nine(area).unwrap();
        let word = |text: &str| Word::new(text, Stress::Usual);
        let lines = [vec![word(" one"), word(" › two")], vec![word("lowest")]];
        let mut buffer = Buffer::empty(area);
        draw_footer(&lines, &layout, &mut buffer);
        let seen: String = (0..10).map(|x| buffer[(x, 22)].symbol()).collect();
        assert_eq!(seen, " one › two");
        for (cell, expected) in [
            ([0, 22], Some((1, 0))),
            ([3, 22], Some((1, 0))),
            ([4, 22], Some((1, 1))),
            ([9, 22], Some((1, 1))),
            ([10, 22], None),
            ([5, 23], Some((0, 0))),
            ([5, 21], None),
        ] {
            assert_eq!(word_under(&lines, &layout, cell), expected, "{cell:?}");
        }
    }
}
