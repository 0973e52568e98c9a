//! The help: every key, then the presets of the digits.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Padding, Widget};

use super::prose::{columns, footer_line};
use super::scroll::Scroll;
use super::{Answer, Context, Overlay, OverlayName, theme};
use crate::app::action::{self, Action, BINDINGS, DIGIT_PRESETS, Key, key_of};
use crate::recipe::Recipe;

/// Columns of the keys' labels, and of an entry.
const KEY_COLUMN: usize = 12;
const COLUMN: u16 = 42;
/// Columns of two entries side by side, and the least of a screen that shows them so.
const TWO_COLUMNS: u16 = 84;
const ROOM_FOR_TWO: u16 = 80;

/// The help, and how far it is scrolled.
#[derive(Debug, Default)]
pub struct Help {
    scroll: Scroll,
}

impl Overlay for Help {
    /// The keys that move the picture scroll, where not everything fits.
    fn key(&mut self, key: Key, _: &Recipe) -> Answer {
        if !self.scroll.is_needed() {
            return Answer::Pass;
        }
        match action::step(key) {
            Some([0, down]) => self.scroll.by(down),
            _ if !self.scroll.page(key) => return Answer::Pass,
            _ => {}
        }
        Answer::Done
    }

    fn draw(&self, _: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        // The lowest row is the status bar's.
        draw(&self.scroll, Rect { height: area.height.saturating_sub(1).max(1), ..area }, buffer);
    }
}

/// Draws it into the middle of `area`, in two columns where there is room.
fn draw(scroll: &Scroll, area: Rect, buffer: &mut Buffer) {
    let two = area.width >= ROOM_FOR_TWO;
    let wanted = if two { TWO_COLUMNS } else { COLUMN };
    let (width, padding) = (wanted.min(area.width), u16::from(wanted <= area.width));
    let rows = rows(usize::from(width.saturating_sub(2 + 2 * padding)), if two { 2 } else { 1 });
    let height = (rows.len() as u16 + 2).min(area.height);
    let frame = area.centered(Constraint::Length(width), Constraint::Length(height));
    let block = Block::bordered()
        .title(Line::styled(" neurotty ", theme::TITLE).centered())
        .border_style(theme::DIM)
        .style(theme::TEXT)
        .padding(Padding::horizontal(padding));
    let inner = block.inner(frame);
    Clear.render(frame, buffer);
    block.render(frame, buffer);
    scroll.draw(&rows, inner, buffer);
    let (close, quit) = (key_of(BINDINGS, Action::Toggle(OverlayName::Help)), key_of(BINDINGS, Action::Quit));
    let mut entries = vec![(format!("{close} closes"), theme::DIM), (format!("{quit} quits"), theme::DIM)];
    if let Some(sign) = scroll.sign() {
        entries.insert(0, (sign, theme::KEY));
    }
    let sign = footer_line(&entries, usize::from(inner.width.saturating_sub(2)));
    let wide = (sign.width() as u16).min(inner.width);
    let place =
        Rect { x: inner.x + (inner.width - wide) / 2, y: frame.bottom().saturating_sub(1), width: wide, height: 1 };
    sign.render(place.intersection(frame), buffer);
}

/// The keys in so many columns, the presets below them.
fn rows(width: usize, across: usize) -> Vec<Line<'static>> {
    let column = width / across;
    let count = BINDINGS.len().div_ceil(across);
    let mut rows: Vec<Line<'static>> = (0..count)
        .map(|row| {
            let entries = BINDINGS.iter().skip(row).step_by(count);
            beside(entries.map(|binding| entry(binding.label, binding.help)), column)
        })
        .collect();
    rows.push(Line::default());
    let digits: Vec<Vec<Span<'static>>> = (1..)
        .zip(DIGIT_PRESETS)
        .map(|(digit, preset)| {
            vec![Span::styled(format!("{digit} "), theme::KEY), Span::styled(preset.name(), theme::TEXT)]
        })
        .collect();
    let presets = if across == 2 { 5 } else { 3 };
    rows.extend(digits.chunks(presets).map(|row| beside(row.iter().cloned(), width / presets)));
    rows
}

/// Entries side by side, each in as many columns.
fn beside(entries: impl Iterator<Item = Vec<Span<'static>>>, column: usize) -> Line<'static> {
    let mut line = Line::default();
    for (index, entry) in entries.enumerate() {
        let missing = (index * column).saturating_sub(line.width());
        line.push_span(Span::styled(" ".repeat(missing), theme::TEXT));
        entry.into_iter().for_each(|span| line.push_span(span));
    }
    line
}

fn entry(keys: &'static str, help: &'static str) -> Vec<Span<'static>> {
    let gap = " ".repeat(KEY_COLUMN.saturating_sub(columns(keys)).max(1));
    vec![Span::styled(format!("{keys}{gap}"), theme::KEY), Span::styled(help, theme::TEXT)]
}
