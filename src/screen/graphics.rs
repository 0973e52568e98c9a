//! The picture as an image, where the terminal draws images: what it can do, how large an image may be, and what
//! it shows.

mod kitty;
mod sixel;
mod sizing;

use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::glyph::Glyphs;
use super::multiplexer::Multiplexer;
use super::probe::Reply;
use crate::painter::Frame;

use sizing::Sizing;

pub(super) use kitty::DELETE;

/// Whether an image of one pixel could be shown (the kitty protocol; it is not), how large a cell is, and what the
/// terminal can do at all, which every one answers, so that no answer to the first is known to be one.
const QUERIES: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c";
/// The attribute of a terminal that draws sixels (DA1).
const SIXEL: u32 = 4;
/// A cell in pixels where the terminal does not tell.
const USUAL_CELL: [u16; 2] = [8, 16];

/// A picture that is to be shown as an image.
#[derive(Clone, Copy, Debug)]
pub struct Image<'a> {
    /// Its pixels; they are scaled to the area.
    pub frame: &'a Frame,
    /// The cells that it fills.
    pub area: Rect,
    /// [`Glyphs::Kitty`] or [`Glyphs::Sixel`].
    pub protocol: Glyphs,
    /// Another number for other pixels.
    pub number: u64,
}

/// What the terminal has, as far as it has told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Support {
    asked: bool,
    kitty: bool,
    sixel: bool,
    settled: bool,
    cell: Option<[u16; 2]>,
}

impl Support {
    /// Nothing is known. Multiplexers are not asked: they pass on what they do not draw.
    pub(super) fn new(through: Option<Multiplexer>) -> Self {
        let term = std::env::var("TERM").unwrap_or_default();
        let multiplexed = through.is_some() || ["tmux", "screen"].iter().any(|name| term.starts_with(name));
        let asked = !multiplexed && !matches!(term.as_str(), "" | "dumb" | "linux");
        Self { asked, kitty: false, sixel: false, settled: !asked, cell: None }
    }

    pub(super) const fn queries(self) -> &'static [u8] {
        if self.asked { QUERIES } else { b"" }
    }

    /// Takes an answer.
    pub(super) fn learn(&mut self, reply: &Reply) {
        match reply {
            Reply::Graphics(text) if self.asked => self.kitty |= text == "i=31;OK",
            Reply::Window { kind: 6, height, width } => {
                let side = |pixels: u32| u16::try_from(pixels).ok().filter(|side| (1..=256).contains(side));
                self.cell = side(*width).zip(side(*height)).map(|(width, height)| [width, height]);
            }
            Reply::PrimaryAttributes(attributes) => {
                self.sixel |= self.asked && attributes.contains(&SIXEL);
                self.settled = true;
            }
            _ => {}
        }
    }

    /// Whether the terminal has said all that it will.
    pub(super) const fn is_settled(self) -> bool {
        self.settled
    }

    /// Whether pictures can be shown in this way.
    pub(super) const fn has(self, glyphs: Glyphs) -> bool {
        match glyphs {
            Glyphs::Kitty => self.kitty,
            Glyphs::Sixel => self.sixel,
            _ => true,
        }
    }
}

/// What images are shown, and how large the next one should be.
#[derive(Debug)]
pub(super) struct Images {
    shown: Option<(Glyphs, Rect, u64)>,
    /// Of the two numbers that images have in turn, the second.
    turn: bool,
    /// Something was written over the image.
    stale: bool,
    kitty: Sizing,
    sixel: Sizing,
}

impl Default for Images {
    fn default() -> Self {
        Self {
            shown: None,
            turn: false,
            stale: false,
            kitty: Sizing::new(Glyphs::Kitty),
            sixel: Sizing::new(Glyphs::Sixel),
        }
    }
}

impl Images {
    /// Nothing is shown any more.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }

    /// Whether `image` is what is shown.
    pub(super) fn shows(&self, image: &Image<'_>) -> bool {
        !self.stale && self.shown == Some((image.protocol, image.area, image.number))
    }

    /// Text was written: over an image of sixels, which it replaces.
    pub(super) fn written_over(&mut self) {
        self.stale |= matches!(self.shown, Some((Glyphs::Sixel, ..)));
    }

    /// Where nothing of the image that is shown is to stay, appends what takes it away. Returns the cells that hide
    /// what is left of it when they are written.
    pub(super) fn leave(&mut self, next: Option<&Image<'_>>, out: &mut Vec<u8>) -> Option<Rect> {
        let (protocol, area, _) = self.shown?;
        let stays = next.is_some_and(|next| (next.protocol, next.area) == (protocol, area));
        match protocol {
            Glyphs::Sixel if !stays => {
                self.shown = None;
                Some(area)
            }
            Glyphs::Kitty if next.is_none_or(|next| next.protocol != protocol) => {
                self.shown = None;
                out.extend(DELETE);
                None
            }
            _ => None,
        }
    }

