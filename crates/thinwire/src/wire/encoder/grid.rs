//! A grid of cells in a form that is cheap to compare: sixteen bytes a cell.

use ratatui::buffer::CellWidth;
use ratatui::style::{Color, Modifier};

use crate::cells::Wanted;
use crate::cells::glyph::mosaic::Coverage;
use crate::wire::hyperlink::Hyperlink;
use color::{nearest_ansi, nearest_xterm, xterm};

/// A colour as a terminal is asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint(u32);

impl Paint {
    /// What the terminal uses unasked.
    pub(super) const DEFAULT: Self = Self(2 << 24);

    /// A colour of 8 bits a channel.
    pub(super) const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self(u32::from_be_bytes([0, red, green, blue]))
    }

    /// A palette entry.
    pub(super) const fn indexed(index: u8) -> Self {
        Self(1 << 24 | index as u32)
    }

    /// The colour nearest to `rgb` among those that are named as this one is.
    pub(super) fn nearest(self, rgb: [u8; 3]) -> Self {
        match self.kind() {
            Kind::Rgb(_) | Kind::Default => Self::rgb(rgb[0], rgb[1], rgb[2]),
            Kind::Indexed(0..=15) => Self::indexed(nearest_ansi(rgb)),
            Kind::Indexed(_) => Self::indexed(nearest_xterm(rgb)),
        }
    }

    /// What it looks like, unless only the terminal knows.
    pub(super) fn look(self) -> Option<[u8; 3]> {
        match self.kind() {
            Kind::Rgb(rgb) => Some(rgb),
            Kind::Indexed(index) => Some(xterm(index)),
            Kind::Default => None,
        }
    }

    /// What it stands for.
    pub(super) const fn kind(self) -> Kind {
        match self.0.to_be_bytes() {
            [0, red, green, blue] => Kind::Rgb([red, green, blue]),
            [1, _, _, index] => Kind::Indexed(index),
            _ => Kind::Default,
        }
    }
}

/// The three ways to name a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// 8 bits a channel.
    Rgb([u8; 3]),
    /// One of 256.
    Indexed(u8),
    /// The terminal's own.
    Default,
}

impl From<Color> for Paint {
    fn from(color: Color) -> Self {
        match color {
            Color::Reset => Self::DEFAULT,
            Color::Rgb(red, green, blue) => Self::rgb(red, green, blue),
            Color::Indexed(index) => Self::indexed(index),
            Color::Black => Self::indexed(0),
            Color::Red => Self::indexed(1),
            Color::Green => Self::indexed(2),
            Color::Yellow => Self::indexed(3),
            Color::Blue => Self::indexed(4),
            Color::Magenta => Self::indexed(5),
            Color::Cyan => Self::indexed(6),
            Color::Gray => Self::indexed(7),
            Color::DarkGray => Self::indexed(8),
            Color::LightRed => Self::indexed(9),
            Color::LightGreen => Self::indexed(10),
            Color::LightYellow => Self::indexed(11),
            Color::LightBlue => Self::indexed(12),
            Color::LightMagenta => Self::indexed(13),
            Color::LightCyan => Self::indexed(14),
            Color::White => Self::indexed(15),
        }
    }
}

/// Marks a symbol of several characters: the other bits are a hash of it, equal in every grid.
const LONGER: u32 = 1 << 31;

/// FNV-1a.
fn hash(text: &str) -> u32 {
    LONGER | text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Marks a cell of a picture, whose symbol might as well be text: a bit that no `Modifier` has.
pub(super) const PICTURE: u16 = 1 << 15;

/// One character cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    symbol: u32,
    /// Colour of the glyph.
    pub(super) foreground: Paint,
    /// Colour behind the glyph.
    pub(super) background: Paint,
    /// The bits of ratatui's `Modifier`, or [`PICTURE`].
    pub(super) modifiers: u16,
    /// Distinguishes hyperlinks; 0 is none.
    pub(super) link: u8,
    width: u8,
}

