//! Where tiles come from: what a view of tiles shows, apart from how tiles look and how one goes from one to another.

use std::fmt::Debug;

use ratatui::layout::Rect;

use super::super::prose::columns;
use super::entry::Entry;
use super::layout::TileLayout;
use crate::app::action::{Action, Key, PAN_STEP, bindings, key_of};
use crate::app::look::{Finding, Study};
use crate::app::view::{Answer, OverlayName, OwnKey};
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
        open_tile(self, tile, recipe)
    }

    /// What it makes of a key, `focus` being the tile that is in focus.
    fn key(&mut self, key: Key, focus: usize, recipe: &Recipe) -> Answer {
        let _ = (key, focus, recipe);
        Answer::Pass
    }

    /// Follows what is shown. Returns what is to be found out, once for each.
    fn study(&mut self, recipe: &Recipe) -> Option<Box<dyn Study>>;

    /// A tile that was picked before it came, once it has come, or why it never will.
    fn waited_for(&mut self) -> Option<Result<usize, String>> {
        None
    }

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

    /// The caption of the picture's own tile, which is `width` columns wide.
    fn home_caption(&self, width: u16) -> String {
        let _ = width;
        "as it is now".to_owned()
    }

    /// The caption of a tile that has not come.
    fn pending_caption(&self, tile: usize) -> &str {
        let _ = tile;
        "…"
    }

    /// What stands in a tile instead of a picture: why there is none.
    fn refusal(&self, tile: usize) -> Option<&str> {
        let _ = tile;
        None
    }

    /// The lines below the tiles, the most important one last: words, and whether they stand out. Each has `width`
    /// columns, the one above the last `strip_width`.
    fn footer(&self, width: u16, strip_width: u16) -> Vec<Vec<Word>> {
        let _ = strip_width;
        vec![list_keys(width)]
    }

    /// What a click on a word of the footer does, the lines counted from the last one.
    fn click_word(&mut self, line_from_last: usize, word: usize, strip_width: u16) -> Answer {
        let _ = (line_from_last, word, strip_width);
        Answer::Done
    }

    /// Its own keys, for the help.
    fn own_keys(&self) -> Vec<OwnKey> {
        let key = |action| key_of(bindings(), action);
        vec![
            ("1…9".to_owned(), "open a tile"),
            (format!("{} {}", arrows(), Key::Enter), "go to a tile, open it"),
            (format!("{} {}", Key::PageUp, Key::PageDown), "other pages"),
            (format!("{} {}", key(Action::Save), key(Action::Copy)), "save it, copy its line"),
            (key(Action::Close), "leave"),
        ]
    }
}

/// Opens what a tile shows, with the weights that paint it.
pub(super) fn open_tile(source: &(impl Source + ?Sized), tile: usize, recipe: &Recipe) -> Answer {
    if tile == source.home() {
        return Answer::Open(recipe.clone());
    }
    source.entry(tile).map_or(Answer::Done, |entry| match entry.work.imported() {
        Some(_) => open_as_kept(entry),
        None => Answer::Open(entry.recipe().clone()),
    })
}

/// Opens what a tile shows, by no other weights than its own.
pub(super) fn open_as_kept(entry: &Entry) -> Answer {
    Answer::OpenWork(Box::new(entry.work.with(entry.recipe().clone())))
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

/// The keys of a list, as many as fit into `width` columns.
pub(super) fn list_keys(width: u16) -> Vec<Word> {
    let key = |action| key_of(bindings(), action);
    let shortcuts = [
        (format!("1…9 {} {}", arrows(), Key::Enter), "open"),
        (format!("{} {}", Key::PageUp, Key::PageDown), "pages"),
        (key(Action::Close), "leave"),
        (key(Action::Toggle(OverlayName::Help)), "keys"),
        (key(Action::Save), "save"),
        (key(Action::Copy), "copy"),
    ];
    keys(&shortcuts, width)
}

/// Keys and what they do, as words: `u back   Esc leaves`. As many as fit into `width` columns.
pub(super) fn keys(of: &[(String, &str)], width: u16) -> Vec<Word> {
    let pair = |(key, what): &(String, &str)| {
        vec![Word::new(format!(" {key}"), Stress::Strong), Word::new(format!(" {what} "), Stress::Quiet)]
    };
    as_many_as_fit(of.iter().map(pair).collect(), width)
}

/// Whole groups of words in `width` columns, the first ones first; an ellipsis stands for the others.
pub(super) fn as_many_as_fit(groups: Vec<Vec<Word>>, width: u16) -> Vec<Word> {
    let (mut words, mut used, count) = (Vec::new(), 0, groups.len());
    for (index, group) in groups.into_iter().enumerate() {
        // What a group ends in parts it from the next one alone.
        let wide = columns(group.iter().map(|word| word.text.as_str()).collect::<String>().trim_end());
        let reserved = if index + 1 == count { 0 } else { 2 };
        if used + wide + reserved > usize::from(width) {
            let is_parted = words.last().is_some_and(|word: &Word| word.text.ends_with(' '));
            words.push(Word::new(if is_parted { "…" } else { " …" }, Stress::Quiet));
            break;
        }
        used += group.iter().map(|word| columns(&word.text)).sum::<usize>();
        words.extend(group);
    }
    words
}

/// The keys that go from tile to tile.
pub(super) fn arrows() -> String {
    let ways = [[-PAN_STEP, 0.0], [0.0, PAN_STEP], [0.0, -PAN_STEP], [PAN_STEP, 0.0]];
    ways.map(|way| key_of(bindings(), Action::Pan(way))).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_keys_ends_at_a_whole_one_and_says_that_there_are_more() {
        let of = [("u".to_owned(), "back"), ("Esc".to_owned(), "leave"), ("s".to_owned(), "save")];
        let shown = |width| keys(&of, width).iter().map(|word| word.text.as_str()).collect::<String>();
        for (width, expected) in [
            (26, " u back  Esc leave  s save "),
            (25, " u back  Esc leave …"),
            (20, " u back  Esc leave …"),
            (19, " u back …"),
            (9, " u back …"),
            (8, " …"),
        ] {
            assert_eq!(shown(width).trim_end(), expected.trim_end(), "{width}");
        }
    }
}
