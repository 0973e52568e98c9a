//! The favourites as tiles: what is shown now, then what was kept, the last first.

use std::sync::Arc;

use super::entry::Entry;
use super::source::{Source, Stress, Word, list_keys};
use crate::app::action::Key;
use crate::app::look::{Finding, Study};
use crate::app::view::Answer;
use crate::curate;
use crate::open::{List, Opened};
use crate::plain_text;
use crate::recipe::Recipe;
use crate::settings::{self, date};

/// Where the choice of a seed begins for a line that names none: it is the same one each time.
const ENTROPY: u64 = 7;

/// The favourites, as far as they are opened. Which there are comes as a finding: a [`List`], the last first.
#[derive(Debug, Default)]
pub(super) struct Favourites {
    list: Option<Arc<List>>,
    /// Those that could be opened.
    opened: Vec<Favourite>,
    /// How many lines of the list have been tried.
    tried: usize,
    /// Those of the list before this one: what is in both need not be opened again.
    known: Vec<Favourite>,
    /// Whether they were asked for.
    asked: bool,
}

/// A line of the list, and its tile.
#[derive(Clone, Debug)]
struct Favourite {
    art: String,
    tile: Entry,
}

/// What could be opened of the first lines of a list.
#[derive(Debug)]
struct FoundFavourites {
    list: Arc<List>,
    opened: Vec<Favourite>,
    tried: usize,
}

/// Opens every line of a list; it reports [`FoundFavourites`].
#[derive(Debug)]
struct OpenAll {
    list: Arc<List>,
    known: Vec<Favourite>,
}

impl Study for OpenAll {
    fn run(&self, report: &mut dyn FnMut(Finding) -> bool) {
        let mut opened = Vec::new();
        for (index, line) in self.list.entries.iter().enumerate() {
            opened.extend(self.open(line));
            let found = FoundFavourites { list: Arc::clone(&self.list), opened: opened.clone(), tried: index + 1 };
            if !report(Arc::new(found)) {
                return;
            }
        }
    }
}

impl OpenAll {
    fn open(&self, line: &settings::ListEntry) -> Option<Favourite> {
        let tile = match self.known.iter().find(|known| known.art == line.art) {
            Some(known) => Entry { work: Arc::clone(&known.tile.work), caption: caption(line) },
            None => Entry::new(recipe(&self.list, line)?, caption(line), None),
        };
        Some(Favourite { art: line.art.clone(), tile })
    }
}

/// The artwork of a line; none where it can't be opened, or has weights that no line can say.
fn recipe(list: &List, line: &settings::ListEntry) -> Option<Recipe> {
    let recipe = match list.open(line).ok()? {
        Opened::Work(work) if work.imported().is_some() => return None,
        Opened::Work(work) => work.recipe().clone(),
        Opened::Unseeded(recipe) => curate::draw(&recipe, ENTROPY),
    };
    Some(Recipe { at: 0.0, ..recipe })
}

/// What the user has said of a favourite, else its line. That it has a date says nothing.
fn caption(line: &settings::ListEntry) -> String {
    let (first, rest) = line.note.split_once(char::is_whitespace).unwrap_or((line.note.as_str(), ""));
    let said = if date::is_date(first) { rest.trim() } else { line.note.as_str() };
    let caption = if said.is_empty() { line.art.as_str() } else { said };
    plain_text::line(caption, plain_text::LINE).into_owned()
}

impl Favourites {
    /// Follows a list. The same one goes on where it was.
    fn follow(&mut self, list: Arc<List>) {
        if self.list.as_ref() == Some(&list) {
            return;
        }
        let opened = std::mem::take(&mut self.opened);
        if !opened.is_empty() {
            self.known = opened;
        }
        (self.list, self.tried, self.asked) = (Some(list), 0, false);
    }

    /// Lines of the list.
    fn lines(&self) -> usize {
        self.list.as_ref().map_or(0, |list| list.entries.len())
    }
}

impl Source for Favourites {
    fn count(&self) -> usize {
        1 + self.opened.len() + (self.lines() - self.tried)
    }

    fn entry(&self, tile: usize) -> Option<&Entry> {
        self.opened.get(tile.checked_sub(1)?).map(|favourite| &favourite.tile)
    }

    /// A digit that no tile has does nothing: it means a preset elsewhere.
    fn key(&mut self, key: Key, _: usize, _: &Recipe) -> Answer {
        if matches!(key, Key::Char('1'..='9')) { Answer::Done } else { Answer::Pass }
    }

    fn study(&mut self, _: &Recipe) -> Option<Box<dyn Study>> {
        let list = self.list.as_ref().filter(|list| !self.asked && self.tried < list.entries.len())?;
        let known = [&self.known[..], &self.opened[..]].concat();
        let study = OpenAll { list: Arc::clone(list), known };
        self.asked = true;
        Some(Box::new(study))
    }

    fn receive(&mut self, finding: &Finding) {
        if let Ok(list) = Arc::clone(finding).downcast::<List>() {
            self.follow(list);
        } else if let Some(found) = finding.downcast_ref::<FoundFavourites>()
            && self.list.as_ref() == Some(&found.list)
            && found.tried > self.tried
        {
            (self.opened, self.tried) = (found.opened.clone(), found.tried);
        }
    }

    fn opened(&mut self) {
        // What was asked for may have given way to what another view asked for.
        self.asked = false;
    }

    fn footer(&self, width: u16, _: u16) -> Vec<Vec<Word>> {
        let missed = self.tried - self.opened.len();
        let missed = (missed > 0).then(|| vec![Word::new(format!(" {missed} can't be opened"), Stress::Quiet)]);
        missed.into_iter().chain([list_keys(width)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_called_what_its_owner_says_else_by_its_line() {
        for (note, expected) in [
            ("", "deep:1"),
            ("2026-11-27", "deep:1"),
            ("2026-11-27 the red one", "the red one"),
            ("the red one", "the red one"),
            ("2026 was red", "2026 was red"),
        ] {
            let line = settings::ListEntry { art: "deep:1".to_owned(), note: note.to_owned(), line: 1 };
            assert_eq!(caption(&line), expected, "{note}");
        }
    }
}
