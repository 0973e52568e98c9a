//! The terminal's pen: where the cursor stands, which colours are set, and the shortest way to others.

use std::io::Write as _;

use ratatui::style::Modifier;

use super::grid::{Cell, CellGrid, Kind, PICTURE, Paint};

/// What the terminal would write with now. `None`: not known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pen {
    position: Option<(usize, usize)>,
    style: Option<Style>,
    /// Where what is written leads: a cell's mark.
    link: u8,
    /// Whether the terminal knows REP, which writes the last character again.
    repeats: bool,
    run: Option<Repetition>,
}

/// The same character written again and again, with nothing in between.
#[derive(Clone, Copy, Debug)]
struct Repetition {
    /// Where in the output the first one begins, and where all of it ends.
    start: usize,
    end: usize,
    /// Bytes of the character, and times that it was written after the first.
    length: usize,
    count: usize,
}

/// Bytes of REP for most runs.
pub(super) const REPEAT: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    foreground: Paint,
    background: Paint,
    modifiers: u16,
}

const PLAIN: Style = Style { foreground: Paint::DEFAULT, background: Paint::DEFAULT, modifiers: 0 };

impl Pen {
    /// Lets runs be written by REP, or not.
    pub(super) fn set_repeats(&mut self, repeats: bool) {
        self.repeats = repeats;
    }

    /// Whether runs are written by REP.
    pub(super) const fn repeats(&self) -> bool {
        self.repeats
    }

    /// Begins another output: what was written before is out of reach.
    pub(super) fn begin(&mut self) {
        self.run = None;
    }

    /// Clears the terminal to its own colours.
    pub(super) fn clear(&mut self, out: &mut Vec<u8>) {
        out.extend(b"\x1b[m\x1b[2J");
        self.style = Some(PLAIN);
        self.position = None;
    }

    /// Foreground and background, if they are known and nothing else is set.
    pub(super) fn paints(&self) -> Option<[Paint; 2]> {
        self.style.filter(|style| style.modifiers == 0).map(|style| [style.foreground, style.background])
    }

    /// Moves to a cell, counted from 0.
    pub(super) fn move_to(&mut self, column: usize, row: usize, out: &mut Vec<u8>) {
        match self.position {
            Some(position) if position == (column, row) => return,
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
    pub(super) fn draw(&mut self, cell: &Cell, grid: &CellGrid, out: &mut Vec<u8>) {
        self.set(self.style_of(cell), out);
        if cell.link != self.link {
            let uri = if cell.link == 0 { "" } else { &grid.uri };
            _ = write!(out, "\x1b]8;;{uri}\x1b\\");
            self.link = cell.link;
        }
        let start = out.len();
        grid.write_symbol(cell, out);
        if cell.width() == 1 {
            self.repeat(start, out);
        }
        self.advance(usize::from(cell.width().max(1)), grid.columns);
    }

    /// Ends the hyperlink that is open.
    pub(super) fn end_link(&mut self, out: &mut Vec<u8>) {
        if std::mem::take(&mut self.link) != 0 {
            out.extend(b"\x1b]8;;\x1b\\");
        }
    }

    /// Writes one glyph in the given colours; `None` leaves a colour that the glyph does not show.
    pub(super) fn glyph(
        &mut self,
        glyph: char,
        foreground: Option<Paint>,
        background: Option<Paint>,
        columns: usize,
        out: &mut Vec<u8>,
    ) {
        let [old_foreground, old_background] = self.paints().unwrap_or([Paint::DEFAULT; 2]);
        let style = Style {
            foreground: foreground.unwrap_or(old_foreground),
            background: background.unwrap_or(old_background),
            modifiers: 0,
        };
        self.set(style, out);
        let start = out.len();
        // A copy of a fixed length is a single move.
        let mut bytes = [0; 4];
        let length = glyph.encode_utf8(&mut bytes).len();
        out.extend_from_slice(&bytes);
        out.truncate(start + length);
        self.repeat(start, out);
        self.advance(1, columns);
    }

    /// A blank shows neither its ink nor its weight, so that both may stay as they are.
    fn style_of(&self, cell: &Cell) -> Style {
        let modifiers = cell.modifiers & !PICTURE;
        let style = Style { foreground: cell.foreground, background: cell.background, modifiers };
        match self.style {
            Some(set) if cell.is_blank() && set.modifiers & SEEN_ON_BLANKS.bits() == 0 => {
                Style { background: cell.background, ..set }
            }
            _ => style,
        }
    }

    /// The character from `start` on was written: again as REP, where it was the last one too and that is shorter.
    fn repeat(&mut self, start: usize, out: &mut Vec<u8>) {
        if !self.repeats {
            return;
        }
        let length = out.len() - start;
        let run = self.run.filter(|run| run.end == start && run.length == length);
        let Some(run) = run.filter(|run| out[run.start..run.start + length] == out[start..]) else {
            self.run = Some(Repetition { start, end: out.len(), length, count: 0 });
            return;
        };
        let count = run.count + 1;
        let digits = count.ilog10() as usize + 1;
        if 3 + digits < count * length {
            out.truncate(run.start + length);
            _ = write!(out, "\x1b[{count}b");
        }
        self.run = Some(Repetition { end: out.len(), count, ..run });
    }

    /// In the last column terminals differ on where the cursor is then.
    fn advance(&mut self, width: usize, columns: usize) {
        self.position =
            self.position.map(|(column, row)| (column + width, row)).filter(|(column, _)| *column < columns);
    }

    fn set(&mut self, wanted: Style, out: &mut Vec<u8>) {
        if self.style == Some(wanted) {
            return;
        }
        let mut sequence = SgrSequence::begin(out);
        let from = match self.style {
            Some(style) if style.modifiers & !wanted.modifiers == 0 => style,
            _ => {
                sequence.extend(b"0;");
                PLAIN
            }
        };
        let added = wanted.modifiers & !from.modifiers;
        if added != 0 {
            for (modifier, code) in MODIFIERS {
                if added & modifier.bits() != 0 {
                    sequence.extend(&[code, b';']);
                }
            }
        }
        if wanted.foreground != from.foreground {
            sequence.paint(b'3', wanted.foreground);
        }
        if wanted.background != from.background {
            sequence.paint(b'4', wanted.background);
        }
        sequence.finish();
        self.style = Some(wanted);
    }
}

/// What shows where no glyph is.
const SEEN_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT).union(Modifier::SLOW_BLINK);

const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, b'1'),
    (Modifier::DIM, b'2'),
    (Modifier::ITALIC, b'3'),
    (Modifier::UNDERLINED, b'4'),
    (Modifier::SLOW_BLINK, b'5'),
    (Modifier::RAPID_BLINK, b'6'),
    (Modifier::REVERSED, b'7'),
    (Modifier::HIDDEN, b'8'),
    (Modifier::CROSSED_OUT, b'9'),
];

