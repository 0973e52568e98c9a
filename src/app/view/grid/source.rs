//! Where tiles come from: what a view of tiles shows, apart from how tiles look and how one goes from one to another.

use std::fmt::Debug;

use ratatui::layout::Rect;

use super::entry::Entry;
use super::layout::Layout;
use crate::app::action::Key;
use crate::app::look::{Finding, Study};
use crate::app::view::Answer;
use crate::recipe::Recipe;

/// Where tiles come from. Tiles are numbered from 0, the picture's own among them.
pub(super) trait Source: Debug {
    /// What stands where, on a screen of `area`; `None` where it is too small.
    fn layout(&self, area: Rect) -> Option<Layout>;

    /// How many tiles there are, those that have not come yet counted.
    fn count(&self) -> usize;

    /// The number of the tile that shows the picture itself.
    fn home(&self) -> usize;

    /// What a tile shows; `None` for the picture's own, and as long as it has not come.
    fn entry(&self, tile: usize) -> Option<&Entry>;

    /// The tile that a digit picks.
    fn digit(&self, digit: u8) -> Option<usize>;

    /// A tile is picked: from the keyboard or by a click.
    fn pick(&mut self, tile: usize, recipe: &Recipe) -> Answer;

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
    fn mark(&self, tile: usize) -> String;

    /// The caption of the picture's own tile.
    fn home_caption(&self) -> String;

    /// The lines below the tiles, the most important one last: words, and whether they stand out.
    fn footer(&self) -> Vec<Vec<Word>>;

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

/// Keys and what they do, as words: `u back   Esc leaves`.
pub(super) fn keys(of: &[(String, &str)]) -> Vec<Word> {
    let pair = |(key, what): &(String, &str)| {
        [Word::new(format!(" {key}"), Stress::Strong), Word::new(format!(" {what} "), Stress::Quiet)]
    };
    of.iter().flat_map(pair).collect()
}
