//! The terminal, taken over: frames go out as the link allows, replies come in, and it is given back as it was found.
//!
//! [`Screen`] puts the rooms of this crate together: `possession.rs` takes the terminal over and gives it back,
//! `answers.rs` takes what it answers, `show.rs` sends frames; `link_report.rs` and `clipboard.rs` are what their names
//! say.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::layout::Rect;

use crate::cells::ansi::Ansi;
use crate::cells::depth::ColorDepth;
use crate::cells::glyph::Glyphs;
use crate::link::detection::Detection;
use crate::link::images::Images;
use crate::link::locale::is_utf8;
use crate::link::multiplexer::Multiplexer;
use crate::link::pacing::Pacing;
use crate::link::support::{self, Support};
use crate::link::theme::{self, Theme};
use crate::tty::connection::Connection;
use crate::tty::device::Device;
use crate::tty::{Size, Watch, restore_on_panic, signals};
use crate::wire::encoder::Encoder;
use crate::wire::hyperlink::Hyperlink;
use crate::wire::image::Protocol;
use crate::wire::repeat;
use crate::{Deliver, Environment};

mod answers;
mod clipboard;
mod error;
mod event;
mod link_report;
mod possession;
mod show;

pub use clipboard::Copied;
pub use error::ScreenError;
pub use event::Event;
pub use link_report::Link;
pub use show::Delivery;

/// While the device takes nothing, it is looked at again this often.
const BLOCKED: Duration = Duration::from_millis(100);

/// How the screen behaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScreenOptions {
    /// Frames a second, at most.
    pub fps: f64,
    /// The colours to draw with; `None` for the best that the terminal is known to have.
    pub depth: Option<ColorDepth>,
}

impl Default for ScreenOptions {
    fn default() -> Self {
        Self { fps: 30.0, depth: None }
    }
}

/// The terminal, from [`Screen::open`] until it is dropped.
#[derive(Debug)]
pub struct Screen {
    device: Arc<Device>,
    connection: Connection,
    signals: signals::SignalListener,
    encoder: Encoder,
    detection: Detection,
    support: Support,
    images: Images,
    pacing: Pacing,
    through: Option<Multiplexer>,
    /// This program runs in a tmux of this machine.
    in_tmux: bool,
    /// Looks behind a multiplexer on this machine.
    watch: Option<Watch>,
    theme: Theme,
    /// The device read answers when a frame went out last.
    answers: bool,
    acknowledgements: u64,
    /// The terminal may be asked for its theme.
    may_ask_theme: bool,
    /// The theme is wanted at any depth.
    wants_theme: bool,
    /// The 16 colours, once the terminal has answered.
    ansi: Option<Ansi>,
    /// The size for which the terminal was asked how large a cell is.
    asked_size: Size,
    bytes: Vec<u8>,
    synchronized: bool,
    suspended: bool,
    shown_at: VecDeque<Instant>,
    tolerance: f32,
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, mouse, focus events. What happens at it goes to `deliver`,
    /// from threads of its own.
    ///
    /// # Errors
    ///
    /// If there is no terminal, or it refuses to be taken over; it is then as it was before.
    pub fn open(options: ScreenOptions, environment: &Environment<'_>, deliver: Deliver) -> Result<Self, ScreenError> {
        let device = Arc::new(Device::open().map_err(ScreenError::NoTerminal)?);
        let signals = signals::listen(Arc::clone(&device), Arc::clone(&deliver)).map_err(ScreenError::Terminal)?;
        let connection = Connection::start(Arc::clone(&device), Arc::clone(&deliver)).map_err(ScreenError::Terminal)?;
        restore_on_panic(&device, deliver);
        let through = Multiplexer::from_environment(environment).or(Multiplexer::of_this_system());
        let term = environment("TERM").unwrap_or_default();
        let mut encoder = Encoder::default();
        encoder.set_repeats(through.is_none() && repeat::is_in(&term));
        let asked_size = device.size();
        let mut screen = Self {
            device,
            connection,
            signals,
            encoder,
            detection: Detection::new(options.depth, environment),
            support: Support::new(through, &term, is_utf8(environment)),
            images: Images::default(),
            pacing: Pacing::new(options.fps),
            through,
            in_tmux: Multiplexer::from_environment(environment) == Some(Multiplexer::Tmux),
            watch: through.and_then(|through| Watch::start(through, environment)),
            theme: Theme::default(),
            answers: true,
            acknowledgements: 0,
            may_ask_theme: theme::may_be_asked(&term, through),
            wants_theme: false,
            ansi: None,
            asked_size,
            bytes: Vec::new(),
            synchronized: false,
            suspended: true,
            shown_at: VecDeque::new(),
            tolerance: 0.0,
        };
        screen.resume().map_err(ScreenError::Terminal)?;
        Ok(screen)
    }

