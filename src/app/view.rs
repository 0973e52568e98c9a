//! What stands on the screen: the picture, the chrome over it, and the views that a key opens.
//!
//! A view is one file: what it remembers, where it leaves room for the picture, its own keys, what it wants to know of
//! the network, its drawing. [`Overlay`] is what all of them can do. To add one, write `view/NAME.rs`, give it a
//! name in [`OverlayName`], and a key in [`BINDINGS`](super::action::BINDINGS) with a name in [`NAMES`](super::action::NAMES).
//!
//! ```text
//! ┌──────────────────────────────┐
//! │            picture           │
//! │        ┌────────────┐        │
//! │        │    help    │        │
//! │        └────────────┘        │
//! │ message             progress │
//! │ line of text · fps · view    │
//! └──────────────────────────────┘
//! ```

use std::any::Any;
use std::fmt::Debug;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Clear, Widget};

use super::Toast;
use super::action::Key;
use super::look::{Finding, Look, StandIn, Study};
use crate::recipe::Recipe;
use crate::work::Work;
use thinwire::{Hyperlink, Layers};

mod canvas;
mod chart;
pub mod dial;
pub mod grid;
pub mod help;
mod learn;
pub mod prompt;
mod prose;
mod scroll;
mod status;
pub mod tour;
pub mod xray;

pub use super::overlay_name::OverlayName;
pub use canvas::Canvas;
pub use status::Status;

/// The columns that a message should have; on the picture's part of the screen it has none where that is narrower.
const MESSAGE: u16 = 40;

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
    /// The view that is open over the picture, where one is.
    pub open: Option<Open<'a>>,
}

/// An open view, and what it shows.
#[derive(Clone, Copy, Debug)]
pub struct Open<'a> {
    /// The view.
    pub view: &'a dyn Overlay,
    /// What it is drawn from.
    pub context: Context<'a>,
}

/// What a view is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What the picture is of.
    pub recipe: &'a Recipe,
    /// What was found out about the network last, for this view or for the one before.
    pub found: Option<&'a Finding>,
}

impl<'a> Context<'a> {
    /// What was found out, if it is of the type that the view asked for.
    pub(crate) fn finding<T: Any>(&self) -> Option<&'a T> {
        self.found?.downcast_ref()
    }
}

impl OverlayName {
    /// The view as it is when it has never been opened.
    pub fn view(self) -> Box<dyn Overlay> {
        match self {
            Self::Help => Box::new(help::Help::default()),
            Self::Xray => Box::new(xray::Neurons::default()),
            Self::Dial => Box::new(dial::Dial::default()),
            Self::Tour => Box::new(tour::Tour::default()),
            Self::Breed => Box::new(grid::Grid::breed()),
            Self::Presets => Box::new(grid::Grid::presets()),
            Self::Favourites => Box::new(grid::Grid::favourites()),
            Self::Prompt => Box::new(prompt::Prompt::default()),
            Self::Learn => Box::new(learn::Learn::default()),
        }
    }
}

/// A view that lies over the picture, or beside it.
pub trait Overlay: Debug {
    /// The picture's part of a screen of `area`.
    fn picture(&self, area: Rect) -> Rect {
        area
    }

    /// What it makes of a key before the key means what it always does.
    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        let _ = (key, recipe);
        Answer::Pass
    }

    /// What it makes of a text that was pasted.
    fn paste(&mut self, text: &str, recipe: &Recipe) -> Answer {
        let _ = (text, recipe);
        Answer::Pass
    }

    /// It is opened over the artwork `recipe`: it was not open before.
    fn opened(&mut self, recipe: &Recipe) {
        let _ = recipe;
    }

    /// Whether it has nothing more to do, and is to be closed.
    fn is_done(&self) -> bool {
        false
    }

    /// What it makes of a click on a cell of a screen of `area`.
    fn click(&mut self, cell: [u16; 2], context: &Context<'_>, area: Rect) -> Answer {
        let _ = (cell, context, area);
        Answer::Pass
    }

    /// Where the picture that is under a cell stands on a screen of `area`: the one beside the view, or a smaller one
    /// in it that shows the same part of the plane.
    fn picture_under(&self, cell: [u16; 2], context: &Context<'_>, area: Rect) -> Option<Rect> {
        let _ = context;
        let picture = self.picture(area);
        picture.contains((cell[0], cell[1]).into()).then_some(picture)
    }

    /// What it wants to know of the network that is painted, on a screen of `area`.
    fn look(&self, recipe: &Recipe, area: Rect) -> Option<Box<dyn Look>> {
        let _ = (recipe, area);
        None
    }

    /// What takes long to find out for it, once for each that it has not asked for yet. It is asked whenever anything
    /// may have changed, and so follows what is shown and the screen's `area`.
    fn study(&mut self, recipe: &Recipe, area: Rect) -> Option<Box<dyn Study>> {
        let _ = (recipe, area);
        None
    }

    /// What it shows instead of the artwork `recipe`, where that is a network that no line says.
    fn stand_in(&self, recipe: &Recipe) -> Option<Box<dyn StandIn>> {
        let _ = recipe;
        None
    }

    /// What that is called, in a few words.
    fn stand_in_name(&self, recipe: &Recipe) -> Option<String> {
        let _ = recipe;
        None
    }

    /// Takes what a look or a study has found, of this view or of another.
    fn receive(&mut self, finding: &Finding) {
        let _ = finding;
    }

    /// Whether something in it moves beside the picture, or waits to be painted; `runs` says whether the clock does.
    fn moves(&self, runs: bool) -> bool {
        let _ = runs;
        false
    }

    /// Whether something that a key waits for has come, and what that does then. It is asked as often as [`study`] is.
    ///
    /// [`study`]: Self::study
    fn catch_up(&mut self, recipe: &Recipe) -> Answer {
        let _ = recipe;
        Answer::Pass
    }

    /// Where the line of text stands as long as the view is open, where the lowest row is the view's own; `None` where
    /// it covers that row for a while after each key.
    fn status(&self, area: Rect) -> Option<Rect> {
        let _ = area;
        None
    }

    /// Its own keys, for the help.
    fn own_keys(&self) -> Vec<OwnKey> {
        Vec::new()
    }

    /// It is about to be opened over a view with these keys of its own.
    fn opens_over(&mut self, keys: Vec<OwnKey>) {
        let _ = keys;
    }

    /// Whether the picture may be shown as an image beside the view.
    fn shows_images(&self) -> bool {
        true
    }

    /// The artwork that keys mean which save or copy one, with its moment in its recipe; `None` for the one that is shown.
    fn subject(&self) -> Option<Work> {
        None
    }

    /// The artwork that it shows when it is opened, where it has one of its own: the user's own comes back when it is
    /// closed.
    fn artwork(&self) -> Option<Recipe> {
        None
    }

    /// Draws the picture where it stands on a screen of `area`, and those that the view has beside it.
    fn draw_pictures(&self, canvas: &Canvas<'_>, area: Rect, layers: &mut Layers) {
        canvas.draw(self.picture(area), layers);
    }

    /// Draws it over its part of `area`.
    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer);
}

