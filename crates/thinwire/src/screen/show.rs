//! What goes out, in which order and how much of it.

use std::time::Instant;

use super::Screen;
use crate::cells::Wanted;
use crate::cells::plain::plain;
use crate::link::acknowledgement::ACKNOWLEDGEMENT;
use crate::link::due::Query;
use crate::link::pacing::Ceiling;
use crate::link::support::CELL_QUERY;
use crate::tty::Watch;
use crate::wire::encoder::Encoder;
use crate::wire::image::{Image, Protocol, is_visible};

/// Begin and end of a synchronized update.
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";

/// What [`Screen::show`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Bytes that went out.
    pub bytes: usize,
    /// Whether the terminal shows exactly what was wanted. If not, show the same again when it is due.
    pub complete: bool,
}

impl Screen {
    /// Shows `wanted` over `image`, as far as the link allows: changed text at once, even before a frame is
    /// [`due`](Self::due), so that a key is answered without waiting, some rows at a time where the link is slow;
    /// the picture when it is due, within the budget of a frame.
    pub fn show<'a>(&mut self, wanted: impl Into<Wanted<'a>>, image: Option<Image<'_>>, now: Instant) -> Delivery {
        if self.suspended || self.connection.queued() > 0 {
            return Delivery::default();
        }
        let wanted: Wanted<'_> = wanted.into();
        let plain = self.support.is_plain().then(|| plain(wanted));
        let wanted = plain.as_ref().map_or(wanted, Wanted::from);
        let cells = wanted.text.content.len();
        self.bytes.clear();
        self.ask_for_cell();
        self.pacing.set_cells(cells);
        self.pacing.set_ceiling(self.ceiling(cells));
        let image = image.filter(|image| is_visible(wanted.text, image.area));
        self.leave_images(image.as_ref());
        let before = self.bytes.len();
        let budget = self.pacing.text_budget();
        let whole = self.update(|encoder, out| encoder.encode_text_within(wanted, budget, out));
        if self.bytes.len() > before {
            self.images.written_over();
        }
        let waits = self.pacing.text_sent(now, self.bytes.len(), whole);
        let mut complete = false;
        if !waits && self.pacing.due(now) <= now {
            let budget = self.pacing.budget();
            let progress = self.update(|encoder, out| encoder.encode_picture(budget, out));
            (complete, self.tolerance) = (progress.complete && whole, progress.tolerance);
            self.show_image(wanted, image);
            self.pacing.paced(now);
        }
        if self.bytes.is_empty() {
            return Delivery { bytes: 0, complete };
        }
        self.send();
        self.count_frame(now);
        Delivery { bytes: self.bytes.len(), complete }
    }

    /// Asks how large a cell is after a change of the size, which may be one of the font.
    fn ask_for_cell(&mut self) {
        let size = self.size();
        if size != self.asked_size && self.support.forget_cell() {
            self.bytes.extend(CELL_QUERY);
            self.device.replies().asked(&[Query::Cell]);
        }
        self.asked_size = size;
    }

    fn ceiling(&self, cells: usize) -> Ceiling {
        let Some(through) = self.through else { return Ceiling::default() };
        let watched = self.watch.as_ref().map_or(f64::INFINITY, Watch::rate);
        Ceiling { rate: through.most_rate().min(watched), frame: through.most_bytes(cells) }
    }

    /// Takes away what is shown as an image and should not be any more.
    fn leave_images(&mut self, next: Option<&Image<'_>>) {
        if let Some(area) = self.images.leave(next, &mut self.bytes) {
            self.encoder.damage(area, true);
        }
        self.device.set_images(self.images.needs_deleting());
    }

    /// Appends `image`, unless it is shown already.
    fn show_image(&mut self, wanted: Wanted<'_>, image: Option<Image<'_>>) {
        let Some(image) = image.filter(|image| !self.images.shows(image)) else { return };
        let (cell, budget, largest) = (self.cell(), self.pacing.share(), self.support.largest_sixels());
        let mut images = std::mem::take(&mut self.images);
        self.update(|encoder, out| {
            images.show(&image, cell, largest, budget, out);
            if image.protocol == Protocol::Sixel {
                // Sixels cover the text that stood there.
                encoder.damage(image.area, false);
                encoder.encode_text(wanted, out);
            }
        });
        self.images = images;
        self.device.set_images(self.images.needs_deleting());
    }

    /// Appends what `draw` draws as an update of its own, or nothing.
    fn update<T>(&mut self, draw: impl FnOnce(&mut Encoder, &mut Vec<u8>) -> T) -> T {
        let start = self.bytes.len();
        if self.synchronized {
            self.bytes.extend(BEGIN_UPDATE);
        }
        let empty = self.bytes.len();
        let result = draw(&mut self.encoder, &mut self.bytes);
        if self.bytes.len() == empty {
            self.bytes.truncate(start);
        } else if self.synchronized {
            self.bytes.extend(END_UPDATE);
        }
        result
    }

    /// Sends what was collected, with a query behind it unless the terminal does not reply.
    pub(super) fn send(&mut self) {
        // Not the moment that the frame is for: encoding it took time that is not the link's.
        let now = Instant::now();
        let answers = self.device.answers();
        if std::mem::replace(&mut self.answers, answers) && !answers {
            // What was asked before is never answered. From now on the writing itself acknowledges a frame.
            self.pacing.restart();
        }
        if self.pacing.asks(now) {
            if answers {
                self.bytes.extend(ACKNOWLEDGEMENT.query());
                self.device.replies().asked(&[ACKNOWLEDGEMENT.asked()]);
            }
            self.pacing.sent(now, self.bytes.len());
        }
        self.connection.send(&self.bytes);
        if let Some(watch) = &self.watch {
            watch.sent(self.bytes.len());
        }
    }
}
