//! What stands on the screen: the picture and the chrome over it.
//!
//! ```text
//! ┌──────────────────────────────┐
//! │            picture           │
//! │        ┌────────────┐        │
//! │        │    help    │        │
//! │        └────────────┘        │
//! │ toast               progress │
//! │ line of text · fps · view    │
//! └──────────────────────────────┘
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::Toast;
use super::stage::Reading;
use crate::insight::xray::Xray;
use thinwire::Hyperlink;

mod canvas;
mod chart;
pub mod dial;
mod help;
mod status;
pub mod tour;
pub mod xray;

pub use canvas::Canvas;
pub use status::Status;

/// The styles of all chrome, in one place.
mod theme {
    use super::{Color, Modifier, Style};

    // Entries of xterm's cube and greys, which every terminal in colour has: the names are short.
    pub(super) const INK: Color = Color::Indexed(254);
    pub(super) const PAPER: Color = Color::Indexed(233);
    pub(super) const ACCENT: Color = Color::Indexed(222);
    const DIMMED: Color = Color::Indexed(247);

    /// The empty part of a bar.
    pub(super) const GROOVE: Color = Color::Indexed(236);

    pub(super) const TEXT: Style = Style::new().fg(INK).bg(PAPER);
    /// Reversed, so that without colours it stands out from the picture too.
    pub(super) const BAR: Style = Style::new().fg(PAPER).bg(INK).add_modifier(Modifier::REVERSED);
    pub(super) const BAR_DIM: Style = BAR.bg(DIMMED);
    pub(super) const BAR_KEY: Style = BAR.bg(ACCENT);
    pub(super) const DIM: Style = Style::new().fg(DIMMED).bg(PAPER);
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
    pub toast: Option<&'a Toast>,
    /// What goes on in the background, where something does.
    pub progress: Option<&'a str>,
    /// What is open over the picture.
    pub open: Open<'a>,
}

/// A view over the picture, and what it shows.
#[derive(Clone, Copy, Debug)]
pub enum Open<'a> {
    /// None.
    Nothing,
    /// The keys.
    Help,
    /// Every neuron.
    Xray(&'a Xray),
    /// The plane of order and chaos.
    Dial(&'a Reading),
    /// A page of the tour.
    Tour(tour::Shown<'a>),
}

impl Open<'_> {
    fn draw(self, area: Rect, buffer: &mut Buffer) {
        match self {
            Self::Nothing => {}
            Self::Help => help::draw(area, buffer),
            Self::Xray(xray) => xray::draw(xray, area, buffer),
            Self::Dial(reading) => dial::draw(reading, area, buffer),
            Self::Tour(shown) => tour::draw(shown, area, buffer),
        }
    }
}

impl Screenful<'_> {
    /// Draws it all. Returns what leads somewhere.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) -> Option<Hyperlink> {
        self.canvas.draw(area, buffer);
        self.open.draw(area, buffer);
        let [above, bottom] = bottom_rows(area);
        if let Some(status) = &self.status {
            status.draw(bottom, buffer);
        }
        let messages = if self.status.is_some() { above } else { bottom };
        if let Some(progress) = self.progress {
            status::draw_progress(progress, messages, buffer);
        }
        self.toast.and_then(|toast| status::draw_toast(toast, messages, buffer))
    }
}

/// The two lowest rows; empty where there is none.
fn bottom_rows(area: Rect) -> [Rect; 2] {
    [2, 1].map(|from_below| {
        let height = u16::from(area.height >= from_below);
        Rect { y: area.bottom().saturating_sub(from_below).max(area.y), height, ..area }
    })
}