/// A key of a view's own as it is written, and what it does there.
pub(crate) type OwnKey = (String, &'static str);

/// What a view makes of a key or a click.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing: it means what it means without the view.
    Pass,
    /// Something that concerns the view alone.
    Done,
    /// The artwork becomes this one; that can be undone.
    Change(Recipe),
    /// Another artwork is shown.
    Show(Recipe),
    /// This is shown for now: until another answer, or until the view is closed. Without it, what was shown before.
    Preview(Option<Box<Recipe>>),
    /// The view closes, and this artwork is shown.
    Open(Recipe),
    /// The same for one that brings its own weights.
    OpenWork(Box<Work>),
    /// A message is shown.
    Say(String),
}

impl Screenful<'_> {
    /// Draws it all. Returns the hyperlink on it.
    pub fn draw(&self, area: Rect, layers: &mut Layers) -> Option<Hyperlink> {
        match self.open {
            Some(open) => {
                open.view.draw_pictures(&self.canvas, area, layers);
                open.view.draw(&open.context, area, layers);
            }
            None => self.canvas.draw(area, layers),
        }
        self.draw_messages(area, layers)
    }

    /// Draws what lies over picture and view. Returns the hyperlink on it.
    fn draw_messages(&self, area: Rect, buffer: &mut Buffer) -> Option<Hyperlink> {
        let bottom = self.status_row(area);
        let messages = self.message_row(area, bottom);
        if let Some(status) = self.status.as_ref().filter(|_| messages != bottom) {
            status.draw(bottom, buffer);
        }
        if self.open.is_some() && messages == bottom && (self.toast.is_some() || self.progress.is_some()) {
            // Nothing of what the view has there may look like a part of the message.
            Clear.render(messages, buffer);
            buffer.set_style(messages, theme::TEXT);
        }
        let (left, link) = match self.toast {
            Some(toast) => status::draw_toast(toast, messages, buffer),
            None => (messages, None),
        };
        let left = self.progress.map_or(left, |progress| status::draw_progress(progress, left, buffer));
        if let Some(status) = self.status.as_ref().filter(|_| messages == bottom && self.toast.is_none()) {
            status.draw(left, buffer);
        }
        link
    }

    /// Where the status bar stands. Where a view gives it a part of a row, a message has the whole of it.
    fn status_row(&self, area: Rect) -> Rect {
        match self.open.and_then(|open| open.view.status(area)) {
            Some(row) if self.toast.is_some() => Rect { x: area.x, width: area.width, ..row },
            Some(row) => row,
            None => bottom_row(area),
        }
    }

    /// Where messages stand: the lowest row of the picture that nothing else covers. Where a view leaves too little of
    /// the picture, it is the status bar's row, for what is read in the view is not to be covered.
    fn message_row(&self, area: Rect, bottom: Rect) -> Rect {
        let own = self.open.and_then(|open| open.view.status(area));
        if own.is_some() {
            return bottom;
        }
        let picture = match self.open {
            Some(open) if open.view.picture(area) == area => return bottom,
            Some(open) => open.view.picture(area),
            None => area,
        };
        let free = if self.status.is_some() { bottom.y } else { area.bottom() };
        let y = picture.bottom().min(free).saturating_sub(1);
        if picture.is_empty() || y < picture.y || y >= free || picture.width < MESSAGE.min(area.width) {
            return bottom;
        }
        Rect { y, height: 1, ..picture }
    }
}

/// The lowest row; empty where there is none.
fn bottom_row(area: Rect) -> Rect {
    Rect { y: area.bottom().saturating_sub(1).max(area.y), height: area.height.min(1), ..area }
}
