//! A screen as two layers: the text of a ratatui buffer, and the picture beneath it.
//!
//! ratatui's widgets write over anything and say so to nobody. So the picture's layer keeps what it has drawn: a cell
//! that still looks like that is the picture's, any other is text.

use std::ops::{Deref, DerefMut};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// What a screen shows. It is used as the [`Buffer`] of its text; [`glyph::draw`](super::glyph::draw) draws pictures.
///
/// Half-blocks `▀` without modifiers are a picture in a plain buffer too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    text: Buffer,
    /// By cell; empty while nothing but half-blocks is drawn.
    picture: Vec<Option<Drawn>>,
}

/// What a picture has drawn in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) symbol: char,
    /// Of the glyph, and behind it.
    pub(super) colors: [Color; 2],
}

impl Drawn {
    /// Whether `cell` still looks like this.
    fn is(self, cell: &Cell) -> bool {
        let is_symbol = || *cell.symbol() == *self.symbol.encode_utf8(&mut [0; 4]);
        self.colors == [cell.fg, cell.bg] && cell.modifier.is_empty() && is_symbol()
    }
}

impl Layers {
    /// Neither text nor picture.
    pub fn empty(area: Rect) -> Self {
        Buffer::empty(area).into()
    }

    /// Draws one cell of a picture.
    pub(super) fn draw(&mut self, position: (u16, u16), drawn: Drawn) {
        let [front, back] = drawn.colors;
        let cell = &mut self.text[position];
        cell.set_char(drawn.symbol).set_fg(front).set_bg(back).modifier = Modifier::empty();
        let index = self.text.index_of(position.0, position.1);
        self.keep(index, Some(drawn));
    }

    /// Changes every cell. `change` is given its place and whether it is the picture's, and returns whether it is that
    /// afterwards, too.
    pub(crate) fn change(&mut self, mut change: impl FnMut((u16, u16), &mut Cell, bool) -> bool) {
        for index in 0..self.text.content.len() {
            let (position, is_picture) = (self.text.pos_of(index), self.is_picture(index));
            let cell = &mut self.text.content[index];
            let stays = change(position, cell, is_picture) && cell.modifier.is_empty();
            let symbol = cell.symbol().chars().next().filter(|_| stays);
            let colors = [cell.fg, cell.bg];
            if is_picture || stays {
                self.keep(index, symbol.map(|symbol| Drawn { symbol, colors }));
            }
        }
    }

    fn keep(&mut self, index: usize, drawn: Option<Drawn>) {
        if self.picture.is_empty() {
            self.picture.resize(self.text.content.len(), None);
        }
        self.picture[index] = drawn;
    }

    /// Whether the cell `index` shows what the picture has drawn there.
    pub(super) fn is_picture(&self, index: usize) -> bool {
        Wanted::from(self).is_picture(index)
    }
}

impl From<Buffer> for Layers {
    fn from(text: Buffer) -> Self {
        Self { text, picture: Vec::new() }
    }
}

impl Deref for Layers {
    type Target = Buffer;

    fn deref(&self) -> &Buffer {
        &self.text
    }
}

impl DerefMut for Layers {
    fn deref_mut(&mut self) -> &mut Buffer {
        &mut self.text
    }
}

/// What is to be shown: [`Layers`], or a buffer of text and half-blocks.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub(crate) text: &'a Buffer,
    picture: &'a [Option<Drawn>],
}

impl Wanted<'_> {
    /// Whether the cell `index` shows what a picture has drawn there.
    pub(crate) fn is_picture(&self, index: usize) -> bool {
        let drawn = self.picture.get(index).copied().flatten();
        drawn.is_some_and(|drawn| drawn.is(&self.text.content[index]))
    }

    /// The same, to be changed.
    pub(crate) fn to_layers(self) -> Layers {
        Layers { text: self.text.clone(), picture: self.picture.to_vec() }
    }
}

impl<'a> From<&'a Buffer> for Wanted<'a> {
    fn from(text: &'a Buffer) -> Self {
        Self { text, picture: &[] }
    }
}

impl<'a> From<&'a Layers> for Wanted<'a> {
    fn from(layers: &'a Layers) -> Self {
        Self { text: &layers.text, picture: &layers.picture }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn layers() -> Layers {
        let mut layers = Layers::empty(Rect::new(0, 0, 4, 1));
        let drawn = Drawn { symbol: 'x', colors: [Color::Rgb(200, 80, 0), Color::Rgb(0, 40, 90)] };
        (0..3).for_each(|x| layers.draw((x, 0), drawn));
        layers
    }

    fn owned(layers: &Layers) -> [bool; 4] {
        [0, 1, 2, 3].map(|index| layers.is_picture(index))
    }

    #[test]
    fn what_is_written_over_a_picture_is_text() {
        let mut layers = layers();
        layers.set_string(1, 0, "x", Style::new().fg(Color::White));
        layers[(2, 0)].modifier.insert(Modifier::BOLD);
        assert_eq!(owned(&layers), [true, false, false, false]);
    }

    #[test]
    fn hidden_text_is_no_picture() {
        let mut layers = layers();
        layers.set_string(0, 0, "abcd", Style::new().add_modifier(Modifier::HIDDEN));
        assert_eq!(owned(&layers), [false; 4]);
    }

    #[test]
    fn a_picture_in_other_colours_is_still_one() {
        let mut layers = layers();
        layers.change(|position, cell, is_picture| {
            cell.set_fg(Color::White);
            is_picture && position.0 > 0
        });
        assert_eq!(owned(&layers), [false, true, true, false]);
    }
}
