//! The help: every key by what it is for, then the presets of the digits.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Padding, Paragraph, Widget};

use super::{Context, Overlay, theme};
use crate::app::action::{Action, Binding, DIGIT_PRESETS, Group, bindings, key_of};

/// Columns of the keys' labels, and of an entry.
const KEY_COLUMN: usize = 12;
const COLUMN: u16 = 42;
/// Columns of two entries side by side, and the least of a screen that shows them so.
const TWO_COLUMNS: u16 = 80;
const ROOM_FOR_TWO: u16 = 78;

/// The help. It has nothing to remember.
#[derive(Debug)]
pub struct Help;

impl Overlay for Help {
    fn draw(&self, _: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        draw(area, buffer);
    }
}

/// Draws it into the middle of `area`, in two columns where there is room.
fn draw(area: Rect, buffer: &mut Buffer) {
    let keys: Vec<Line<'_>> = entries(bindings());
    let presets = DIGIT_PRESETS.iter().enumerate().map(|(index, preset)| {
        let digit = index + 1;
        Line::from(vec![Span::styled(format!("{digit} "), theme::KEY), Span::styled(preset.name(), theme::TEXT)])
    });
    let presets: Vec<Line<'_>> = presets.collect();
    let columns = if area.width >= ROOM_FOR_TWO { 2 } else { 1 };
    let rows = keys.len().div_ceil(columns);
    let width = if columns == 2 { TWO_COLUMNS } else { COLUMN }.min(area.width);
    let preset_rows = presets.len().div_ceil(if columns == 2 { 5 } else { 3 });
    let height = ((rows + preset_rows + 3) as u16).min(area.height);
    let frame = area.centered(ratatui::layout::Constraint::Length(width), ratatui::layout::Constraint::Length(height));
    let block = Block::bordered()
        .title(Line::styled(" neurotty ", theme::TITLE).centered())
        .border_style(theme::DIM)
        .style(theme::TEXT)
        .padding(Padding::horizontal(1));
    let inner = block.inner(frame);
    Clear.render(frame, buffer);
    block.render(frame, buffer);

    let column_width = inner.width / columns as u16;
    for (index, lines) in keys.chunks(rows).enumerate() {
        let part = Rect { x: inner.x + index as u16 * column_width, width: column_width, ..inner };
        Paragraph::new(lines.to_vec()).render(part, buffer);
    }
    draw_presets(&presets, inner, rows as u16 + 1, buffer);
    if usize::from(inner.height) < rows && inner.height > 1 {
        let last = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        Clear.render(last, buffer);
        let unseen = format!("… more in a larger window; {} quits", key_of(bindings(), Action::Quit));
        Paragraph::new(Line::styled(unseen, theme::DIM)).style(theme::TEXT).render(last, buffer);
    }
}

fn draw_presets(presets: &[Line<'_>], inner: Rect, top: u16, buffer: &mut Buffer) {
    let across = if inner.width >= 70 { 5 } else { 3 };
    let width = inner.width / across;
    for (index, preset) in presets.iter().enumerate() {
        let (row, column) = (index as u16 / across, index as u16 % across);
        let place = Rect { x: inner.x + column * width, y: inner.y + top + row, width, height: 1 };
        preset.render(place.intersection(inner), buffer);
    }
}

/// The keys of `table`, part by part under its name.
fn entries(table: &[Binding]) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        lines.push(Line::styled(group.name(), theme::TITLE));
        let of_group = |binding: &&Binding| binding.group() == group;
        lines.extend(table.iter().filter(of_group).map(|binding| entry(binding.label, binding.help)));
    }
    lines
}

fn entry(keys: &'static str, help: &'static str) -> Line<'static> {
    let width = KEY_COLUMN - 1;
    // An action that the user has taken the keys from.
    let keys = if keys.is_empty() { "–" } else { keys };
    Line::from(vec![Span::styled(format!("{keys:width$} "), theme::KEY), Span::styled(help, theme::TEXT)])
}
