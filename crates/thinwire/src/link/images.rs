//! Which image the terminal shows, and how large the next one should be.

use std::time::Instant;

use ratatui::layout::Rect;

use super::sizing::Sizing;
use crate::wire::image::{DELETE, Image, Protocol, write_kitty, write_sixels};

/// What images are shown, and how large the next one should be.
#[derive(Debug)]
pub(crate) struct Images {
    shown: Option<(Protocol, Rect, u64)>,
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
            kitty: Sizing::new(Protocol::Kitty),
            sixel: Sizing::new(Protocol::Sixel),
        }
    }
}

impl Images {
    /// Nothing is shown any more.
    pub(crate) fn forget(&mut self) {
        self.shown = None;
    }

    /// Whether `image` is what is shown.
    pub(crate) fn shows(&self, image: &Image<'_>) -> bool {
        !self.stale && self.shown == Some((image.protocol, image.area, image.number))
    }

    /// Text was written: over an image of sixels, which it replaces.
    pub(crate) fn written_over(&mut self) {
        self.stale |= matches!(self.shown, Some((Protocol::Sixel, ..)));
    }

    /// Where nothing of the image that is shown is to stay, appends what takes it away. Returns the cells that hide
    /// what is left of it when they are written.
    pub(crate) fn leave(&mut self, next: Option<&Image<'_>>, out: &mut Vec<u8>) -> Option<Rect> {
        let (protocol, area, _) = self.shown?;
        let stays = next.is_some_and(|next| (next.protocol, next.area) == (protocol, area));
        match protocol {
            Protocol::Sixel if !stays => {
                self.shown = None;
                Some(area)
            }
            Protocol::Kitty if next.is_none_or(|next| next.protocol != protocol) => {
                self.shown = None;
                out.extend(DELETE);
                None
            }
            _ => None,
        }
    }

    /// Whether the terminal keeps an image that it has to be asked to forget.
    pub(crate) const fn needs_deleting(&self) -> bool {
        matches!(self.shown, Some((Protocol::Kitty, ..)))
    }

    /// Appends `image`, and what takes the one before away. The cursor stays where it was. The next one is for a frame
    /// of `budget` bytes. No image of sixels exceeds the `largest`, in pixels.
    pub(crate) fn show(
        &mut self,
        image: &Image<'_>,
        cell: [u16; 2],
        largest: Option<[u32; 2]>,
        budget: usize,
        out: &mut Vec<u8>,
    ) {
        let (began, start) = (Instant::now(), out.len());
        self.turn = !self.turn;
        match image.protocol {
            Protocol::Sixel => write_sixels(image, cell, largest, out),
            Protocol::Kitty => write_kitty(image, self.turn, self.kitty.is_hurried(), out),
        }
        (self.shown, self.stale) = (Some((image.protocol, image.area, image.number)), false);
        let count = (image.pixels.pixels.len() as f64).max(1.0);
        let sizing = self.sizing_mut(image.protocol);
        sizing.learn((out.len() - start) as f64 / count, began.elapsed().as_secs_f64() / count);
        sizing.choose(image.area, cell, budget);
    }

    /// Pixels of the next image for `area`, in a frame of `budget` bytes.
    pub(crate) fn size(&self, protocol: Protocol, area: Rect, cell: [u16; 2], budget: usize) -> [u32; 2] {
        let sizing = if protocol == Protocol::Sixel { &self.sixel } else { &self.kitty };
        sizing.size(area, cell, budget)
    }

    /// Whether frames of `budget` bytes carry images for `area`.
    pub(crate) fn are_carried(&mut self, protocol: Protocol, area: Rect, budget: usize) -> bool {
        self.sizing_mut(protocol).is_carried(area, budget)
    }

    /// Chooses the size of the next image again, now that frames may have `budget` bytes.
    pub(crate) fn choose_size(&mut self, budget: usize, cell: [u16; 2]) {
        if let Some((protocol, area, _)) = self.shown {
            self.sizing_mut(protocol).choose(area, cell, budget);
        }
    }

    fn sizing_mut(&mut self, protocol: Protocol) -> &mut Sizing {
        if protocol == Protocol::Sixel { &mut self.sixel } else { &mut self.kitty }
    }
}