/// Equal to no wanted cell.
pub(super) const UNKNOWN: Cell = Cell { symbol: u32::MAX, ..BLANK };

/// A cell of a terminal that was cleared.
pub(super) const BLANK: Cell = Cell {
    symbol: ' ' as u32,
    foreground: Paint::DEFAULT,
    background: Paint::DEFAULT,
    modifiers: 0,
    link: 0,
    width: 1,
};

impl Cell {
    /// Two pixels, one above the other.
    pub(super) const fn halves([top, bottom]: [Paint; 2]) -> Self {
        Self { symbol: '▀' as u32, foreground: top, background: bottom, ..BLANK }
    }

    /// The two pixels, if the cell is nothing but those: `▀` without modifiers, as the grid keeps `▄` and `█` too.
    pub(super) fn as_halves(&self) -> Option<[Paint; 2]> {
        (self.symbol == '▀' as u32 && self.modifiers == 0 && self.is_colored())
            .then_some([self.foreground, self.background])
    }

    /// Whether the cell is part of the picture and may be shown later or coarser, unlike text. A bar's eighths are
    /// text: no coarser form is known of them.
    pub(super) fn is_picture(&self) -> bool {
        self.modifiers == PICTURE || self.modifiers == 0 && self.is_mosaic()
    }

    /// Whether it is known which parts of the cell the glyph covers, whatever the colours.
    fn is_mosaic(&self) -> bool {
        self.symbol == '▀' as u32 || char::from_u32(self.symbol).and_then(Coverage::of).is_some()
    }

    /// What the glyph covers of a cell of two colours; `None` where the cell is something else.
    pub(super) fn coverage(&self) -> Option<Coverage> {
        let symbol = char::from_u32(self.symbol).filter(|symbol| is_block(*symbol))?;
        Coverage::of(symbol).filter(|_| self.modifiers == 0 && self.is_colored())
    }

    /// Whether the paints say that glyph and background differ: the terminal's own two do not.
    fn is_colored(&self) -> bool {
        self.foreground != Paint::DEFAULT && self.background != Paint::DEFAULT
    }

    /// Looks the same with the colours exchanged; `None` where no glyph covers the rest of the cell.
    pub(super) fn inverse(&self) -> Option<Self> {
        self.coverage()?;
        let own = char::from_u32(self.symbol)?;
        let inverse = Coverage::inverse(own)?;
        // What every font has, as a bar's `▂`, never becomes what few have.
        let known = |symbol| matches!(symbol, '\u{2580}'..='\u{259f}');
        if known(own) && !known(inverse) {
            return None;
        }
        let symbol = inverse.into();
        Some(Self { symbol, foreground: self.background, background: self.foreground, ..*self })
    }

    /// Whether nothing but the background shows.
    pub(super) fn is_blank(&self) -> bool {
        self.symbol == ' ' as u32 && self.modifiers & !Modifier::BOLD.bits() == 0
    }

    /// Columns that the symbol takes, 0 for what is covered by a wide neighbour on the left.
    pub(super) const fn width(&self) -> u8 {
        self.width
    }

    /// Whether both show the same glyph, whatever the colours.
    pub(super) const fn same_glyph(&self, other: &Self) -> bool {
        self.symbol == other.symbol && self.modifiers == other.modifiers
    }

    /// The one form of all that look the same, so that pictures compare equal however they are written: `█` is a
    /// `▀` too, and other blocks cover the top left.
    pub(super) fn canonical(self) -> Self {
        match char::from_u32(self.symbol) {
            Some('▀') => self,
            Some('█') if self.modifiers == 0 && self.is_colored() => Self::halves([self.foreground; 2]),
            _ if self.coverage().is_some_and(|coverage| !coverage.is_upright()) => self.inverse().unwrap_or(self),
            _ => self,
        }
    }
}

