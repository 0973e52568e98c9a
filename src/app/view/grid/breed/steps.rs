//! What the keys of breeding do: steps through the lineage, crosses, and what is wished of the children.

use super::super::lineage::Lineage;
use super::super::source::Source;
use super::Breed;
use super::keypad::digit_of;
use crate::app::action::Key;
use crate::app::view::Answer;
use crate::litter::{Aspect, STRENGTHS};
use crate::recipe::{Recipe, breed};

impl Breed {
    /// Other children of the same parent.
    pub(super) fn draw_others(&mut self) -> Answer {
        self.lineage.draw_others();
        self.begin_litter();
        Answer::Done
    }

    /// Follows a step through the lineage, or says that it is at its `end`.
    pub(super) fn travel(&mut self, step: fn(&mut Lineage) -> Option<Recipe>, end: &str) -> Answer {
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

    pub(super) fn return_to(&mut self, recipe: Recipe) -> Answer {
        self.begin_generation();
        Answer::Show(recipe)
    }

    /// Marks a tile; where one is marked already, the cross of the two becomes the parent.
    pub(super) fn mark_or_cross(&mut self, tile: usize) -> Answer {
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
    pub(super) fn give_up(&mut self) -> Answer {
        if self.waiting.take().is_some() || self.marked.take().is_some() { Answer::Done } else { Answer::Pass }
    }

    pub(super) fn turn_lock(&mut self, aspect: Aspect) -> Answer {
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

    pub(super) fn strengthen(&mut self, steps: i32) -> Answer {
        let wanted = i32::from(self.wishes.strength) + steps;
        let [least, most] = [*STRENGTHS.start(), *STRENGTHS.end()];
        self.wishes.strength = wanted.clamp(least.into(), most.into()) as i8;
        self.begin_litter();
        Answer::Done
    }
}