/// Bytes that setting a colour takes, separator included.
pub(super) fn paint_cost(paint: Paint) -> usize {
    match paint.kind() {
        Kind::Default | Kind::Indexed(0..=7) => 3,
        Kind::Indexed(8..=15) => 4,
        Kind::Indexed(index) => 5 + usize::from(DECIMALS[usize::from(index)].1),
        Kind::Rgb(rgb) => 5 + rgb.iter().map(|&value| usize::from(DECIMALS[usize::from(value)].1)).sum::<usize>(),
    }
}

/// Each number in decimal with `;` behind it, and the length of that.
const DECIMALS: [([u8; 4], u8); 256] = {
    let mut table = [([b';'; 4], 2); 256];
    let mut value = 0;
    while value < 256 {
        let [hundreds, tens, ones] =
            [b'0' + (value / 100) as u8, b'0' + (value / 10 % 10) as u8, b'0' + (value % 10) as u8];
        table[value] = match value {
            0..=9 => ([ones, b';', b';', b';'], 2),
            10..=99 => ([tens, ones, b';', b';'], 3),
            _ => ([hundreds, tens, ones, b';'], 4),
        };
        value += 1;
    }
    table
};

/// An SGR sequence in the making, at the end of an output.
struct SgrSequence<'a> {
    out: &'a mut Vec<u8>,
    length: usize,
}

/// A reset, nine modifiers and two colours fit.
const LONGEST: usize = 64;

impl<'a> SgrSequence<'a> {
    fn begin(out: &'a mut Vec<u8>) -> Self {
        let length = out.len() + 2;
        out.extend_from_slice(b"\x1b[");
        out.extend_from_slice(&[0; LONGEST]);
        Self { out, length }
    }

    fn extend(&mut self, bytes: &[u8]) {
        self.out[self.length..self.length + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len();
    }

    fn number(&mut self, value: u8) {
        let (digits, length) = DECIMALS[usize::from(value)];
        self.out[self.length..self.length + 4].copy_from_slice(&digits);
        self.length += usize::from(length);
    }

    /// `layer` is `3` for the glyph, `4` for what is behind it.
    fn paint(&mut self, layer: u8, paint: Paint) {
        match paint.kind() {
            Kind::Default => self.extend(&[layer, b'9', b';']),
            Kind::Indexed(index @ 0..=7) => self.extend(&[layer, b'0' + index, b';']),
            Kind::Indexed(index @ 8..=15) if layer == b'3' => self.extend(&[b'9', b'0' + index - 8, b';']),
            Kind::Indexed(index @ 8..=15) => self.extend(&[b'1', b'0', b'0' + index - 8, b';']),
            Kind::Indexed(index) => {
                self.extend(&[layer, b'8', b';', b'5', b';']);
                self.number(index);
            }
            Kind::Rgb(rgb) => {
                self.extend(&[layer, b'8', b';', b'2', b';']);
                rgb.into_iter().for_each(|value| self.number(value));
            }
        }
    }

    /// The last separator becomes the final byte.
    fn finish(self) {
        self.out[self.length - 1] = b'm';
        self.out.truncate(self.length);
    }
}
