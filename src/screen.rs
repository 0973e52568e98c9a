//! The terminal: taken over, drawn on with as few bytes as the link needs, and given back as it was found.

pub mod depth;
mod dither;
pub mod encoder;
pub mod glyph;
pub mod graphics;
mod hyperlink;
mod link;
pub mod multiplexer;
pub mod pacing;
pub mod probe;
pub mod recorder;
mod repeat;
mod signals;
mod terminal;
pub mod tokenizer;

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use depth::{ColorDepth, Detection};
use encoder::Encoder;
use glyph::Glyphs;
use graphics::{Image, Images, Support};
use link::Connection;
use multiplexer::{Multiplexer, Watch};
use pacing::{Ceiling, Pacing};
use probe::Reply;
use terminal::Terminal;

pub use hyperlink::{Hyperlink, file_uri};

/// Begin and end of a synchronized update, and the status query whose reply says that it was parsed.
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";
const STATUS_QUERY: &[u8] = b"\x1b[5n";
/// Whether the terminal knows synchronized updates.
const UPDATE_QUERY: &[u8] = b"\x1b[?2026$p";
/// How long leaving waits for outstanding replies, at least.
const SHORT_PATIENCE: Duration = Duration::from_millis(300);
/// While the device takes nothing, it is looked at again this often.
const BLOCKED: Duration = Duration::from_millis(100);

/// How the screen behaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Frames a second, at most.
    pub fps: f64,
    /// The colours to draw with; `None` for the best that the terminal is known to have.
    pub depth: Option<ColorDepth>,
}

impl Default for Options {
    fn default() -> Self {
        Self { fps: 30.0, depth: None }
    }
}

/// The size of the terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Cells across, at least 1.
    pub columns: u16,
    /// Cells down, at least 1.
    pub rows: u16,
    /// Width of a cell over its height.
    pub aspect: f64,
    /// Pixels across and down of a cell, where the device tells them.
    pub cell: Option<[u16; 2]>,
}

impl Size {
    /// From what the device reports. The pixels give the shape of a cell unless they cannot be true.
    pub fn new(columns: u16, rows: u16, width: u16, height: u16) -> Self {
        let (columns, rows) = if columns == 0 || rows == 0 { (80, 24) } else { (columns, rows) };
        let cell = [f64::from(width) / f64::from(columns), f64::from(height) / f64::from(rows)];
        let aspect = Some(cell[0] / cell[1]).filter(|aspect| (0.25..=1.0).contains(aspect)).unwrap_or(0.5);
        let cell = (width >= columns && height >= rows).then(|| [width / columns, height / rows]);
        Self { columns, rows, aspect, cell }
    }
}

/// The size of the terminal that standard output is, before it is taken over.
pub fn terminal_size() -> Option<Size> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    Some(Size::new(size.ws_col, size.ws_row, size.ws_xpixel, size.ws_ypixel))
}

/// What happens at the terminal.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed, repeated or released.
    Key(terminput::KeyEvent),
    /// The mouse: buttons, drags, wheel. Cells are counted from 0.
    Mouse(terminput::MouseEvent),
    /// The size changed: ask [`Screen::size`].
    Resize,
    /// The window gained (true) or lost (false) the focus.
    Focus(bool),
    /// The program was told to end, by this signal.
    Terminate(i32),
    /// The program was told to stop: call [`Screen::suspend`].
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
pub struct Shown {
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
    /// What replies in the terminal's stead.
    pub through: Option<Multiplexer>,
}

