//! A drawn screen in ASCII, for a terminal or a locale that has nothing else in one cell.

use super::{Layers, Wanted};

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

/// The same with the nearest character of ASCII in each cell.
pub(crate) fn plain(wanted: Wanted<'_>) -> Layers {
    let mut plain = wanted.to_layers();
    plain.change(|_, cell, is_picture| {
        if !cell.symbol().is_ascii() {
            let character = cell.symbol().chars().next().map_or(' ', nearest);
            cell.set_char(character);
        }
        is_picture
    });
    plain
}

/// Swaps light and dark, for a terminal that draws without colours and dark on light.
pub fn invert(layers: &mut Layers) {
    use ratatui::style::Color;
    layers.change(|_, cell, is_picture| {
        for color in [&mut cell.fg, &mut cell.bg] {
            if let Color::Rgb(red, green, blue) = *color {
                *color = Color::Rgb(255 - red, 255 - green, 255 - blue);
            }
        }
        is_picture
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    #[test]
    fn every_cell_becomes_one_character_of_ascii() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "a×…─▀→é漢", ratatui::style::Style::new());
        let text: String = plain(Wanted::from(&buffer)).content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(text.starts_with("ax.-#>e?"), "{text}");
    }
}
