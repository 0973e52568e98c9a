//! What the terminal answers, and what that changes.

use std::time::Instant;

use super::Screen;
use crate::cells::ansi::Ansi;
use crate::cells::depth::ColorDepth;
use crate::input::Reply;
use crate::link::acknowledgement::ACKNOWLEDGEMENT;
use crate::link::due::Query;
use crate::link::leftovers;
use crate::link::multiplexer::Multiplexer;
use crate::wire::repeat;

impl Screen {
    /// Takes an answer of the terminal: acknowledgements let the next frame out, capabilities are noted.
    /// Returns whether the picture should be shown again because of it.
    pub fn receive(&mut self, reply: &Reply, at: Instant) -> bool {
        if ACKNOWLEDGEMENT.is_answered_by(reply) {
            self.written(at);
        }
        match *reply {
            Reply::Mode { mode: 2026, setting } => self.synchronized = matches!(setting, 1 | 2),
            Reply::Keyboard(_) if !self.suspended && self.device.replies().push_keyboard() => {
                self.connection.send(leftovers::PUSH_KEYBOARD);
            }
            // A newer answer is due: this one is of the font before.
            Reply::Window { .. } if self.device.replies().count(Query::Cell) > 0 => return false,
            _ => {}
        }
        self.through = Multiplexer::from_reply(reply).or(self.through);
        let redrawn = self.support.learn(reply);
        if redrawn {
            // What was drawn before stands in the wrong cells.
            self.encoder.forget();
        }
        if let Reply::Version(version) = reply {
            self.encoder.set_repeats(repeat::is_known_to(version));
        }
        let themed = self.learn_theme(reply);
        self.detection.learn(reply) | themed | redrawn
    }

    /// Takes it that everything which was sent had been parsed at `at`, and lets the next frame out.
    pub fn written(&mut self, at: Instant) {
        self.pacing.acknowledged(at);
        self.images.choose_size(self.pacing.share(), self.cell());
        self.acknowledgements += 1;
    }

    /// Takes a colour of the theme. Returns whether what is shown looks different because of it.
    fn learn_theme(&mut self, reply: &Reply) -> bool {
        let Some(colors) = self.theme.learn(reply) else { return false };
        let known = self.ansi.as_ref().is_some_and(|ansi| *ansi.colors() == colors);
        if !known {
            self.ansi = Some(Ansi::new(colors));
        }
        !known && self.depth() == ColorDepth::Ansi16
    }
}