/// Why the terminal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// There is no terminal.
    #[error(
        "there is no terminal to paint on: run it in a terminal, or write a picture with `neurotty render ART -o picture.png`"
    )]
    NoTerminal(#[source] io::Error),
    /// The terminal refused something.
    #[error("the terminal cannot be used")]
    Terminal(#[source] io::Error),
}

/// The terminal, from [`Screen::open`] until it is dropped.
#[derive(Debug)]
pub struct Screen {
    terminal: Arc<Terminal>,
    connection: Connection,
    signals: signal_hook::iterator::Handle,
    encoder: Encoder,
    detection: Detection,
    support: Support,
    images: Images,
    pacing: Pacing,
    through: Option<Multiplexer>,
    /// Looks behind a multiplexer on this machine.
    watch: Option<Watch>,
    bytes: Vec<u8>,
    synchronized: bool,
    suspended: bool,
    shown_at: std::collections::VecDeque<Instant>,
    tolerance: f32,
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, mouse, focus events. Returns the screen and
    /// what happens at it.
    ///
    /// # Errors
    ///
    /// If there is no terminal, or it refuses to be taken over; it is then as it was before.
    pub fn open(options: Options) -> Result<(Self, Receiver<Event>), ScreenError> {
        let terminal = Arc::new(Terminal::open().map_err(ScreenError::NoTerminal)?);
        let (sender, events) = mpsc::channel();
        let signals = signals::listen(sender.clone()).map_err(ScreenError::Terminal)?;
        let connection = Connection::start(Arc::clone(&terminal), sender).map_err(ScreenError::Terminal)?;
        terminal::restore_on_panic(&terminal);
        let through = Multiplexer::from_environment(&|name| std::env::var(name).ok());
        let mut encoder = Encoder::default();
        encoder.set_repeats(through.is_none() && std::env::var("TERM").is_ok_and(|term| repeat::is_in(&term)));
        let mut screen = Self {
            terminal,
            connection,
            signals,
            encoder,
            detection: Detection::new(options.depth),
            support: Support::new(through),
            images: Images::default(),
            pacing: Pacing::new(options.fps),
            through,
            watch: through.and_then(Watch::start),
            bytes: Vec::new(),
            synchronized: false,
            suspended: true,
            shown_at: std::collections::VecDeque::new(),
            tolerance: 0.0,
        };
        screen.resume().map_err(ScreenError::Terminal)?;
        Ok((screen, events))
    }

    /// The size of the terminal now.
    pub fn size(&self) -> Size {
        self.terminal.size()
    }

    /// The colours that a buffer to be shown may have: see [`ColorDepth::adapt`]. An answer of the terminal may
    /// raise it.
    pub fn depth(&self) -> ColorDepth {
        self.detection.depth()
    }

    /// Whether pictures can be shown in this way; `None` until the terminal has answered, or is taken for one that does
    /// not.
    pub fn supports(&self, glyphs: Glyphs) -> Option<bool> {
        // What answers in the terminal's stead passes no images on.
        let has = self.support.has(glyphs) && (self.through.is_none() || !glyphs.is_image());
        (has || self.support.is_settled() || self.pacing.is_fallback()).then_some(has)
    }

    /// Whether the link carries pictures in this way for `area`, as far as is known: coarser images than characters
    /// are not worth their bytes.
    pub fn carries(&mut self, glyphs: Glyphs, area: Rect) -> bool {
        !glyphs.is_image() || self.images.are_carried(glyphs, area, self.pacing.share())
    }

    /// Pixels across and down that an image of this kind for `area` should have: as many as the cells, or the link and
    /// the time to encode them, allow.
    pub fn image_size(&self, glyphs: Glyphs, area: Rect) -> [u32; 2] {
        self.images.size(glyphs, area, self.cell(), self.pacing.share())
    }

    /// Changes how the screen behaves.
    pub fn set_options(&mut self, options: Options) {
        self.pacing.set_fps(options.fps);
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

    /// Shows `buffer` over `image`, as far as the link allows: changed text at once, even before a frame is
    /// [`due`](Self::due), so that a key is answered without waiting, some rows at a time where the link is slow;
    /// the picture when it is due, within the budget of a frame.
    pub fn show(&mut self, buffer: &Buffer, image: Option<Image<'_>>, now: Instant) -> Shown {
        if self.suspended || self.connection.queued() > 0 {
            return Shown::default();
        }
        self.bytes.clear();
        self.pacing.set_cells(buffer.content.len());
        self.pacing.set_ceiling(self.ceiling(buffer.content.len()));
        let image = image.filter(|image| graphics::is_visible(buffer, image.area));
        self.leave_images(image.as_ref());
        let before = self.bytes.len();
        let budget = self.pacing.text_budget();
        let whole = self.update(|encoder, out| encoder.encode_text_within(buffer, budget, out));
        if self.bytes.len() > before {
            self.images.written_over();
        }
        let waits = self.pacing.text_sent(now, self.bytes.len(), whole);
        let mut complete = false;
        if !waits && self.pacing.due(now) <= now {
            let budget = self.pacing.budget();
            let progress = self.update(|encoder, out| encoder.encode_picture(budget, out));
            (complete, self.tolerance) = (progress.complete && whole, progress.tolerance);
            self.show_image(buffer, image);
            self.pacing.paced(now);
        }
        if self.bytes.is_empty() {
            return Shown { bytes: 0, complete };
        }
        self.query_status();
        self.count_frame(now);
        Shown { bytes: self.bytes.len(), complete }
    }

    fn ceiling(&self, cells: usize) -> Ceiling {
        let Some(through) = self.through else { return Ceiling::default() };
        let watched = self.watch.as_ref().map_or(f64::INFINITY, Watch::rate);
        Ceiling { rate: through.most_rate().min(watched), frame: through.most_bytes(cells) }
    }

    /// Lets cells of what is shown from now on lead somewhere.
    pub fn set_hyperlink(&mut self, link: Option<Hyperlink>) {
        self.encoder.set_hyperlink(link);
    }

    /// Takes away what is shown as an image and should not be any more.
    fn leave_images(&mut self, next: Option<&Image<'_>>) {
        if let Some(area) = self.images.leave(next, &mut self.bytes) {
            self.encoder.damage(area, true);
        }
        self.terminal.set_images(self.images.needs_deleting());
    }

    /// Appends `image`, unless it is shown already.
    fn show_image(&mut self, buffer: &Buffer, image: Option<Image<'_>>) {
        let Some(image) = image.filter(|image| !self.images.shows(image)) else { return };
        let (cell, budget) = (self.cell(), self.pacing.share());
        let mut images = std::mem::take(&mut self.images);
        self.update(|encoder, out| {
            images.show(&image, cell, budget, out);
            if image.protocol == Glyphs::Sixel {
                // Sixels cover the text that stood there.
                encoder.damage(image.area, false);
                encoder.encode_text(buffer, out);
            }
        });
        self.images = images;
        self.terminal.set_images(self.images.needs_deleting());
    }

    fn cell(&self) -> [u16; 2] {
        graphics::cell_size(self.support, self.size().cell)
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

    /// Takes an answer of the terminal: acknowledgements let the next frame out, capabilities are noted.
    /// Returns whether the picture should be shown anew because of it.
    pub fn receive(&mut self, reply: &Reply, at: Instant) -> bool {
        match *reply {
            Reply::Status => {
                self.pacing.acknowledged(at);
                self.images.choose_size(self.pacing.share(), self.cell());
            }
            Reply::Mode { mode: 2026, setting } => self.synchronized = matches!(setting, 1 | 2),
            _ => {}
        }
        self.through = Multiplexer::from_reply(reply).or(self.through);
        self.support.learn(reply);
        if let Reply::Version(version) = reply {
            self.encoder.set_repeats(repeat::is_known_to(version));
        }
        self.detection.learn(reply)
    }

    /// Copies `text` to the clipboard of the terminal (OSC 52).
    pub fn copy(&mut self, text: &str) {
        let sequence = format!("\x1b]52;c;{}\x1b\\", BASE64_STANDARD.encode(text));
        self.connection.send(sequence.as_bytes());
    }

    /// Gives the terminal back and stops the program, as Ctrl-Z does. It goes on with [`Event::Resumed`].
    /// Where no shell could take over, nothing happens.
    pub fn suspend(&mut self) {
        if self.suspended || !terminal::has_job_control() {
            return;
        }
        self.leave();
        terminal::stop();
    }

    /// Takes the terminal over again after a stop and forgets what it showed.
    ///
    /// # Errors
    ///
    /// If the terminal refuses.
    pub fn resume(&mut self) -> io::Result<()> {
        if !self.suspended {
            // Stopped from outside: the shell may have changed whatever it wanted.
            self.leave();
        }
        self.terminal.enter()?;
        self.suspended = false;
        self.encoder.forget();
        self.images.forget();
        self.pacing.restart();
        self.bytes.clear();
        self.bytes.extend(self.detection.queries());
        self.bytes.extend(UPDATE_QUERY);
        self.bytes.extend(multiplexer::QUERIES);
        self.bytes.extend(self.support.queries());
        self.query_status();
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
            // The first frames after a pause are too close together to tell.
            fps: frames / span.max(0.25),
            tolerance: f64::from(self.tolerance),
            fallback: self.pacing.is_fallback(),
            through: self.through,
        }
    }

    /// Sends what was collected with a status query behind it.
    fn query_status(&mut self) {
        // Not the moment that the frame is for: encoding it took time that is not the link's.
        let now = Instant::now();
        _ = self.bytes.write_all(STATUS_QUERY);
        self.terminal.queried();
        self.connection.send(&self.bytes);
        if let Some(watch) = &self.watch {
            watch.sent(self.bytes.len());
        }
        self.pacing.sent(now, self.bytes.len());
        if self.pacing.is_fallback() {
            self.terminal.silent();
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
        self.terminal.leave((2 * self.pacing.round_trip()).max(SHORT_PATIENCE));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.leave();
        self.signals.close();
        self.connection.stop();
    }
}
