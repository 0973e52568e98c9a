//! Tiles: many small pictures that move, one of them in focus. Breeding, the presets and the favourites are views of
//! tiles; where the tiles come from is a `Source`, and all else is the same for each.
//!
//! ```text
//! ┌──────────────────────────────┐
//! │  tile     ▐tile▌     tile    │
//! │ 7 what    8 what    9 what   │
//! │  tile      picture   tile    │
//! │  …                           │
//! │ the way here  │ line of text │
//! │ keys                         │
//! └──────────────────────────────┘
//! ```
//!
//! One tile is the picture itself, which is painted as always. The others are painted beside it ([`PaintTiles`]).

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Answer, Canvas, Context, Overlay, OverlayName, OwnKey};
use crate::app::action::Key;
use crate::app::look::{Finding, Look, Study};
use crate::painter::Frame;
use crate::recipe::Recipe;
use crate::work::Work;
use breed::Breed;
use favourites::Favourites;
use page::strip_width;
use presets::Presets;
use source::Source;
use thinwire::Layers;

mod board;
mod breed;
mod drawing;
mod entry;
mod favourites;
mod layout;
mod lineage;
mod litters;
mod page;
mod presets;
mod source;
mod strip;

pub(crate) use board::{Board, PaintTiles, Slide};
pub use layout::TileLayout;

/// A view of tiles.
#[derive(Debug)]
pub struct Grid {
    name: OverlayName,
    source: Box<dyn Source>,
    /// The tile in focus.
    focus: usize,
    /// The screen that it was laid out for last.
    area: Rect,
    /// The tiles as they were painted last.
    board: Option<Arc<Board>>,
    /// Another number whenever there is something new to paint.
    version: u64,
    /// The tile that was picked last, on its way to the middle.
    slide: Option<Slide>,
}

impl Grid {
    /// The artwork among its children.
    pub fn breed() -> Self {
        Self::of(OverlayName::Breed, Box::new(Breed::default()))
    }

    /// All presets.
    pub fn presets() -> Self {
        Self::of(OverlayName::Presets, Box::new(Presets::default()))
    }

    /// What was kept.
    pub fn favourites() -> Self {
        Self::of(OverlayName::Favourites, Box::new(Favourites::default()))
    }

    fn of(name: OverlayName, source: Box<dyn Source>) -> Self {
        Self { name, focus: source.home(), source, area: Rect::ZERO, board: None, version: 0, slide: None }
    }
}

impl Overlay for Grid {
    fn picture(&self, area: Rect) -> Rect {
        let Some(layout) = self.source.layout(area) else { return area };
        // Where it is not seen, the smallest one there is.
        let hidden = Rect { x: area.right() - 1, y: area.bottom() - 1, width: 1, height: 1 };
        self.place(self.source.home(), &layout).unwrap_or(hidden)
    }

