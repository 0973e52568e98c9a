//! The status bar: the line of text on the left, what matters now on the right; and the messages.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph, Widget};

use super::prose::{columns, cut};
use super::theme;
use crate::app::Toast;
use thinwire::Hyperlink;

/// The fewest columns that progress is worth.
const PROGRESS: u16 = 8;

/// What the status bar shows.
#[derive(Debug)]
pub struct Status<'a> {
    /// The line of text.
    pub line: &'a str,
    /// The parts of it that were changed last, as `hidden=16x10`: they are shown whatever else is left out.
    pub changed: &'a [String],
    /// Short facts, the most important first: as many as fit are shown.
    pub facts: &'a [String],
}

impl Status<'_> {
    /// Draws the bar into `area`, one row.
    pub(crate) fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let width = usize::from(area.width);
        let line = shortened(self.line, self.changed, area.width.saturating_sub(2));
        let line_width = columns(&line) + 2;
        let mut facts = String::new();
        for fact in self.facts {
            let longer = if facts.is_empty() { fact.clone() } else { format!("{facts} · {fact}") };
            if line_width + columns(&longer) + 2 > width {
                break;
            }
            facts = longer;
        }
        Clear.render(area, buffer);
        Paragraph::new(format!(" {line}")).style(theme::BAR).render(area, buffer);
        if !facts.is_empty() {
            let right = Line::styled(format!("{facts} "), theme::BAR_DIM).right_aligned();
            let covered = (right.width() as u16).min(area.width);
            let corner = Rect { x: area.right() - covered, width: covered, ..area };
            right.render(corner, buffer);
        }
    }
}

/// `line` in `width` columns. Where it is longer, an ellipsis stands for parts of it: its beginning and those that were
/// `changed` last are shown before all others.
fn shortened(line: &str, changed: &[String], width: u16) -> String {
    if columns(line) <= width.into() {
        return line.to_owned();
    }
    let parts: Vec<&str> = line.split('+').collect();
    let fits = |shown: &[bool]| columns(&joined(&parts, shown)) <= width.into();
    let new: Vec<bool> = parts.iter().map(|part| changed.iter().any(|changed| changed == part)).collect();
    let mut shown = new.clone();
    // Each part that still fits, the beginning first; the end says more than the middle.
    for index in std::iter::once(0).chain((1..parts.len()).rev()) {
        let mut more = shown.clone();
        more[index] = true;
        if fits(&more) {
            shown = more;
        }
    }
    if fits(&shown) && shown.contains(&true) {
        return joined(&parts, &shown);
    }
    // Not even what was changed fits, or the beginning alone is too long.
    let rest =
        parts.iter().zip(&new).skip_while(|(_, new)| !**new).map(|(part, _)| *part).collect::<Vec<_>>().join("+");
    if rest.is_empty() || new[0] {
        return cut(line, width);
    }
    // What stands before it is left out: that wants a sign where the rest shows none.
    if columns(&rest) < usize::from(width) { format!("…{rest}") } else { cut(&format!("{rest}+"), width) }
}

/// The parts that are shown, and an ellipsis for each run of those that are not.
fn joined(parts: &[&str], shown: &[bool]) -> String {
    let mut text: Vec<&str> = Vec::new();
    for (part, shown) in parts.iter().zip(shown) {
        if *shown {
            text.push(part);
        } else if text.last() != Some(&"…") {
            text.push("…");
        }
    }
    text.join("+")
}

/// Draws a short message at the left of `area`, one row. Returns what is left of the row, and the hyperlink in it.
pub(super) fn draw_toast(toast: &Toast, area: Rect, buffer: &mut Buffer) -> (Rect, Option<Hyperlink>) {
    let (text, name) = fitted(toast, area.width);
    let line = Line::styled(format!(" {text} "), theme::BAR_KEY);
    let covered = (line.width() as u16).min(area.width);
    let left = Rect { x: area.x + covered, width: area.width - covered, ..area };
    let area = Rect { width: covered, ..area };
    Clear.render(area, buffer);
    line.render(area, buffer);
    (left, link(toast, &text, &name, area))
}

