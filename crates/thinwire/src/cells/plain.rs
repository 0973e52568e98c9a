//! A drawn screen in ASCII, for a terminal or a locale that has nothing else in one cell.

use ratatui::buffer::Buffer;

/// What a character looks like most, among those of ASCII.
fn nearest(character: char) -> char {
    match character {
        ' '..='~' => character,
        '─' | '━' | '–' | '—' | '−' | '╌' | '┄' => '-',
        '│' | '┃' | '╎' | '┆' => '|',
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╭' | '╮' | '╰' | '╯' => '+',
        '×' => 'x',
        '·' | '…' => '.',
        '•' | '●' | '◆' | '■' => '*',
        '○' | '◯' => 'o',
        '→' | '▶' => '>',
        '←' | '◀' => '<',
        '↑' | '▲' => '^',
        '↓' | '▼' => 'v',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        'ä' | 'á' | 'à' => 'a',
        'é' | 'è' => 'e',
        'ö' | 'ó' => 'o',
        'ü' | 'ú' => 'u',
        '░' => '.',
        '▒' => '+',
        '▀'..='▟' => '#',
        _ => '?',
    }
}

/// `buffer` with the nearest character of ASCII in each cell.
pub(crate) fn plain(buffer: &Buffer) -> Buffer {
    let mut plain = buffer.clone();
    for cell in plain.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
        let character = cell.symbol().chars().next().map_or(' ', nearest);
        cell.set_char(character);
    }
    plain
}

/// Swaps light and dark, for a terminal that draws without colours and dark on light.
pub fn invert(buffer: &mut Buffer) {
    use ratatui::style::Color;
    for cell in &mut buffer.content {
        for color in [&mut cell.fg, &mut cell.bg] {
            if let Color::Rgb(red, green, blue) = *color {
                *color = Color::Rgb(255 - red, 255 - green, 255 - blue);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn every_cell_becomes_one_character_of_ascii() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "a×…─▀→é漢", ratatui::style::Style::new());
        let text: String = plain(&buffer).content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(text.starts_with("ax.-#>e?"), "{text}");
    }
}
