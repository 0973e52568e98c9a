//! What an independent terminal shows, in a form that can be compared. The fuzz target `encoder_roundtrip` uses it too.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// Glyph, foreground, background, bold; `▄` and `█` as the `▀` that looks the same, without what cannot be seen.
pub type ShownCell = (char, Option<[u8; 3]>, Option<[u8; 3]>, bool);

fn seen(glyph: char, foreground: Option<[u8; 3]>, background: Option<[u8; 3]>, bold: bool) -> ShownCell {
    match glyph {
        '▄' => ('▀', background, foreground, bold),
        '█' => ('▀', foreground, foreground, bold),
        ' ' => ('▀', background, background, false),
        _ => (glyph, foreground, background, bold),
    }
}

/// What the terminal shows.
pub fn shown(terminal: &avt::Terminal) -> Vec<ShownCell> {
    let rgb = |color: Option<avt::Color>| match color {
        Some(avt::Color::RGB(rgb)) => Some([rgb.r, rgb.g, rgb.b]),
        _ => None,
    };
    let lines = terminal.screen().visible_lines().flat_map(|line| line.cells().to_vec());
    lines
        .map(|cell| seen(cell.char(), rgb(cell.pen().foreground()), rgb(cell.pen().background()), cell.pen().is_bold()))
        .collect()
}

/// What shows `buffer`.
pub fn wanted(buffer: &Buffer) -> Vec<ShownCell> {
    let rgb = |color| match color {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        _ => None,
    };
    let cells = buffer.content.iter();
    cells
        .map(|cell| {
            let glyph = cell.symbol().chars().next().unwrap_or(' ');
            seen(glyph, rgb(cell.fg), rgb(cell.bg), cell.modifier.contains(Modifier::BOLD))
        })
        .collect()
}