    /// Whether the terminal keeps an image that it has to be told to forget.
    pub(super) const fn needs_deleting(&self) -> bool {
        matches!(self.shown, Some((Glyphs::Kitty, ..)))
    }

    /// Appends `image`, and what takes the one before away. The cursor stays where it was. The next one is for a frame
    /// of `budget` bytes.
    pub(super) fn show(&mut self, image: &Image<'_>, cell: [u16; 2], budget: usize, out: &mut Vec<u8>) {
        let (began, start) = (Instant::now(), out.len());
        self.turn = !self.turn;
        write(image, cell, self.turn, self.kitty.is_hurried(), out);
        (self.shown, self.stale) = (Some((image.protocol, image.area, image.number)), false);
        let count = (image.frame.pixels.len() as f64).max(1.0);
        let sizing = self.sizing_mut(image.protocol);
        sizing.learn((out.len() - start) as f64 / count, began.elapsed().as_secs_f64() / count);
        sizing.choose(image.area, cell, budget);
    }

    /// Pixels of the next image for `area`, in a frame of `budget` bytes.
    pub(super) fn size(&self, protocol: Glyphs, area: Rect, cell: [u16; 2], budget: usize) -> [u32; 2] {
        let sizing = if protocol == Glyphs::Sixel { &self.sixel } else { &self.kitty };
        sizing.size(area, cell, budget)
    }

    /// Whether frames of `budget` bytes carry images for `area`.
    pub(super) fn are_carried(&mut self, protocol: Glyphs, area: Rect, budget: usize) -> bool {
        self.sizing_mut(protocol).is_carried(area, budget)
    }

    /// Chooses the size of the next image anew, now that frames may have `budget` bytes.
    pub(super) fn choose_size(&mut self, budget: usize, cell: [u16; 2]) {
        if let Some((protocol, area, _)) = self.shown {
            self.sizing_mut(protocol).choose(area, cell, budget);
        }
    }

    fn sizing_mut(&mut self, protocol: Glyphs) -> &mut Sizing {
        if protocol == Glyphs::Sixel { &mut self.sixel } else { &mut self.kitty }
    }
}

/// The bytes that show `image` where cells have so many pixels: for measurements.
pub fn encode(image: &Image<'_>, cell: [u16; 2]) -> Vec<u8> {
    let mut out = Vec::new();
    write(image, cell, false, false, &mut out);
    out
}

/// Appends `image`; the cursor stays where it was. Of two numbers that images have, it gets the first in one `turn`, and
/// where time is short it is `hurried`.
fn write(image: &Image<'_>, cell: [u16; 2], turn: bool, hurried: bool, out: &mut Vec<u8>) {
    out.extend(format!("\x1b7\x1b[{};{}H", image.area.y + 1, image.area.x + 1).bytes());
    match image.protocol {
        Glyphs::Sixel => sixel::write(image.frame, pixels(image.area, cell), out),
        _ => kitty::write(image.frame, image.area, turn, hurried, out),
    }
    out.extend(b"\x1b8");
}

/// Pixels across and down of an area on the terminal.
fn pixels(area: Rect, cell: [u16; 2]) -> [u32; 2] {
    [u32::from(area.width) * u32::from(cell[0]), u32::from(area.height) * u32::from(cell[1])]
}

/// The size of a cell in pixels: as the terminal says, or else as its device does.
pub(super) fn cell_size(support: Support, device: Option<[u16; 2]>) -> [u16; 2] {
    support.cell.or(device).unwrap_or(USUAL_CELL)
}

/// Whether anything of `area` can be seen: cells without text and colour.
pub(super) fn is_visible(buffer: &Buffer, area: Rect) -> bool {
    let area = area.intersection(buffer.area);
    let mut cells = area.positions().filter_map(|position| buffer.cell(position));
    cells.any(|cell| cell.symbol() == " " && cell.bg == Color::Reset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_terminal_says_is_what_it_has() {
        let unknown = Support { asked: true, kitty: false, sixel: false, settled: false, cell: None };
        let after = |replies: &[Reply]| {
            let mut support = unknown;
            replies.iter().for_each(|reply| support.learn(reply));
            support
        };
        let has = |support: Support| [support.has(Glyphs::Kitty), support.has(Glyphs::Sixel), support.is_settled()];
        assert_eq!(has(unknown), [false; 3]);
        let attributes = |list: &[u32]| Reply::PrimaryAttributes(list.to_vec());
        assert_eq!(has(after(&[Reply::Graphics("i=31;OK".into()), attributes(&[62, 22])])), [true, false, true]);
        assert_eq!(has(after(&[Reply::Graphics("i=31;ENOTSUP".into()), attributes(&[62, 4])])), [false, true, true]);
        let cell = |height, width| cell_size(after(&[Reply::Window { kind: 6, height, width }]), Some([9, 18]));
        assert_eq!((cell(20, 10), cell(0, 0), cell_size(unknown, None)), ([10, 20], [9, 18], USUAL_CELL));
    }
}
