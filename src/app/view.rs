//! What stands on the screen: the picture and the chrome over it.
//!
//! ```text
//! ┌──────────────────────────────┐
//! │            picture           │
//! │        ┌────────────┐        │
//! │        │    help    │        │
//! │        └────────────┘        │
//! │ toast                        │
//! │ line of text · fps · view    │
//! └──────────────────────────────┘
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

mod canvas;
mod help;
mod status;

pub use canvas::Canvas;
pub use status::Status;

/// The styles of all chrome, in one place.
mod theme {
    use super::{Color, Modifier, Style};

    const INK: Color = Color::Rgb(226, 226, 232);
    const PAPER: Color = Color::Rgb(18, 18, 24);
    const ACCENT: Color = Color::Rgb(255, 196, 110);

    pub(super) const TEXT: Style = Style::new().fg(INK).bg(PAPER);
    pub(super) const DIM: Style = Style::new().fg(Color::Rgb(150, 150, 162)).bg(PAPER);
    pub(super) const KEY: Style = Style::new().fg(ACCENT).bg(PAPER);
    pub(super) const TITLE: Style = Style::new().fg(ACCENT).bg(PAPER).add_modifier(Modifier::BOLD);
}

/// Everything that one screen shows.
#[derive(Debug)]
pub struct Screenful<'a> {
    /// The picture.
    pub canvas: Canvas<'a>,
    /// The status bar, where it is shown.
    pub status: Option<Status<'a>>,
    /// A message, where there is one.
    pub toast: Option<&'a str>,
    /// Whether the keys are listed.
    pub help: bool,
}

impl Screenful<'_> {
    /// Draws it all.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        self.canvas.draw(area, buffer);
        let [.., bottom] = bottom_rows(area);
        if let Some(status) = &self.status {
            status.draw(bottom, buffer);
        }
        if let Some(toast) = self.toast {
            let [above, bottom] = bottom_rows(area);
            status::draw_toast(toast, if self.status.is_some() { above } else { bottom }, buffer);
        }
        if self.help {
            help::draw(area, buffer);
        }
    }
}

/// The two lowest rows; empty where there is none.
fn bottom_rows(area: Rect) -> [Rect; 2] {
    [2, 1].map(|from_below| {
        let height = u16::from(area.height >= from_below);
        Rect { y: area.bottom().saturating_sub(from_below).max(area.y), height, ..area }
    })
}
