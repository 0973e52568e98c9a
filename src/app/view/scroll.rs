//! Text that is longer than its room: a part of it is seen, keys show the rest.

use std::cell::Cell;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::prose::elided;
use crate::app::action::Key;

/// How far a text is scrolled that may be longer than its room.
///
/// Only drawing knows how many rows there are and how many fit; so it sets these, and a key never scrolls past the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Scroll {
    /// Rows above the first that is seen.
    above: Cell<u16>,
    /// Rows below the last that is seen, when the text was drawn last.
    below: Cell<u16>,
    /// Rows that were seen then.
    seen: Cell<u16>,
}

impl Scroll {
    /// Scrolls by a page, if `key` asks for that. Returns whether it did.
    pub(super) fn page(&self, key: Key) -> bool {
        let page = i32::from(self.seen.get().saturating_sub(1).max(1));
        match key {
            Key::PageDown => self.by(page),
            Key::PageUp => self.by(-page),
            _ => return false,
        }
        true
    }

    /// Scrolls by `rows`, downwards if positive, as far as the text goes.
    pub(super) fn by(&self, rows: i32) {
        let room = i32::from(self.below.get()) + i32::from(self.above.get());
        self.above.set((i32::from(self.above.get()) + rows).clamp(0, room) as u16);
    }

    /// Back to the first row.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Whether there was more than fits.
    pub(super) fn is_needed(&self) -> bool {
        self.above.get() > 0 || self.below.get() > 0
    }

    /// The keys that show what is not seen: `↓ PgDn`; nothing where all is seen.
    pub(super) fn sign(&self) -> Option<String> {
        match (self.above.get(), self.below.get()) {
            (0, 0) => None,
            (0, _) => Some(format!("↓ {}", Key::PageDown)),
            (_, 0) => Some(format!("↑ {}", Key::PageUp)),
            _ => Some(format!("↕ {}", Key::PageDown)),
        }
    }

    /// Draws as many `rows` into `area` as fit there, from where it is scrolled to.
    pub(super) fn draw(&self, rows: &[Line<'_>], area: Rect, buffer: &mut Buffer) {
        let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let above = self.above.get().min(count.saturating_sub(area.height));
        let seen = area.height.min(count - above);
        self.above.set(above);
        self.below.set(count - above - seen);
        self.seen.set(seen);
        for (row, y) in rows.iter().skip(above.into()).zip(area.top()..area.bottom()) {
            elided(row.clone(), area.width).render(Rect { y, height: 1, ..area }, buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_scrolls_to_its_end_and_no_further() {
        let rows: Vec<Line<'_>> = (0..10).map(|row| Line::raw(row.to_string())).collect();
        let area = Rect::new(0, 0, 3, 4);
        let mut buffer = Buffer::empty(area);
        let scroll = Scroll::default();
        scroll.draw(&rows, area, &mut buffer);
        assert_eq!(scroll.sign().as_deref(), Some("↓ PgDn"));
        for (key, first, sign) in [
            (Key::PageDown, "3", "↕ PgDn"),
            (Key::PageDown, "6", "↑ PgUp"),
            (Key::PageDown, "6", "↑ PgUp"),
            (Key::PageUp, "3", "↕ PgDn"),
        ] {
            assert!(scroll.page(key));
            scroll.draw(&rows, area, &mut buffer);
            assert_eq!(buffer[(0, 0)].symbol(), first);
            assert_eq!(scroll.sign().as_deref(), Some(sign));
        }
        assert!(!scroll.page(Key::Home));
        // A larger room shows it all again.
        let area = Rect::new(0, 0, 3, 12);
        scroll.draw(&rows, area, &mut Buffer::empty(area));
        assert!(!scroll.is_needed());
    }
}