    /// The size of the terminal now.
    pub fn size(&self) -> Size {
        self.device.size()
    }

    /// The colours that a buffer to be shown may have: see [`ColorDepth::adapt`]. An answer of the terminal may
    /// raise it.
    pub fn depth(&self) -> ColorDepth {
        self.detection.depth()
    }

    /// The 16 colours as the terminal shows them, once it has answered. It is asked where no more are used.
    pub const fn ansi(&self) -> Option<&Ansi> {
        self.ansi.as_ref()
    }

    /// Asks for the 16 colours however many are used. Returns whether the terminal may be asked that.
    pub fn ask_for_theme(&mut self) -> bool {
        self.wants_theme = true;
        let may_ask = self.may_ask_theme && self.device.answers();
        if may_ask && !self.suspended {
            self.device.replies().asked(&theme::ASKED);
            self.connection.send(&theme::queries());
        }
        may_ask
    }

    /// How often the terminal has said so far that it has parsed what it was sent. Other queries that went out before
    /// are answered by then, or never.
    pub const fn acknowledgements(&self) -> u64 {
        self.acknowledgements
    }

    /// Whether a screen without colours is to be drawn dark on light, see [`invert`](crate::cells::plain::invert).
    pub fn is_inverted(&self) -> bool {
        self.depth() == ColorDepth::None && self.detection.is_light()
    }

    /// Whether a picture of these characters looks as it should, as far as is known: blocks need a locale with UTF-8,
    /// and fonts in which they are one cell wide. [`Glyphs::Ascii`] always does.
    pub fn fits(&self, glyphs: Glyphs) -> bool {
        self.support.fits(glyphs)
    }

    /// Whether images can be shown in this way; `None` until the terminal has answered, or is taken for one that does
    /// not.
    pub fn supports(&self, protocol: Protocol) -> Option<bool> {
        // What answers instead of the terminal passes no images on.
        let has = self.support.has(protocol) && self.through.is_none() && self.depth() != ColorDepth::None;
        (has || self.support.is_settled() || self.pacing.is_fallback()).then_some(has)
    }

    /// Whether the link carries images in this way for `area`, as far as is known: coarser images than characters
    /// are not worth their bytes.
    pub fn carries(&mut self, protocol: Protocol, area: Rect) -> bool {
        self.images.are_carried(protocol, area, self.pacing.share())
    }

    /// Pixels across and down that an image of this kind for `area` should have: as many as the cells, or the link and
    /// the time to encode them, allow.
    pub fn image_size(&self, protocol: Protocol, area: Rect) -> [u32; 2] {
        self.images.size(protocol, area, self.cell(), self.pacing.share())
    }

    /// Changes how many frames a second there are, at most.
    pub fn set_fps(&mut self, fps: f64) {
        self.pacing.set_fps(fps);
    }

    /// The earliest moment, `now` or later, at which another frame may go out; an event may bring it
    /// forward. `None`: not before [`resume`](Self::resume).
    pub fn due(&self, now: Instant) -> Option<Instant> {
        if self.suspended {
            return None;
        }
        let due = self.pacing.due(now);
        let blocked = self.connection.queued() > 0;
        Some(if blocked { due.max(now + BLOCKED) } else { due })
    }

    /// Sets the hyperlink of the frames that follow.
    pub fn set_hyperlink(&mut self, link: Option<Hyperlink>) {
        self.encoder.set_hyperlink(link);
    }

    fn cell(&self) -> [u16; 2] {
        support::cell_size(self.support, self.size().cell)
    }
}