    fn opened(&mut self, _: &Recipe) {
        (self.focus, self.slide) = (self.source.home(), None);
        self.version += 1;
        self.source.opened();
    }

    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        if key == Key::Enter {
            return self.pick(self.focus, recipe);
        }
        if let Some(number) = self.digit(key) {
            return self.pick(number, recipe);
        }
        if let Some(further) = self.leap(key) {
            return self.focus_on(self.focus as isize + further);
        }
        let answer = self.source.key(key, self.focus, recipe);
        if matches!(answer, Answer::Show(_)) {
            self.focus = self.source.home();
            self.version += 1;
        }
        answer
    }

    fn catch_up(&mut self, recipe: &Recipe) -> Answer {
        match self.source.waited_for() {
            None => Answer::Pass,
            Some(Ok(tile)) => self.pick(tile, recipe),
            Some(Err(why)) => Answer::Say(why),
        }
    }

    fn click(&mut self, cell: [u16; 2], context: &Context<'_>, area: Rect) -> Answer {
        let Some(layout) = self.source.layout(area) else { return Answer::Pass };
        if let Some(number) = self.under(cell, &layout) {
            // The picture itself can be dragged: a click on it in passing must not draw others.
            return if number == self.source.home() {
                self.focus_on(number as isize)
            } else {
                self.pick(number, context.recipe)
            };
        }
        match drawing::word_under(&self.footer(&layout), &layout, cell) {
            Some((line, word)) => self.source.click_word(line, word, strip_width(&layout)),
            None => Answer::Pass,
        }
    }

    fn picture_under(&self, cell: [u16; 2], _: &Context<'_>, area: Rect) -> Option<Rect> {
        // Nothing lies beside the picture yet.
        let place = if self.board.is_some() { self.picture(area) } else { area };
        place.contains((cell[0], cell[1]).into()).then_some(place)
    }

    fn look(&self, _: &Recipe, area: Rect) -> Option<Box<dyn Look>> {
        let layout = self.source.layout(area)?;
        let work = |number: usize| self.source.entry(number).map(|entry| Arc::clone(&entry.work));
        let tile = layout.place(0);
        Some(Box::new(PaintTiles {
            owner: self.name,
            version: self.version,
            picture: self.picture(area),
            works: self.seen(&layout).filter_map(|(number, _)| work(number)).collect(),
            focus: work(self.focus),
            size: (tile.width, tile.height),
            slide: self.slide.clone(),
        }))
    }

    fn study(&mut self, recipe: &Recipe, area: Rect) -> Option<Box<dyn Study>> {
        if self.area != area {
            (self.area, self.slide) = (area, None);
            self.version += 1;
        }
        self.source.study(recipe)
    }

    fn receive(&mut self, finding: &Finding) {
        match Arc::clone(finding).downcast::<Board>() {
            Ok(board) => {
                if board.owner == self.name {
                    self.board = Some(board);
                }
            }
            Err(other) => {
                self.source.receive(&other);
                // There may be fewer tiles now.
                self.focus = self.focus.min(self.source.count() - 1);
                self.version += 1;
            }
        }
    }

    fn moves(&self, runs: bool) -> bool {
        let Some(layout) = self.source.layout(self.area) else { return false };
        let is_painted = |board: &Arc<Board>| board.version == self.version && board.settled;
        let mut entries = self.seen(&layout).filter_map(|(number, _)| self.source.entry(number));
        !self.board.as_ref().is_some_and(is_painted) || (runs && entries.any(|entry| !entry.recipe().motion.is_empty()))
    }

    fn shows_images(&self) -> bool {
        false
    }

    fn status(&self, area: Rect) -> Option<Rect> {
        self.source.layout(area)?.line()
    }

    fn own_keys(&self) -> Vec<OwnKey> {
        self.source.own_keys()
    }

    fn subject(&self) -> Option<Work> {
        let entry = self.source.entry(self.focus)?;
        let recipe = entry.recipe().clone();
        let phase =
            self.board.as_ref().and_then(|board| board.phase(&entry.work)).filter(|_| !recipe.motion.is_empty());
        let seconds = phase.map_or(0.0, |phase| entry.work.timeline().seconds(phase));
        Some(entry.work.with(Recipe { at: (seconds * 1000.0).round() / 1000.0, ..recipe }))
    }

    fn draw_pictures(&self, canvas: &Canvas<'_>, area: Rect, layers: &mut Layers) {
        let Some(layout) = self.source.layout(area) else { return canvas.draw(area, layers) };
        drawing::draw_background(area, layers);
        if let Some(place) = self.place(self.source.home(), &layout) {
            canvas.draw(place, layers);
        }
        let Some(board) = &self.board else { return };
        let medium = canvas.medium;
        let mut draw = |frame: &Frame, place: Rect| Canvas { frame: Some(frame), medium }.draw(place, layers);
        for (number, place) in self.seen(&layout) {
            if let Some(frame) = self.source.entry(number).and_then(|entry| board.frame(&entry.work)) {
                draw(frame, place);
            }
        }
        let aim = self.picture(area);
        let starting = self.about_to_slide().and_then(|slide| Some((slide.start(aim), board.frame(&slide.work)?)));
        if let Some((place, frame)) = starting.or(board.sliding().filter(|_| self.slide.is_some())) {
            draw(frame, place);
        }
    }

    fn draw(&self, _: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        let Some(layout) = self.source.layout(area) else { return drawing::draw_sign(area, buffer) };
        for (number, place) in self.seen(&layout) {
            if let Some(why) = self.source.refusal(number) {
                drawing::draw_refusal(why, place, buffer);
            }
            let caption = self.caption(number, place.width);
            drawing::draw_label(&self.source.mark(number), &caption, number == self.focus, place, buffer);
        }
        drawing::draw_footer(&self.footer(&layout), &layout, buffer);
    }
}
