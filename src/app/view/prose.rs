//! Text in the room that there is: wrapped, and never cut without a sign.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::theme;

/// Columns between the entries of a footer.
const GAP: usize = 2;

/// `lines` in rows of `width` columns, broken between words; a word that is longer is broken where the row ends.
pub(super) fn wrapped(lines: &[Line<'_>], width: u16) -> Vec<Line<'static>> {
    lines.iter().flat_map(|line| wrapped_line(line, usize::from(width.max(1)))).collect()
}

fn wrapped_line(line: &Line<'_>, width: usize) -> Vec<Line<'static>> {
    let mut rows: Vec<Vec<Span<'static>>> = vec![Vec::new()];
    let mut used = 0;
    for span in &line.spans {
        let style = line.style.patch(span.style);
        for piece in span.content.split_inclusive(' ').flat_map(|word| pieces(word, width)) {
            let columns = columns(piece.trim_end());
            if used > 0 && used + columns > width {
                rows.push(Vec::new());
                used = 0;
            }
            // What parts two words is not needed where a row begins.
            if used == 0 && columns == 0 {
                continue;
            }
            used += self::columns(&piece);
            if let Some(row) = rows.last_mut() {
                row.push(Span::styled(piece, style));
            }
        }
    }
    rows.into_iter().map(trimmed).collect()
}

/// A row without the space behind its last word.
fn trimmed(mut row: Vec<Span<'static>>) -> Line<'static> {
    if let Some(last) = row.pop() {
        row.push(Span::styled(last.content.trim_end().to_owned(), last.style));
    }
    Line::from(row)
}

/// A word in pieces of at most `width` columns, the space behind it not counted.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for character in word.chars() {
        let mut longer = piece.clone();
        longer.push(character);
        if character != ' ' && !piece.is_empty() && columns(&longer) > width {
            pieces.push(std::mem::take(&mut piece));
            piece.push(character);
        } else {
            piece = longer;
        }
    }
    pieces.push(piece);
    pieces
}

/// Columns that `text` takes.
pub(super) fn columns(text: &str) -> usize {
    Span::raw(text).width()
}

/// `text` in `width` columns; an ellipsis stands for the end that does not fit.
pub(super) fn cut(text: &str, width: u16) -> String {
    let width = usize::from(width);
    if columns(text) <= width {
        return text.to_owned();
    }
    if width == 0 {
        return String::new();
    }
    let mut shown = String::new();
    for character in text.chars() {
        shown.push(character);
        if columns(&shown) >= width {
            shown.pop();
            break;
        }
    }
    shown + "…"
}

/// `line` in `width` columns; an ellipsis stands for the end that does not fit.
pub(super) fn elided(line: Line<'_>, width: u16) -> Line<'_> {
    if line.width() <= width.into() {
        return line;
    }
    let (style, alignment) = (line.style, line.alignment);
    let mut room = usize::from(width);
    let mut spans = Vec::new();
    for span in line.spans {
        let wide = span.width();
        if wide < room {
            room -= wide;
            spans.push(span);
        } else {
            spans.push(Span::styled(cut(&format!("{}…", span.content), room as u16), span.style));
            break;
        }
    }
    Line { spans, style, alignment }
}

/// Writes `entries` side by side, as many as fit, the most important first; an ellipsis stands for the others.
pub(super) fn footer(entries: &[(String, Style)], area: Rect, buffer: &mut Buffer) {
    footer_line(entries, area.width.into()).render(Rect { height: area.height.min(1), ..area }, buffer);
}

/// The entries of a footer of `width` columns.
pub(super) fn footer_line(entries: &[(String, Style)], width: usize) -> Line<'static> {
    let (mut spans, mut used) = (Vec::new(), 0);
    for (index, (text, style)) in entries.iter().enumerate() {
        let gap = if index == 0 { 0 } else { GAP };
        let is_last = index + 1 == entries.len();
        // A space and the ellipsis behind it, unless nothing follows.
        let reserved = if is_last { 0 } else { 2 };
        if used + gap + columns(text) + reserved > width {
            let room = width.saturating_sub(used);
            let sign = if index == 0 { cut(text, room as u16) } else { cut(" …", room as u16) };
            spans.push(Span::styled(sign, if index == 0 { *style } else { theme::DIM }));
            break;
        }
        spans.push(Span::styled(" ".repeat(gap), theme::DIM));
        spans.push(Span::styled(text.clone(), *style));
        used += gap + columns(text);
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(rows: &[Line<'_>]) -> Vec<String> {
        rows.iter().map(|row| row.to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit_and_keep_their_styles() {
        let line = Line::from(vec![Span::styled("try: ", theme::KEY), Span::styled("a longer sentence", theme::TEXT)]);
        let rows = wrapped(&[line], 10);
        assert_eq!(texts(&rows), ["try: a", "longer", "sentence"]);
        assert_eq!((rows[0].spans[0].style, rows[2].spans[0].style), (theme::KEY, theme::TEXT));
        assert_eq!(texts(&wrapped(&[Line::raw("incomprehensible")], 6)), ["incomp", "rehens", "ible"]);
        assert_eq!(wrapped(&[Line::raw("")], 6).len(), 1);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(cut("copied: default:42", 18), "copied: default:42");
        assert_eq!(cut("copied: default:42", 17), "copied: default:…");
        assert_eq!(cut("copied", 1), "…");
        assert_eq!(cut("copied", 0), "");
        let line = Line::from(vec![Span::raw("one "), Span::raw("two "), Span::raw("three")]);
        assert_eq!(elided(line.clone(), 13).to_string(), "one two three");
        assert_eq!(elided(line.clone(), 8).to_string(), "one two…");
        assert_eq!(elided(line.clone(), 4).to_string(), "one…");
        assert_eq!(elided(line, 1).to_string(), "…");
    }

    #[test]
    fn a_footer_shows_what_matters_most_and_says_that_there_is_more() {
        let entries: Vec<_> = ["Esc leaves", "↓ PgDn", "← → pages"].map(|text| (text.to_owned(), theme::DIM)).into();
        for (width, shown) in [
            (29, "Esc leaves  ↓ PgDn  ← → pages"),
            (28, "Esc leaves  ↓ PgDn …"),
            (19, "Esc leaves …"),
            (12, "Esc leaves …"),
            (11, "Esc leaves"),
            (3, "Es…"),
        ] {
            assert_eq!(footer_line(&entries, width).to_string(), shown, "{width}");
        }
    }
}