/// Where `name` stands in the `text` of a message that begins one column right of the edge of `area`.
fn link(toast: &Toast, text: &str, name: &str, area: Rect) -> Option<Hyperlink> {
    let (_, uri) = toast.link.as_ref().filter(|_| area.height > 0 && !name.is_empty())?;
    let before = columns(text.split_once(name)?.0) as u16;
    let start = area.x.saturating_add(1 + before);
    let columns = start..start.saturating_add(columns(name) as u16).min(area.right());
    Some(Hyperlink { row: area.y, columns, uri: uri.clone() })
}

/// What the toast says and the name in it that is a hyperlink, whose front gives way where it does not all fit: the end
/// of a path says more.
fn fitted(toast: &Toast, width: u16) -> (String, String) {
    let room = width.saturating_sub(2);
    let Some((name, _)) = &toast.link else { return (cut(&toast.text, room), String::new()) };
    let excess = columns(&toast.text).saturating_sub(room.into());
    let letters = name.chars().count();
    if excess == 0 {
        return (toast.text.clone(), name.clone());
    }
    if excess + 1 >= letters {
        return (cut(&toast.text, room), String::new());
    }
    let shorter: String = std::iter::once('…').chain(name.chars().skip(excess + 1)).collect();
    (toast.text.replacen(name.as_str(), &shorter, 1), shorter)
}

/// Draws what goes on in the background at the right of `area`, one row, if there is room worth it. Returns what is left
/// of the row.
pub(super) fn draw_progress(text: &str, area: Rect, buffer: &mut Buffer) -> Rect {
    if area.width < PROGRESS {
        return area;
    }
    let line = Line::styled(format!(" {} ", cut(text, area.width - 2)), theme::BAR_DIM);
    let width = (line.width() as u16).min(area.width);
    let right = Rect { x: area.right() - width, width, ..area };
    Clear.render(right, buffer);
    line.render(right, buffer);
    Rect { width: area.width - width, ..area }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(line: &str, changed: &[&str], width: u16) -> String {
        let changed: Vec<String> = changed.iter().map(|part| (*part).to_owned()).collect();
        shortened(line, &changed, width)
    }

    #[test]
    fn a_long_line_keeps_its_beginning_and_what_was_changed() {
        const LINE: &str = "default:42+hidden=16x10+activation=sin+weights=normal:1.1+zoom=2+motion=zoom";
        assert_eq!(short(LINE, &[], 80), LINE);
        assert_eq!(short(LINE, &[], 40), "default:42+…+zoom=2+motion=zoom");
        assert_eq!(short(LINE, &["hidden=16x10"], 40), "default:42+hidden=16x10+…+motion=zoom");
        assert_eq!(short(LINE, &["weights=normal:1.1"], 40), "default:42+…+weights=normal:1.1+zoom=2+…");
        assert_eq!(short(LINE, &["activation=sin", "motion=zoom"], 26), "activation=sin+weights=no…");
        assert_eq!(short(LINE, &["weights=normal:1.1"], 12), "weights=nor…");
        assert_eq!(short("a-file-with-a-long-name.safetensors", &[], 12), "a-file-with…");
    }

    #[test]
    fn whatever_the_width_the_line_fits_and_says_what_is_left_out() {
        let line = "glossy:7+hidden=4,5,6+color=hex:ffffff,ff0000,0000ff+center=0.25/-1.5+rotation=30";
        for width in 1..100 {
            for changed in [&["color=hex:ffffff,ff0000,0000ff"][..], &["rotation=30"][..], &[] as &[&str]] {
                let shown = short(line, changed, width);
                assert!(columns(&shown) <= width.into(), "{shown} in {width}");
                assert!(shown == line || shown.contains('…'), "{shown}");
                let whole = changed.iter().all(|part| columns(part) + 4 > width.into() || shown.contains(*part));
                assert!(whole, "{shown} in {width} lacks {changed:?}");
            }
        }
    }
}
