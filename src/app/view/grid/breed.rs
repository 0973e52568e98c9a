//! Breeding: the parent in the middle, its children around it, laid out as the numeric keypad.
//!
//! ```text
//! ┌─────────┬─────────┬─────────┐
//! │ 7 child │ 8 child │ 9 child │
//! ├─────────┼─────────┼─────────┤
//! │ 4 child │ parent  │ 6 child │
//! ├─────────┼─────────┼─────────┤
//! │ 1 child │ 2 child │ 3 child │
//! └─────────┴─────────┴─────────┘
//!  5 others   + - strength 0   keep w weights …
//!  generation 2  default:42 › weights › colour
//!  1…9 ←↓↑→ Enter choose   u back …
//! ```

use ratatui::layout::Rect;

use super::super::prose::columns;
use super::entry::Entry;
use super::layout::TileLayout;
use super::lineage::Lineage;
use super::litters::{Litter, LitterOrder, Litters, Raise};
use super::source::{Source, Word, keys};
use super::strip::strip;
use crate::app::action::{Action, Key, action_for};
use crate::app::look::{Finding, Study};
use crate::app::view::{Answer, OwnKey};
use crate::litter::{Aspect, Wishes};
use crate::recipe::{Knob, Recipe};
use crate::work::Work;
use keypad::{MIDDLE, digit_of, no_other, tile_of};

mod keypad;
mod parent;
mod steps;
mod words;

/// Which key keeps what as it is: the letters that turn the same outside of this view.
const LOCKS: [(char, Aspect); 5] =
    [('w', Aspect::Weights), ('a', Aspect::Shape), ('c', Aspect::Color), ('m', Aspect::Motion), ('v', Aspect::View)];

/// The parent, the way to it, and what is wished of its children.
#[derive(Debug, Default)]
pub(super) struct Breed {
    lineage: Lineage,
    wishes: Wishes,
    /// The first of two that are to be crossed, and what its tile is called, until the second is chosen.
    marked: Option<(Recipe, String)>,
    /// The tile that was picked before its child was found: it is picked as soon as it is.
    waiting: Option<usize>,
    /// What is shown: it knows the weights of a file.
    origin: Option<Work>,
    /// What was asked for last; nothing as long as what is wished has not been asked for.
    order: Option<LitterOrder>,
    litters: Litters,
}

impl Breed {
    fn children(&self) -> &[Entry] {
        self.order.as_ref().map_or(&[][..], |order| self.litters.children(order))
    }

    /// The artwork in a tile, the parent in the middle.
    fn artwork(&self, tile: usize) -> Option<&Recipe> {
        if tile == MIDDLE { self.lineage.parent() } else { self.entry(tile).map(Entry::recipe) }
    }

    fn is_complete(&self) -> bool {
        self.order.as_ref().is_some_and(|order| self.litters.is_complete(order))
    }

    /// The tiles show other children: none yet, so that no key means one of those before.
    fn begin_litter(&mut self) {
        (self.order, self.waiting) = (None, None);
    }

    /// Another parent: what was wished of the last one's children in particular holds no more.
    fn begin_generation(&mut self) {
        self.marked = None;
        self.begin_litter();
    }
}

impl Source for Breed {
    fn layout(&self, area: Rect) -> Option<TileLayout> {
        TileLayout::of_nine(area)
    }

    fn count(&self) -> usize {
        9
    }

    fn home(&self) -> usize {
        MIDDLE
    }

    fn entry(&self, tile: usize) -> Option<&Entry> {
        match tile {
            MIDDLE => None,
            _ => self.children().get(tile - usize::from(tile > MIDDLE)),
        }
    }

    fn digit(&self, digit: u8) -> Option<usize> {
        tile_of(digit)
    }

    fn pick(&mut self, tile: usize, _: &Recipe) -> Answer {
        if tile == MIDDLE {
            return self.draw_others();
        }
        let Some(child) = self.entry(tile).cloned() else {
            if self.is_complete() {
                return Answer::Say(no_other(tile));
            }
            self.waiting = Some(tile);
            return Answer::Done;
        };
        self.lineage.pick(child.recipe().clone(), &child.caption);
        self.return_to(child.recipe().clone())
    }

