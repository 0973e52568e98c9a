//! The terminal's pen: where the cursor stands, which colours are set, and the shortest way to others.

use std::io::Write as _;

use ratatui::style::Modifier;

use super::grid::{Cell, Grid, Kind, Paint};

/// What the terminal would write with now. `None`: not known.
#[derive(Clone, Debug, Default)]
pub(super) struct Pen {
    position: Option<(usize, usize)>,
    style: Option<Style>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    foreground: Paint,
    background: Paint,
    modifiers: u16,
}

const PLAIN: Style = Style { foreground: Paint::DEFAULT, background: Paint::DEFAULT, modifiers: 0 };

impl Pen {
    /// Clears the terminal to its own colours.
    pub(super) fn clear(&mut self, out: &mut Vec<u8>) {
        out.extend(b"\x1b[m\x1b[2J");
        self.style = Some(PLAIN);
        self.position = None;
    }

    /// Moves to a cell, counted from 0, of a grid that is `columns` wide.
    pub(super) fn move_to(&mut self, column: usize, row: usize, out: &mut Vec<u8>) {
        match self.position {
            Some(position) if position == (column, row) => {}
            Some((from, here)) if here == row && column > from => match column - from {
                1 => out.extend(b"\x1b[C"),
                distance => _ = write!(out, "\x1b[{distance}C"),
            },
            Some((_, above)) if column == 0 && row == above + 1 => out.extend(b"\r\n"),
            _ => match (column, row) {
                (0, 0) => out.extend(b"\x1b[H"),
                (0, _) => _ = write!(out, "\x1b[{}H", row + 1),
                _ => _ = write!(out, "\x1b[{};{}H", row + 1, column + 1),
            },
        }
        self.position = Some((column, row));
    }

    /// Writes a cell of `grid` at the cursor.
    pub(super) fn draw(&mut self, cell: &Cell, grid: &Grid, out: &mut Vec<u8>) {
        self.set_style(
            Style { foreground: cell.foreground, background: cell.background, modifiers: cell.modifiers },
            out,
        );
        grid.write_symbol(cell, out);
        // In the last column terminals differ on where the cursor is.
        self.position = self
            .position
            .map(|(column, row)| (column + usize::from(cell.width().max(1)), row))
            .filter(|(column, _)| *column < grid.columns);
    }

    fn set_style(&mut self, wanted: Style, out: &mut Vec<u8>) {
        if self.style == Some(wanted) {
            return;
        }
        out.extend(b"\x1b[");
        let mut separator = false;
        let mut from = self.style;
        if from.is_none_or(|style| style.modifiers & !wanted.modifiers != 0) {
            out.push(b'0');
            separator = true;
            from = Some(PLAIN);
        }
        let from = from.unwrap_or(PLAIN);
        for (modifier, code) in MODIFIERS {
            if wanted.modifiers & !from.modifiers & modifier.bits() != 0 {
                separate(&mut separator, out);
                out.push(code);
            }
        }
        for (layer, paint, before) in [(3, wanted.foreground, from.foreground), (4, wanted.background, from.background)]
        {
            if paint != before {
                separate(&mut separator, out);
                write_paint(layer, paint, out);
            }
        }
        out.push(b'm');
        self.style = Some(wanted);
    }
}

const MODIFIERS: [(Modifier, u8); 8] = [
    (Modifier::BOLD, b'1'),
    (Modifier::DIM, b'2'),
    (Modifier::ITALIC, b'3'),
    (Modifier::UNDERLINED, b'4'),
    (Modifier::SLOW_BLINK, b'5'),
    (Modifier::RAPID_BLINK, b'6'),
    (Modifier::REVERSED, b'7'),
    (Modifier::CROSSED_OUT, b'9'),
];

fn separate(separator: &mut bool, out: &mut Vec<u8>) {
    if *separator {
        out.push(b';');
    }
    *separator = true;
}

/// `layer` 3 is the text, 4 what is behind it.
fn write_paint(layer: u8, paint: Paint, out: &mut Vec<u8>) {
    _ = match paint.kind() {
        Kind::Default => write!(out, "{layer}9"),
        Kind::Indexed(index @ 0..=7) => write!(out, "{layer}{index}"),
        Kind::Indexed(index @ 8..=15) => write!(out, "{}{}", layer + 6, index - 8),
        Kind::Indexed(index) => write!(out, "{layer}8;5;{index}"),
        Kind::Rgb([red, green, blue]) => write!(out, "{layer}8;2;{red};{green};{blue}"),
    };
}
