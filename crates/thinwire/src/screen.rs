//! The terminal, taken over: frames go out as the link allows, replies come in, and it is given back as it was found.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ratatui::layout::Rect;

use crate::cells::ansi::Ansi;
use crate::cells::depth::ColorDepth;
use crate::cells::glyph::Glyphs;
use crate::input::Reply;
use crate::link::detection::Detection;
use crate::link::due::Query;
use crate::link::images::Images;
use crate::link::leftovers;
use crate::link::locale::is_utf8;
use crate::link::multiplexer::{self, Multiplexer};
use crate::link::pacing::Pacing;
use crate::link::support::{self, Support};
use crate::link::theme::{self, Theme};
use crate::tty::connection::Connection;
use crate::tty::device::{self, Device};
use crate::tty::{Size, Watch, clipboard, restore_on_panic, signals};
use crate::wire::encoder::Encoder;
use crate::wire::hyperlink::Hyperlink;
use crate::wire::image::Protocol;
use crate::wire::repeat;
use crate::{Deliver, Environment};

mod show;

/// Begin and end of a synchronized update, and the status query whose reply says that it was parsed.
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";
const STATUS_QUERY: &[u8] = b"\x1b[5n";
/// Whether the terminal knows synchronized updates.
const UPDATE_QUERY: &[u8] = b"\x1b[?2026$p";
/// How long leaving waits at most for outstanding replies.
const PATIENCE: Duration = Duration::from_secs(2);
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

/// What happens at the terminal.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed, repeated or released.
    Key(terminput::KeyEvent),
    /// The mouse: buttons, drags, wheel. Cells are counted from 0.
    Mouse(terminput::MouseEvent),
    /// One line of text was pasted, without the white space around it. Other pastes are dropped.
    Paste(String),
    /// The size changed: ask [`Screen::size`].
    Resize,
    /// The window gained (true) or lost (false) the focus.
    Focus(bool),
    /// The program was asked to end, by this signal.
    Terminate(i32),
    /// The program was asked to stop: call [`Screen::suspend`].
    Suspend,
    /// The program goes on after a stop: call [`Screen::resume`].
    Resumed,
    /// The terminal answered: hand it to [`Screen::receive`].
    Reply {
        /// What it answered.
        reply: Reply,
        /// When it was read.
        at: Instant,
    },
    /// The terminal is gone: nothing can be shown or read any more.
    Closed,
}

/// What [`Screen::show`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Bytes that went out.
    pub bytes: usize,
    /// Whether the terminal shows exactly what was wanted. If not, show the same again when it is due.
    pub complete: bool,
}

/// What is known about the way to the terminal, for the status bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Bytes a second that the link carries, or that go through a multiplexer; `None` while nothing is known.
    pub rate: Option<f64>,
    /// From a query to its reply at the quickest; zero while nothing is known.
    pub round_trip: Duration,
    /// Frames a second that were shown lately.
    pub fps: f64,
    /// Colour difference (Oklab × 100) up to which a change is not sent; 0 is exact.
    pub tolerance: f64,
    /// The terminal does not reply: frames have a fixed budget.
    pub fallback: bool,
    /// What replies instead of the terminal.
    pub through: Option<Multiplexer>,
}

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

/// Why the terminal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// There is no terminal.
    #[error("there is no terminal")]
    NoTerminal(#[source] io::Error),
    /// The terminal refused something.
    #[error("the terminal cannot be used")]
    Terminal(#[source] io::Error),
    /// The system has no more threads.
    #[error("the system has no more threads")]
    Threads(#[source] io::Error),
}

/// The terminal, from [`Screen::open`] until it is dropped.
#[derive(Debug)]
pub struct Screen {
    device: Arc<Device>,
    connection: Connection,
    signals: signals::Handle,
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
    shown_at: std::collections::VecDeque<Instant>,
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
            may_ask_theme: theme::may_be_asked(&term, through),
            wants_theme: false,
            ansi: None,
            asked_size,
            bytes: Vec::new(),
            synchronized: false,
            suspended: true,
            shown_at: std::collections::VecDeque::new(),
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
        if self.may_ask_theme && !self.suspended {
            self.device.replies().asked(&theme::ASKED);
            self.connection.send(&theme::queries());
        }
        self.may_ask_theme
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

    /// Takes an answer of the terminal: acknowledgements let the next frame out, capabilities are noted.
    /// Returns whether the picture should be shown again because of it.
    pub fn receive(&mut self, reply: &Reply, at: Instant) -> bool {
        match *reply {
            Reply::Status => {
                self.pacing.acknowledged(at);
                self.images.choose_size(self.pacing.share(), self.cell());
            }
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

    /// Takes a colour of the theme. Returns whether what is shown looks different because of it.
    fn learn_theme(&mut self, reply: &Reply) -> bool {
        let Some(colors) = self.theme.learn(reply) else { return false };
        let known = self.ansi.as_ref().is_some_and(|ansi| *ansi.colors() == colors);
        if !known {
            self.ansi = Some(Ansi::new(colors));
        }
        !known && self.depth() == ColorDepth::Ansi16
    }

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

    /// Gives the terminal back and stops the program, as Ctrl-Z does. It goes on with [`Event::Resumed`].
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
        Ok(())
    }

    /// What is known about the way to the terminal.
    pub fn link(&self) -> Link {
        let frames = self.shown_at.len().saturating_sub(1) as f64;
        let span = match (self.shown_at.front(), self.shown_at.back()) {
            (Some(first), Some(last)) => last.duration_since(*first).as_secs_f64(),
            _ => 0.0,
        };
        Link {
            rate: self.pacing.usable(),
            round_trip: self.pacing.round_trip(),
            // The first frames after a pause are too close together to say.
            fps: frames / span.max(0.25),
            tolerance: f64::from(self.tolerance),
            fallback: self.pacing.is_fallback(),
            through: self.through,
        }
    }

    /// Sends what was collected, with a status query behind it unless the terminal does not reply.
    fn send(&mut self) {
        // Not the moment that the frame is for: encoding it took time that is not the link's.
        let now = Instant::now();
        if self.pacing.asks(now) {
            _ = self.bytes.write_all(STATUS_QUERY);
            self.device.replies().asked(&[Query::Status]);
            self.pacing.sent(now, self.bytes.len());
        }
        self.connection.send(&self.bytes);
        if let Some(watch) = &self.watch {
            watch.sent(self.bytes.len());
        }
    }

    fn count_frame(&mut self, now: Instant) {
        self.shown_at.push_back(now);
        while self.shown_at.front().is_some_and(|first| now.duration_since(*first) > Duration::from_secs(1)) {
            self.shown_at.pop_front();
        }
    }

    fn leave(&mut self) {
        self.suspended = true;
        self.connection.discard();
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
