//! How the terminal is taken over, and given back as it was found: at a stop, and at the end.

use std::io;
use std::time::Duration;

use super::Screen;
use crate::cells::depth::ColorDepth;
use crate::link::acknowledgement::ACKNOWLEDGEMENT;
use crate::link::due::Query;
use crate::link::{multiplexer, theme};
use crate::tty::device;

/// Whether the terminal knows synchronized updates.
const UPDATE_QUERY: &[u8] = b"\x1b[?2026$p";
/// How long leaving waits at most for outstanding replies.
const PATIENCE: Duration = Duration::from_secs(2);

impl Screen {
    /// Gives the terminal back and stops the program, as Ctrl-Z does. It goes on with [`Event::Resumed`](super::Event::Resumed).
    /// Where no shell could take over, nothing happens.
    pub fn suspend(&mut self) {
        if self.suspended || !device::has_job_control() {
            return;
        }
        self.leave();
        device::stop();
    }

    /// Takes the terminal over again after a stop and forgets what it showed.
    ///
    /// # Errors
    ///
    /// If the terminal refuses.
    pub fn resume(&mut self) -> io::Result<()> {
        if !self.suspended {
            // Stopped from outside: the shell may have changed anything.
            self.leave();
        }
        self.device.enter()?;
        self.suspended = false;
        self.encoder.forget();
        self.images.forget();
        self.pacing.restart();
        self.asked_size = self.size();
        if self.device.answers() {
            self.ask();
        }
        Ok(())
    }

    /// Asks the terminal what it is and what it has.
    fn ask(&mut self) {
        self.bytes.clear();
        self.bytes.extend(self.detection.queries());
        let asks_theme = self.may_ask_theme && (self.wants_theme || self.depth() == ColorDepth::Ansi16);
        if asks_theme {
            self.bytes.extend(theme::queries());
        }
        self.bytes.extend(UPDATE_QUERY);
        self.bytes.extend(multiplexer::QUERIES);
        let asked = self.support.ask(&mut self.bytes);
        let replies = self.device.replies();
        replies.asked(self.detection.asked());
        if asks_theme {
            replies.asked(&theme::ASKED);
        }
        replies.asked(&[Query::Mode, Query::Version, Query::SecondaryAttributes]);
        replies.asked(&asked);
        self.send();
    }

    /// Gives the terminal back.
    fn leave(&mut self) {
        self.suspended = true;
        // What the terminal was never asked is not waited for.
        let discarded = self.connection.discard();
        let query = ACKNOWLEDGEMENT.query();
        let unsent = discarded.windows(query.len()).filter(|bytes| *bytes == query).count();
        self.device.replies().unasked(ACKNOWLEDGEMENT.asked(), unsent);
        self.device.leave(PATIENCE);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.leave();
        self.signals.close();
        self.connection.stop();
    }
}
