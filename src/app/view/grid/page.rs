//! The page of tiles that is seen, which tile keys and the pointer mean, and what is written on and below the tiles.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::super::prose::columns;
use super::source::{Stress, Word};
use super::{Grid, Slide, TileLayout};
use crate::app::action::{Key, step};
use crate::app::view::Answer;
use crate::recipe::Recipe;

impl Grid {
    /// Where the tile `number` stands, if it is on the page that is seen.
    pub(super) fn place(&self, number: usize, layout: &TileLayout) -> Option<Rect> {
        let first = self.first(layout);
        let seen = first..(first + layout.slots()).min(self.source.count());
        seen.contains(&number).then(|| layout.place(number - first))
    }

    /// The first tile of the page that is seen.
    fn first(&self, layout: &TileLayout) -> usize {
        self.focus - self.focus % layout.slots()
    }

    /// The tiles that are seen, and where.
    pub(super) fn seen(&self, layout: &TileLayout) -> impl Iterator<Item = (usize, Rect)> {
        let (first, layout) = (self.first(layout), *layout);
        let last = (first + layout.slots()).min(self.source.count());
        (first..last).map(move |number| (number, layout.place(number - first)))
    }

    pub(super) fn under(&self, cell: [u16; 2], layout: &TileLayout) -> Option<usize> {
        let number = self.first(layout) + layout.under(cell)?;
        (number < self.source.count()).then_some(number)
    }

    /// Moves the focus; it stays among the tiles.
    pub(super) fn focus_on(&mut self, number: isize) -> Answer {
        self.focus = number.clamp(0, self.source.count() as isize - 1) as usize;
        self.version += 1;
        Answer::Done
    }

    /// How many tiles further a key goes.
    pub(super) fn leap(&self, key: Key) -> Option<isize> {
        let layout = self.source.layout(self.area)?;
        let (columns, page) = (layout.columns() as isize, layout.slots() as isize);
        match key {
            Key::PageUp => Some(-page),
            Key::PageDown => Some(page),
            Key::Home => Some(-(self.focus as isize)),
            Key::End => Some((self.source.count() - self.focus) as isize),
            _ => {
                let [across, down] = step(key)?.map(|steps| steps as isize);
                let (count, focus) = (self.source.count() as isize, self.focus as isize);
                let column = focus % columns + across;
                // Where all tiles are seen, a row ends at the edge; else it goes on in the next one.
                let across = if page == count && !(0..columns).contains(&column) { 0 } else { across };
                let down = if (0..count).contains(&(focus + down * columns)) { down } else { 0 };
                Some(across + down * columns)
            }
        }
    }

    pub(super) fn pick(&mut self, number: usize, recipe: &Recipe) -> Answer {
        self.focus = number;
        self.version += 1;
        let from = self.source.layout(self.area).and_then(|layout| self.place(number, &layout));
        let picked = self.source.entry(number).map(|entry| Arc::clone(&entry.work));
        let answer = self.source.pick(number, recipe);
        if self.source.slides()
            && let (Some(from), Some(work)) = (from, picked)
        {
            self.slide = Some(Slide { id: self.version, work, from });
            self.focus = self.source.home();
        }
        answer
    }

    pub(super) fn digit(&self, key: Key) -> Option<usize> {
        let Key::Char(character) = key else { return None };
        self.source.digit(character.to_digit(10)? as u8)
    }

    /// What slides, as long as the board shows it where it was.
    pub(super) fn about_to_slide(&self) -> Option<&Slide> {
        self.slide.as_ref().filter(|slide| self.board.as_ref().is_some_and(|board| !board.has_begun(slide)))
    }

    /// What is written on a tile, which is `width` columns wide.
    pub(super) fn caption(&self, number: usize, width: u16) -> String {
        match self.source.entry(number) {
            Some(entry) => entry.caption.clone(),
            None if number == self.source.home() => self.source.home_caption(width),
            None => self.source.pending_caption(number).to_owned(),
        }
    }

    /// The lines below the tiles, the last of which begins with the page that is seen, unless all tiles are.
    pub(super) fn footer(&self, layout: &TileLayout) -> Vec<Vec<Word>> {
        let (slots, count) = (layout.slots(), self.source.count());
        let page = (count > slots).then(|| format!(" {} of {} ", self.focus / slots + 1, count.div_ceil(slots)));
        let page = page.map(|page| Word::new(page, Stress::Usual));
        let room = layout.footer.width.saturating_sub(page.as_ref().map_or(0, |page| columns(&page.text) as u16));
        let mut lines = self.source.footer(room, strip_width(layout));
        if let Some(last) = lines.last_mut() {
            last.splice(0..0, page);
        }
        lines
    }
}

/// The columns of the row above the keys that the line of text leaves.
pub(super) fn strip_width(layout: &TileLayout) -> u16 {
    layout.footer.width - layout.line().map_or(0, |line| line.width)
}