/// Rows of cells.
#[derive(Clone, Debug, Default)]
pub(super) struct CellGrid {
    /// Cells across.
    pub(super) columns: usize,
    /// Cells down.
    pub(super) rows: usize,
    /// Row by row from the top.
    pub(super) cells: Vec<Cell>,
    /// Of a wanted grid: where the cells are that are not part of the picture.
    pub(super) text: Vec<usize>,
    longer: Vec<(u32, String)>,
    /// Where the cells with a link lead.
    pub(super) uri: String,
}

impl CellGrid {
    /// What a terminal shows after it was cleared.
    pub(super) fn blank(columns: usize, rows: usize) -> Self {
        Self { columns, rows, cells: vec![BLANK; columns * rows], ..Self::default() }
    }

    /// Puts the hyperlink `link` on its cells.
    pub(super) fn link(&mut self, link: &Hyperlink) {
        let row = usize::from(link.row) * self.columns;
        let columns = usize::from(link.columns.start)..usize::from(link.columns.end).min(self.columns);
        // Another place is another mark, so that the same letters are written again.
        let mark = (hash(&link.uri) % u32::from(u8::MAX)) as u8 + 1;
        for cell in self.cells.iter_mut().skip(row + columns.start).take(columns.len()) {
            cell.link = mark;
        }
        self.uri.clone_from(&link.uri);
    }

    /// Appends the symbol of one of this grid's cells to `out`.
    pub(super) fn write_symbol(&self, cell: &Cell, out: &mut Vec<u8>) {
        match char::from_u32(cell.symbol) {
            Some(character) => out.extend(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {
                let found = self.longer.iter().find(|(hash, _)| *hash == cell.symbol);
                out.extend(found.map_or(" ", |(_, text)| text).bytes());
            }
        }
    }
}

impl From<Wanted<'_>> for CellGrid {
    fn from(wanted: Wanted<'_>) -> Self {
        let buffer = wanted.text;
        let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
        let mut grid = Self { columns, rows, cells: Vec::with_capacity(columns * rows), ..Self::default() };
        let mut covered = 0;
        for (index, cell) in buffer.content.iter().enumerate() {
            if index % columns == 0 {
                covered = 0;
            }
            // Nearly all cells of a picture need no look at what else a symbol may be.
            let (cell, width) = if cell.symbol() == "▀" && covered == 0 {
                let modifiers = cell.modifier.bits();
                (Cell { modifiers, ..Cell::halves([cell.fg.into(), cell.bg.into()]) }, 1)
            } else {
                let mut symbol = cell.symbol().chars();
                let (first, longer) = (symbol.next().unwrap_or(' '), symbol.next().is_some());
                let width = if first.is_ascii() && !longer || is_block(first) { 1 } else { cell.cell_width() };
                let symbol = if longer {
                    grid.longer.push((hash(cell.symbol()), cell.symbol().to_owned()));
                    hash(cell.symbol())
                } else {
                    u32::from(first)
                };
                let cell = Cell {
                    symbol,
                    foreground: cell.fg.into(),
                    background: cell.bg.into(),
                    modifiers: if !is_block(first) && wanted.is_picture(index) {
                        PICTURE
                    } else {
                        cell.modifier.bits()
                    },
                    link: 0,
                    width: if covered > 0 { 0 } else { width as u8 },
                };
                (cell.canonical(), width)
            };
            if !cell.is_picture() {
                grid.text.push(index);
            }
            grid.cells.push(cell);
            covered = if covered > 0 { covered - 1 } else { width.saturating_sub(1) };
        }
        grid
    }
}

/// Block Elements, and of Symbols for Legacy Computing and its Supplement the sextants and all that octants need.
const fn is_block(character: char) -> bool {
    matches!(character,
        '\u{2580}'..='\u{259f}'
        | '\u{1fb00}'..='\u{1fb3b}' | '\u{1fb82}' | '\u{1fb85}' | '\u{1fbe6}' | '\u{1fbe7}'
        | '\u{1cd00}'..='\u{1cde5}' | '\u{1cea0}' | '\u{1cea3}' | '\u{1cea8}' | '\u{1ceab}')
}
