//! The tour: a page of words and numbers below the picture that they speak of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Padding, Paragraph, Widget, Wrap};

use super::chart::{below, write};
use super::theme;
use crate::insight::Explanation;
use crate::insight::tour::PAGES;

/// Rows of a page, the status bar's below it counted.
const HEIGHT: u16 = 10;
/// Lines longer than this are hard to read.
const WIDEST: u16 = 110;

/// The picture's part of the screen, and the page's.
pub fn split(area: Rect) -> [Rect; 2] {
    let height = HEIGHT.min(area.height * 2 / 3);
    let above = area.height - height;
    [Rect { height: above.max(1), ..area }, below(area, above)]
}

/// Draws page `page` (from 0) over its part of `area`, with what was measured, once it was.
pub(super) fn draw(page: usize, measured: Option<&Explanation>, area: Rect, buffer: &mut Buffer) {
    let [_, part] = split(area);
    let Some(content) = PAGES.get(page) else { return };
    Clear.render(part, buffer);
    let block = Block::new().style(theme::TEXT).padding(Padding::horizontal(1));
    let inner = block.inner(part);
    block.render(part, buffer);
    let inner = Rect { width: inner.width.min(WIDEST), height: inner.height.saturating_sub(1), ..inner };
    let place = format!("{} of {}  ", page + 1, PAGES.len());
    let title = Line::from(vec![
        Span::styled(place, theme::DIM),
        Span::styled(content.title, theme::TITLE),
        Span::styled("   ← → turn the page   Esc leaves", theme::DIM),
    ]);
    let rest = write(title, inner, buffer);
    let mut lines = vec![Line::styled(content.text, theme::TEXT)];
    if let Some(measured) = measured {
        lines.push(Line::styled((content.evidence)(measured), theme::DIM));
    }
    lines.push(Line::from(vec![Span::styled("try: ", theme::KEY), Span::styled(content.hint, theme::TEXT)]));
    Paragraph::new(lines).wrap(Wrap { trim: true }).render(rest, buffer);
}