    fn key(&mut self, key: Key, focus: usize, _: &Recipe) -> Answer {
        if let Some((_, aspect)) = LOCKS.into_iter().find(|(letter, _)| key == Key::Char(*letter)) {
            return self.turn_lock(aspect);
        }
        match (key, action_for(key)) {
            (Key::Char(' '), _) => self.mark_or_cross(focus),
            (_, Some(Action::Undo)) => self.travel(Lineage::back, "no generation before this one"),
            (_, Some(Action::Redo)) => self.travel(Lineage::forward, "no generation after this one"),
            (_, Some(Action::Close)) => self.give_up(),
            (_, Some(Action::Turn(Knob::Zoom, steps))) => self.strengthen(steps),
            _ => Answer::Pass,
        }
    }

    fn study(&mut self, recipe: &Recipe) -> Option<Box<dyn Study>> {
        self.follow(recipe);
        let wishes = Wishes { draw: self.lineage.draw(), ..self.wishes.clone() };
        let parent = self.parent_work();
        let weights = parent.as_ref().and_then(Work::imported).map(|weights| weights.hash.clone());
        let order = LitterOrder { parent: recipe.clone(), weights, wishes };
        if self.order.as_ref() == Some(&order) {
            return None;
        }
        self.order = Some(order.clone());
        (!self.litters.is_complete(&order))
            .then(|| Box::new(Raise { order, origin: self.origin.clone() }) as Box<dyn Study>)
    }

    fn receive(&mut self, finding: &Finding) {
        if let Some(litter) = finding.downcast_ref::<Litter>() {
            self.litters.keep(litter);
        } else if let Some(origin) = finding.downcast_ref::<Work>() {
            if self.origin.as_ref().is_some_and(|before| !before.knows_weights_of(origin)) {
                // Another family, though its recipe may be the same.
                self.lineage = Lineage::default();
                self.begin_generation();
            }
            self.origin = Some(origin.clone());
        }
    }

    fn waited_for(&mut self) -> Option<Result<usize, String>> {
        let tile = self.waiting?;
        if self.entry(tile).is_none() && !self.is_complete() {
            return None;
        }
        self.waiting = None;
        let found = self.entry(tile).map(|_| tile);
        Some(found.ok_or_else(|| no_other(tile)))
    }

    fn opened(&mut self) {
        // What was asked for may have given way to what another view asked for.
        self.begin_litter();
    }

    fn slides(&self) -> bool {
        true
    }

    fn mark(&self, tile: usize) -> String {
        let marked = self.marked.as_ref().map(|(marked, _)| marked);
        let mark = if marked.is_some() && self.artwork(tile) == marked { "◆" } else { "" };
        // What the middle's digit does is said beside what it shows.
        if tile == MIDDLE { mark.to_owned() } else { format!("{}{mark}", digit_of(tile)) }
    }

    fn home_caption(&self, width: u16) -> String {
        let name = if self.lineage.is_cross() { "cross" } else { "parent" };
        let whole = format!("{name} · 5 others");
        // With a space at both sides, and a mark.
        if columns(&whole) + 4 > usize::from(width) { name.to_owned() } else { whole }
    }

    fn pending_caption(&self, tile: usize) -> &str {
        match self.waiting {
            Some(waiting) if waiting == tile => "… chosen",
            _ if self.is_complete() => "no other",
            _ => "…",
        }
    }

    fn footer(&self, width: u16, strip_width: u16) -> Vec<Vec<Word>> {
        let strip = strip(&self.lineage, strip_width).into_iter().map(|(word, _)| word).collect();
        vec![
            words::wished(self.wishes.strength, |aspect| self.is_kept(aspect), width),
            strip,
            keys(&words::shortcuts(), width),
        ]
    }

    fn own_keys(&self) -> Vec<OwnKey> {
        words::own_keys()
    }

    fn click_word(&mut self, line_from_last: usize, word: usize, strip_width: u16) -> Answer {
        let generation = strip(&self.lineage, strip_width).get(word).and_then(|(_, generation)| *generation);
        match generation.filter(|generation| line_from_last == 1 && *generation != self.lineage.here()) {
            Some(generation) => self.lineage.go_to(generation).map_or(Answer::Done, |recipe| self.return_to(recipe)),
            None => Answer::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_that_lock_are_those_that_turn_the_same_elsewhere() {
        for (letter, aspect) in LOCKS {
            let outside = action_for(Key::Char(letter));
            let same = match aspect {
                Aspect::Weights => outside == Some(Action::Turn(Knob::WeightScale, 1)),
                Aspect::Shape => outside == Some(Action::Turn(Knob::Activation, 1)),
                Aspect::Color => outside == Some(Action::Color),
                Aspect::Motion => outside == Some(Action::Motion),
                // No key turns the whole view.
                Aspect::View => true,
            };
            assert!(same, "{letter} is {outside:?}");
        }
    }
}
