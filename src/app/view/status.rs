//! The status bar: the line of text on the left, what matters now on the right; and the toast.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Widget};

use super::theme;
use crate::app::Toast;
use thinwire::Hyperlink;

/// What the status bar shows.
#[derive(Debug)]
pub struct Status<'a> {
    /// The line of text.
    pub line: &'a str,
    /// Short facts, the most important first: as many as fit are shown.
    pub facts: &'a [String],
}

impl Status<'_> {
    /// Draws the bar into `area`, one row.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let width = usize::from(area.width);
        let line_width = Span::raw(self.line).width() + 2;
        let mut facts = String::new();
        for fact in self.facts {
            let longer = if facts.is_empty() { fact.clone() } else { format!("{facts} · {fact}") };
            if line_width + Span::raw(&longer).width() + 2 > width {
                break;
            }
            facts = longer;
        }
        Clear.render(area, buffer);
        Paragraph::new(format!(" {}", self.line)).style(theme::BAR).render(area, buffer);
        if !facts.is_empty() {
            let right = Line::styled(format!("{facts} "), theme::BAR_DIM).right_aligned();
            let covered = (right.width() as u16).min(area.width);
            let corner = Rect { x: area.right() - covered, width: covered, ..area };
            right.render(corner, buffer);
        }
    }
}

/// Draws a short message at the left of `area`, one row. Returns the hyperlink in it.
pub(super) fn draw_toast(toast: &Toast, area: Rect, buffer: &mut Buffer) -> Option<Hyperlink> {
    let (text, name) = fitted(toast, area.width);
    let line = Line::styled(format!(" {text} "), theme::BAR_KEY);
    let area = Rect { width: (line.width() as u16).min(area.width), ..area };
    Clear.render(area, buffer);
    line.render(area, buffer);
    let (_, uri) = toast.link.as_ref().filter(|_| area.height > 0)?;
    let before = Span::raw(text.split_once(name.as_str())?.0).width() as u16;
    let start = area.x.saturating_add(1 + before);
    let columns = start..start.saturating_add(Span::raw(name).width() as u16).min(area.right());
    Some(Hyperlink { row: area.y, columns, uri: uri.clone() })
}

/// What the toast says and the name in it that is a hyperlink, whose front gives way where it does not all fit: the end
/// of a path says more.
fn fitted(toast: &Toast, width: u16) -> (String, String) {
    let Some((name, _)) = &toast.link else { return (cut(&toast.text, width.saturating_sub(2)), String::new()) };
    let excess = (Span::raw(&toast.text).width() + 2).saturating_sub(width.into());
    let letters = name.chars().count();
    if excess == 0 || excess + 1 >= letters {
        return (toast.text.clone(), name.clone());
    }
    let shorter: String = std::iter::once('…').chain(name.chars().skip(excess + 1)).collect();
    (toast.text.replacen(name.as_str(), &shorter, 1), shorter)
}

/// `text` in `width` columns; an ellipsis stands for the end that does not fit.
fn cut(text: &str, width: u16) -> String {
    let width = usize::from(width);
    if Span::raw(text).width() <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for character in text.chars() {
        shown.push(character);
        if Span::raw(&shown).width() >= width {
            shown.pop();
            break;
        }
    }
    shown + "…"
}

/// Draws what goes on in the background at the right of `area`, one row.
pub(super) fn draw_progress(text: &str, area: Rect, buffer: &mut Buffer) {
    let line = Line::styled(format!(" {text} "), theme::BAR_DIM);
    let width = (line.width() as u16).min(area.width);
    let area = Rect { x: area.right() - width, width, ..area };
    Clear.render(area, buffer);
    line.render(area, buffer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(cut("copied: default:42", 18), "copied: default:42");
        assert_eq!(cut("copied: default:42", 17), "copied: default:…");
        assert_eq!(cut("copied", 1), "…");
        assert_eq!(cut("copied", 0), "…");
    }
}
