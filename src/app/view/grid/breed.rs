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
use crate::litter::{self, Aspect, STRENGTHS, Wishes};
use crate::plain_text;
use crate::recipe::{Knob, Recipe, breed};
use crate::work::Work;

mod words;

/// The middle of nine tiles.
const MIDDLE: usize = 4;
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
    /// What the live view began with: it knows the weights of a file.
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

    /// What no child of the parent can differ in.
    fn fixed(&self) -> &'static [Aspect] {
        self.parent_work().map_or(&[], |parent| litter::fixed(&parent))
    }

    /// Whether all children have this of their parent.
    fn is_kept(&self, aspect: Aspect) -> bool {
        self.wishes.locked.contains(&aspect) || self.fixed().contains(&aspect)
    }

    /// The parent with what paints it.
    fn parent_work(&self) -> Option<Work> {
        let (origin, parent) = self.origin.as_ref().zip(self.lineage.parent())?;
        Some(origin.with(parent.clone()))
    }

    /// Follows what is shown: weights out of a file begin with the file, not with a seed.
    fn follow(&mut self, recipe: &Recipe) {
        if !self.lineage.follow(recipe) {
            return;
        }
        self.begin_generation();
        let parent = self.parent_work();
        if let Some(weights) = parent.as_ref().and_then(Work::imported) {
            self.lineage.call_root(&plain_text::line(&weights.name, plain_text::LINE));
        }
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

    /// Other children of the same parent.
    fn draw_others(&mut self) -> Answer {
        self.lineage.draw_others();
        self.begin_litter();
        Answer::Done
    }

    /// Follows a step through the lineage, or says that it is at its `end`.
    fn travel(&mut self, step: fn(&mut Lineage) -> Option<Recipe>, end: &str) -> Answer {
        let before = self.lineage.here();
        match step(&mut self.lineage) {
            None => Answer::Say(end.to_owned()),
            Some(recipe) if self.lineage.here() != before => self.return_to(recipe),
            // Another litter of the same parent.
            Some(_) => {
                self.begin_litter();
                Answer::Done
            }
        }
    }

    fn return_to(&mut self, recipe: Recipe) -> Answer {
        self.begin_generation();
        Answer::Show(recipe)
    }

    /// Marks a tile; where one is marked already, the cross of the two becomes the parent.
    fn mark_or_cross(&mut self, tile: usize) -> Answer {
        let Some(artwork) = self.artwork(tile).cloned() else { return Answer::Done };
        if !self.fixed().is_empty() {
            return Answer::Say("weights out of a file have no cross".to_owned());
        }
        let name = format!("{} {}", digit_of(tile), self.entry(tile).map_or("parent", |entry| &entry.caption));
        let Some((marked, first)) = self.marked.take() else {
            self.marked = Some((artwork, name));
            return Answer::Say(format!("marked: {} on another tile crosses the two", Key::Char(' ')));
        };
        if marked == artwork {
            return Answer::Done;
        }
        match breed::cross(&marked, &artwork) {
            Ok(cross) => {
                self.lineage.cross(cross.clone(), [&first, &name]);
                self.return_to(cross)
            }
            Err(refused) => Answer::Say(refused.to_string()),
        }
    }

    /// Gives up what is not done yet: a tile that is waited for, else a mark.
    fn give_up(&mut self) -> Answer {
        if self.waiting.take().is_some() || self.marked.take().is_some() { Answer::Done } else { Answer::Pass }
    }

    fn turn_lock(&mut self, aspect: Aspect) -> Answer {
        let fixed = self.fixed();
        if fixed.contains(&aspect) {
            return Answer::Say("weights out of a file stay as they are".to_owned());
        }
        let locked = &mut self.wishes.locked;
        let others = fixed.iter().filter(|fixed| !locked.contains(fixed)).count();
        if let Some(place) = locked.iter().position(|other| *other == aspect) {
            locked.remove(place);
        } else if locked.len() + others + 1 == Aspect::ALL.len() {
            return Answer::Say("something has to change: let another go first".to_owned());
        } else {
            locked.push(aspect);
        }
        self.begin_litter();
        Answer::Done
    }

    fn strengthen(&mut self, steps: i32) -> Answer {
        let wanted = i32::from(self.wishes.strength) + steps;
        let [least, most] = [*STRENGTHS.start(), *STRENGTHS.end()];
        self.wishes.strength = wanted.clamp(least.into(), most.into()) as i8;
        self.begin_litter();
        Answer::Done
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
        let order = LitterOrder { parent: recipe.clone(), wishes };
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

    fn pending_caption(&self, tile: usize) -> &'static str {
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

/// Why a tile stays without a child.
fn no_other(tile: usize) -> String {
    format!("no child for {}: no other differs enough and stays kin", digit_of(tile))
}

/// The tile of a digit: where it stands on a keypad.
fn tile_of(digit: u8) -> Option<usize> {
    let place = usize::from(digit).checked_sub(1).filter(|place| *place < 9)?;
    Some(3 * (2 - place / 3) + place % 3)
}

/// The digit of a tile.
fn digit_of(tile: usize) -> usize {
    3 * (2 - (tile / 3).min(2)) + tile % 3 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_stand_as_on_a_keypad() {
        let rows = [[7, 8, 9], [4, 5, 6], [1, 2, 3]];
        for (tile, digit) in rows.as_flattened().iter().enumerate() {
            assert_eq!((tile_of(*digit), digit_of(tile)), (Some(tile), usize::from(*digit)));
        }
        assert_eq!((tile_of(0), tile_of(10)), (None, None));
        assert_eq!(tile_of(5), Some(MIDDLE));
    }

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
