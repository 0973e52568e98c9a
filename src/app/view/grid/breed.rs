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
//!  default:42 › weights › colour
//! ```

use ratatui::layout::Rect;

use super::entry::Entry;
use super::layout::TileLayout;
use super::lineage::Lineage;
use super::litters::{Litter, LitterOrder, Litters, Raise};
use super::source::{Source, Stress, Word, keys};
use crate::app::action::{Action, Key, action_for, bindings, key_of};
use crate::app::look::{Finding, Study};
use crate::app::view::Answer;
use crate::litter::{self, Aspect, STRENGTHS, Wishes};
use crate::plain_text;
use crate::recipe::{Knob, Recipe, breed};
use crate::work::Work;

/// The middle of nine tiles.
const MIDDLE: usize = 4;
/// How many generations a strip shows before the parent.
const SEEN_BEFORE: usize = 5;
/// Which key keeps what as it is: the letters that turn the same outside of this view.
const LOCKS: [(char, Aspect); 5] =
    [('w', Aspect::Weights), ('a', Aspect::Shape), ('c', Aspect::Color), ('m', Aspect::Motion), ('v', Aspect::View)];

/// The parent, the way to it, and what is wished of its children.
#[derive(Debug, Default)]
pub(super) struct Breed {
    lineage: Lineage,
    wishes: Wishes,
    /// Two artworks whose cross and its children are shown.
    pair: Option<[Recipe; 2]>,
    /// The first of two, until the second is chosen.
    marked: Option<Recipe>,
    /// What the live view began with: it knows the weights of a file.
    origin: Option<Work>,
    /// What was asked for last.
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
        let parent = self.origin.as_ref().zip(self.lineage.parent());
        parent.map_or(&[], |(origin, parent)| litter::fixed(&origin.with(parent.clone())))
    }

    /// Another parent: what was wished of the last one's children in particular holds no more.
    fn begin_generation(&mut self) {
        (self.pair, self.marked, self.wishes.draw) = (None, None, 0);
    }

    /// Other children of the same parent.
    fn draw_others(&mut self) -> Answer {
        self.wishes.draw = self.wishes.draw.wrapping_add(1);
        Answer::Done
    }

    fn travel(&mut self, generations: isize) -> Answer {
        let end = if generations < 0 { "no generation before this one" } else { "no generation after this one" };
        self.lineage.go(generations).map_or(Answer::Say(end.to_owned()), |recipe| self.return_to(recipe))
    }

    fn return_to(&mut self, recipe: Recipe) -> Answer {
        self.begin_generation();
        Answer::Show(recipe)
    }

    /// Marks a tile; where one is marked already, the litter becomes that of the two.
    fn mark_or_cross(&mut self, tile: usize) -> Answer {
        let Some(artwork) = self.artwork(tile).cloned() else { return Answer::Done };
        if !self.fixed().is_empty() {
            return Answer::Say("weights out of a file have no cross".to_owned());
        }
        let Some(marked) = self.marked.take() else {
            self.marked = Some(artwork);
            return Answer::Say(format!("marked: {} on another tile crosses the two", Key::Char(' ')));
        };
        if marked == artwork {
            return Answer::Done;
        }
        match breed::cross(&marked, &artwork) {
            Ok(_) => {
                self.pair = Some([marked, artwork]);
                self.wishes.draw = 0;
                Answer::Done
            }
            Err(refused) => Answer::Say(refused.to_string()),
        }
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
        Answer::Done
    }

    fn strengthen(&mut self, steps: i32) -> Answer {
        let wanted = i32::from(self.wishes.strength) + steps;
        let [least, most] = [*STRENGTHS.start(), *STRENGTHS.end()];
        self.wishes.strength = wanted.clamp(least.into(), most.into()) as i8;
        Answer::Done
    }

    /// The generations: `… weights › colour › [closer]`.
    fn strip(&self) -> Vec<Word> {
        let (here, first) = (self.lineage.here(), self.first_seen());
        // Weights out of a file begin with the file, not with a seed.
        let file = self.origin.as_ref().filter(|_| !self.fixed().is_empty()).and_then(Work::imported);
        let file = file.map(|weights| plain_text::line(&weights.name, plain_text::LINE));
        let name = |(index, name): (usize, &str)| {
            let stress = if index == here { Stress::Strong } else { Stress::Usual };
            let start = if index > first {
                " › "
            } else if first > 0 {
                " … "
            } else {
                " "
            };
            let name = file.as_deref().filter(|_| index == 0).unwrap_or(name);
            Word::new(format!("{start}{name}"), stress)
        };
        self.lineage.names().enumerate().skip(first).map(name).collect()
    }

    /// The first generation of the strip.
    fn first_seen(&self) -> usize {
        self.lineage.here().saturating_sub(SEEN_BEFORE)
    }

    /// What is wished of the children.
    fn wished(&self) -> Vec<Word> {
        let mut words = vec![Word::new(" keep", Stress::Quiet)];
        for (key, aspect) in LOCKS {
            let locked = self.wishes.locked.contains(&aspect) || self.fixed().contains(&aspect);
            words.push(Word::new(format!(" {key}"), Stress::Strong));
            let name = if aspect == Aspect::Color { "colour" } else { aspect.name() };
            let (mark, stress) = if locked { ("●", Stress::Strong) } else { (" ", Stress::Quiet) };
            words.push(Word::new(format!("{mark}{name}"), stress));
        }
        let [more, fewer] = [1, -1].map(|steps| key_of(bindings(), Action::Turn(Knob::Zoom, steps)));
        words.push(Word::new(format!("  {more} {fewer}"), Stress::Strong));
        words.push(Word::new(format!(" strength {:+}", self.wishes.strength), Stress::Quiet));
        words
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
        let Some(child) = self.entry(tile).cloned() else { return Answer::Done };
        self.lineage.pick(child.recipe().clone(), &child.caption);
        self.return_to(child.recipe().clone())
    }

    fn key(&mut self, key: Key, focus: usize, _: &Recipe) -> Answer {
        if let Some((_, aspect)) = LOCKS.into_iter().find(|(letter, _)| key == Key::Char(*letter)) {
            return self.turn_lock(aspect);
        }
        match (key, action_for(key)) {
            (Key::Char(' '), _) => self.mark_or_cross(focus),
            (_, Some(Action::Undo)) => self.travel(-1),
            (_, Some(Action::Redo)) => self.travel(1),
            (_, Some(Action::Turn(Knob::Zoom, steps))) => self.strengthen(steps),
            _ => Answer::Pass,
        }
    }

    fn study(&mut self, recipe: &Recipe) -> Option<Box<dyn Study>> {
        if self.lineage.follow(recipe) {
            self.begin_generation();
        }
        let order = LitterOrder { parent: recipe.clone(), pair: self.pair.clone(), wishes: self.wishes.clone() };
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

    fn opened(&mut self) {
        // What was asked for may have given way to what another view asked for.
        self.order = None;
    }

    fn slides(&self) -> bool {
        true
    }

    fn mark(&self, tile: usize) -> String {
        let is_marked = |recipe: &Recipe| {
            let pair = self.pair.iter().flatten();
            self.marked.iter().chain(pair).any(|marked| marked == recipe)
        };
        let mark = if self.artwork(tile).is_some_and(is_marked) { "◆" } else { "" };
        format!("{}{mark}", digit_of(tile))
    }

    fn home_caption(&self) -> String {
        "parent".to_owned()
    }

    fn footer(&self) -> Vec<Vec<Word>> {
        let key = |action| key_of(bindings(), action);
        let keys = keys(&[
            ("1…9".to_owned(), "choose"),
            ("5".to_owned(), "others"),
            (key(Action::Undo), "back"),
            (Key::Char(' ').to_string(), "on two crosses"),
            (key(Action::Save), "save"),
            (key(Action::Copy), "copy"),
            (key(Action::Close), "leave"),
        ]);
        vec![self.strip(), self.wished(), keys]
    }

    fn click_word(&mut self, line_from_last: usize, word: usize) -> Answer {
        if line_from_last != 2 {
            return Answer::Done;
        }
        let generation = self.first_seen() + word;
        self.lineage.go_to(generation).map_or(Answer::Done, |recipe| self.return_to(recipe))
    }
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
