//! A picture with the words that lie over it.

use std::ops::Range;
use std::sync::Arc;

use crate::caption::CaptionOverlay;
use crate::painter::{ChannelValue, Shot};

/// One picture about to be painted, and its caption if it has one.
#[derive(Debug)]
pub(super) struct Captioned<'a> {
    shot: Shot<'a>,
    overlay: Option<Arc<CaptionOverlay>>,
}

impl<'a> Captioned<'a> {
    /// `overlay` was made for pictures of the size of `shot`.
    pub(super) const fn new(shot: Shot<'a>, overlay: Option<Arc<CaptionOverlay>>) -> Self {
        Self { shot, overlay }
    }

    /// Paints some rows on the calling thread, as [`Shot::rows`] does.
    pub(super) fn rows<V: ChannelValue>(&self, rows: Range<u32>, out: &mut [[V; 3]]) {
        self.shot.rows(rows.clone(), out);
        if let Some(overlay) = &self.overlay {
            overlay.apply(rows, out);
        }
    }

    /// The fewest rows that are worth painting at a time.
    pub(super) fn fewest_rows(&self) -> u32 {
        self.shot.fewest_rows()
    }
}
