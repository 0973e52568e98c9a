//! Text on its way to the clipboard, wherever that is.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Screen;
use crate::link::multiplexer::Multiplexer;
use crate::tty::clipboard;

/// What [`Screen::copy`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// The terminal was asked to put it on its clipboard, and does not say whether it did.
    Asked,
    /// tmux has it in its buffer, and passes it on where it may.
    Tmux,
    /// What stands between passes nothing on.
    Refused,
}

impl Screen {
    /// Copies `text` to the clipboard: tmux's where this program runs in it, or else the terminal's (OSC 52).
    pub fn copy(&mut self, text: &str) -> Copied {
        if self.in_tmux {
            return if clipboard::give_to_tmux(text) { Copied::Tmux } else { Copied::Refused };
        }
        if self.through == Some(Multiplexer::Screen) {
            return Copied::Refused;
        }
        let sequence = format!("\x1b]52;c;{}\x1b\\", BASE64_STANDARD.encode(text));
        self.connection.send(sequence.as_bytes());
        Copied::Asked
    }
}
