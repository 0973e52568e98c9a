//! Where tiles come from: what a view of tiles shows, apart from how tiles look and how one goes from one to another.

use std::fmt::Debug;

use ratatui::layout::Rect;

use super::entry::Entry;
use super::layout::TileLayout;
use crate::app::action::{Action, Key, bindings, key_of};
use crate::app::look::{Finding, Study};
use crate::app::view::Answer;
use crate::recipe::Recipe;

/// The tiles of a list that have a digit.
const DIGITS: usize = 9;

/// Where tiles come from. Tiles are numbered from 0, the picture's own among them. Unless a source says otherwise, they
/// are a list: the picture first, then what can be opened, the first nine with a digit.
pub(super) trait Source: Debug {
    /// What stands where, on a screen of `area`; `None` where it is too small.
    fn layout(&self, area: Rect) -> Option<TileLayout> {
        TileLayout::of_list(area, self.count())
    }

    /// How many tiles there are, those that have not come yet counted.
    fn count(&self) -> usize;

    /// The number of the tile that shows the picture itself.
    fn home(&self) -> usize {
        0
    }

    /// What a tile shows; `None` for the picture's own, and as long as it has not come.
    fn entry(&self, tile: usize) -> Option<&Entry>;

    /// The tile that a digit picks.
    fn digit(&self, digit: u8) -> Option<usize> {
        (1..=DIGITS.min(self.count() - 1)).contains(&usize::from(digit)).then_some(digit.into())
    }

    /// A tile is picked: from the keyboard or by a click.
    fn pick(&mut self, tile: usize, recipe: &Recipe) -> Answer {
        if tile == self.home() {
            return Answer::Open(recipe.clone());
        }
        self.entry(tile).map_or(Answer::Done, |entry| Answer::Open(entry.recipe().clone()))
    }

    /// What it makes of a key, `focus` being the tile that is in focus.
    fn key(&mut self, key: Key, focus: usize, recipe: &Recipe) -> Answer {
        let _ = (key, focus, recipe);
        Answer::Pass
    }

    /// Follows what is shown. Returns what is to be found out, once for each.
    fn study(&mut self, recipe: &Recipe) -> Option<Box<dyn Study>>;

    /// Its view is opened.
    fn opened(&mut self);

    /// Takes what was found, if it is its own.
    fn receive(&mut self, finding: &Finding);

    /// Whether a picked tile goes to where the picture stands.
    fn slides(&self) -> bool {
        false
    }

    /// What stands on a tile before its caption.
    fn mark(&self, tile: usize) -> String {
        if (1..=DIGITS).contains(&tile) { tile.to_string() } else { String::new() }
    }

    /// The caption of the picture's own tile.
    fn home_caption(&self) -> String {
        "as it is now".to_owned()
    }

    /// The lines below the tiles, the most important one last: words, and whether they stand out.
    fn footer(&self) -> Vec<Vec<Word>> {
        vec![list_keys()]
    }

    /// What a click on a word of the footer does, the lines counted from the last one.
    fn click_word(&mut self, line_from_last: usize, word: usize) -> Answer {
        let _ = (line_from_last, word);
        Answer::Done
    }
}

/// Words of the footer that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) stress: Stress,
}

/// How much words stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stress {
    Quiet,
    Usual,
    /// A key, or where one is.
    Strong,
}

impl Word {
    pub(super) fn new(text: impl Into<String>, stress: Stress) -> Self {
        Self { text: text.into(), stress }
    }
}

/// The keys of a list.
pub(super) fn list_keys() -> Vec<Word> {
    let key = |action| key_of(bindings(), action);
    keys(&[
        (Key::Enter.to_string(), "open"),
        ("1…9".to_owned(), "open"),
        (format!("{} {}", Key::PageUp, Key::PageDown), "pages"),
        (key(Action::Save), "save"),
        (key(Action::Copy), "copy"),
        (key(Action::Close), "leave"),
    ])
}

/// Keys and what they do, as words: `u back   Esc leaves`.
pub(super) fn keys(of: &[(String, &str)]) -> Vec<Word> {
    let pair = |(key, what): &(String, &str)| {
        [Word::new(format!(" {key}"), Stress::Strong), Word::new(format!(" {what} "), Stress::Quiet)]
    };
    of.iter().flat_map(pair).collect()
}
