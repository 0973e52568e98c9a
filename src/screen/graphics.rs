//! The picture as an image, where the terminal draws images: what it can do, how large an image may be, and what
//! it shows.

mod kitty;
mod sixel;

use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::glyph::Glyphs;
use super::multiplexer::Multiplexer;
use super::probe::Reply;
use crate::painter::Frame;

pub(super) use kitty::DELETE;

/// Whether an image of one pixel could be shown (the kitty protocol; it is not), how large a cell is, and what the
/// terminal can do at all, which every one answers, so that no answer to the first is known to be one.
const QUERIES: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c";
/// The attribute of a terminal that draws sixels (DA1).
const SIXEL: u32 = 4;
/// A cell in pixels where the terminal does not tell.
const USUAL_CELL: [u16; 2] = [8, 16];
/// Time that encoding an image may take, so that keys and frames need not wait for it.
const ENCODING: Duration = Duration::from_millis(12);
/// Bytes and seconds of a pixel before any was encoded.
const FIRST_BYTES: f64 = 2.0;
const FIRST_SECONDS: f64 = 5e-8;
/// Weight of the past in these, an image later.
const MEMORY: f64 = 0.7;
/// Steps of size: each has half as many pixels as the second one before it.
const STEPS: f64 = 4.0;
/// The least size, in steps: 2⁻⁵ of the cell's own pixels along each side.
const MOST_STEPS: f64 = 20.0;

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
    bytes_per_pixel: f64,
    seconds_per_pixel: f64,
    /// The size in steps down from the cells' own pixels.
    steps: f64,
    /// Time is scarcer than bytes: compressed quickly instead of well.
    hurried: bool,
}

impl Default for Images {
    fn default() -> Self {
        Self {
            shown: None,
            turn: false,
            stale: false,
            bytes_per_pixel: FIRST_BYTES,
            seconds_per_pixel: FIRST_SECONDS,
            steps: MOST_STEPS / 2.0,
            hurried: false,
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

    /// Appends `image`, and what takes the one before away. The cursor stays where it was.
    pub(super) fn show(&mut self, image: &Image<'_>, cell: [u16; 2], budget: usize, out: &mut Vec<u8>) {
        let (began, start) = (Instant::now(), out.len());
        out.extend(format!("\x1b7\x1b[{};{}H", image.area.y + 1, image.area.x + 1).bytes());
        match image.protocol {
            Glyphs::Sixel => sixel::write(image.frame, pixels(image.area, cell), out),
            _ => {
                self.turn = !self.turn;
                kitty::write(image.frame, image.area, self.turn, self.hurried, out);
            }
        }
        out.extend(b"\x1b8");
        (self.shown, self.stale) = (Some((image.protocol, image.area, image.number)), false);
        let count = (image.frame.pixels.len() as f64).max(1.0);
        self.learn((out.len() - start) as f64 / count, began.elapsed().as_secs_f64() / count);
        self.choose_size(budget, cell);
    }

    /// Pixels of the next image for `area`.
    pub(super) fn size(&self, area: Rect, cell: [u16; 2]) -> [u32; 2] {
        pixels(area, cell).map(|side| ((f64::from(side) * (-self.steps / STEPS).exp2()).round() as u32).max(1))
    }

    fn learn(&mut self, bytes: f64, seconds: f64) {
        for (known, new) in [(&mut self.bytes_per_pixel, bytes), (&mut self.seconds_per_pixel, seconds)] {
            *known = MEMORY * *known + (1.0 - MEMORY) * new;
        }
    }

    /// As many pixels as fit into `budget` bytes and the time there is. Finer only by two steps at once, so that the
    /// size does not sway.
    pub(super) fn choose_size(&mut self, budget: usize, cell: [u16; 2]) {
        let Some((_, area, _)) = self.shown else { return };
        let all: f64 = pixels(area, cell).into_iter().map(f64::from).product();
        let (by_bytes, by_time) =
            (budget as f64 / self.bytes_per_pixel, ENCODING.as_secs_f64() / self.seconds_per_pixel);
        // A quick image takes a tenth of the time and up to twice the bytes: well apart, so that neither leads back
        // to the other.
        self.hurried = if self.hurried { by_time < 20.0 * by_bytes } else { by_time < by_bytes };
        let affordable = by_bytes.min(by_time);
        let steps = (STEPS / 2.0 * (all.max(1.0) / affordable.max(1.0)).log2()).ceil().clamp(0.0, MOST_STEPS);
        if steps > self.steps || steps == 0.0 || steps <= self.steps - 2.0 {
            self.steps = steps;
        }
    }
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

    const AREA: Rect = Rect::new(0, 0, 100, 30);

    fn settled(budget: usize, bytes: f64, seconds: f64) -> [u32; 2] {
        let mut images = Images::default();
        for _ in 0..40 {
            images.shown = Some((Glyphs::Kitty, AREA, 1));
            images.learn(bytes, seconds);
            images.choose_size(budget, [8, 16]);
        }
        images.size(AREA, [8, 16])
    }

    #[test]
    fn an_image_is_as_large_as_bytes_and_time_allow() {
        assert_eq!(settled(1 << 30, 2.0, 1e-9), [800, 480]);
        let [width, height] = settled(20_000, 2.0, 1e-9);
        assert!((5_000..=10_000).contains(&(width * height)), "{width}×{height}");
        let [width, height] = settled(1 << 30, 2.0, 1e-6);
        assert!((6_000..=12_000).contains(&(width * height)), "{width}×{height}");
        let [width, height] = settled(1, 2.0, 1.0);
        assert!(width >= 1 && height >= 1);
    }

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
