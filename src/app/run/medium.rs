//! What the picture is drawn with: characters or images, as was chosen and as the terminal and the link allow.

use super::Runner;
use thinwire::{Glyphs, Medium, Protocol};

impl Runner {
    /// Passes on which images the terminal has said that it shows, and draws with what was chosen where the link
    /// carries it.
    pub(super) fn choose_medium(&mut self) {
        let now = self.now();
        for protocol in Protocol::ALL {
            let supported = self.screen.supports(protocol);
            if supported.is_some_and(|supported| self.state.offer(protocol, supported, now)) {
                self.schedule.change();
            }
        }
        let (chosen, area) = (self.state.medium(), self.picture_area());
        let carried =
            chosen.protocol().is_none_or(|protocol| self.state.shows_images() && self.screen.carries(protocol, area));
        let drawn = if carried { chosen } else { Medium::default() };
        let fits = drawn.protocol().is_some() || self.screen.fits(drawn.glyphs());
        let drawn = if fits { drawn } else { Medium::Text(Glyphs::Ascii) };
        if drawn != self.drawn {
            self.drawn = drawn;
            self.schedule.change();
        }
    }
}
