//! The presets as tiles: what is shown now, those of the digits, then all others.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::entry::Entry;
use super::layout::Layout;
use super::source::{Source, Word, arrows, keys};
use crate::app::action::{Action, DIGIT_PRESETS, Key, bindings, key_of};
use crate::app::look::{Finding, Study};
use crate::app::view::{Answer, OverlayName};
use crate::curate;
use crate::recipe::{Preset, Recipe, Seed};

/// A seed that shows most presets from a good side.
const SEED: u64 = 7;

/// Every preset with a seed that is worth seeing, as far as they are found.
#[derive(Debug, Default)]
pub(super) struct Presets {
    entries: Vec<Entry>,
    /// Whether they were asked for.
    asked: bool,
}

/// The presets found so far.
#[derive(Debug)]
struct Found(Vec<Entry>);

/// Finds a seed for each preset that is not known yet; it reports [`Found`].
#[derive(Debug)]
struct FindSeeds {
    known: Vec<Entry>,
}

impl Study for FindSeeds {
    fn run(&self, report: &mut dyn FnMut(Finding) -> bool) {
        let mut entries = self.known.clone();
        for preset in in_order().skip(entries.len()) {
            // The same ones each time.
            let recipe = curate::offer(preset.recipe(Seed::from(SEED)), SEED);
            entries.push(Entry::new(recipe, preset.name(), None));
            if !report(Arc::new(Found(entries.clone()))) {
                return;
            }
        }
    }
}

/// All presets, those of the digits first.
fn in_order() -> impl Iterator<Item = Preset> {
    let others = Preset::ALL.into_iter().filter(|preset| !DIGIT_PRESETS.contains(preset));
    DIGIT_PRESETS.into_iter().chain(others)
}

impl Source for Presets {
    fn layout(&self, area: Rect) -> Option<Layout> {
        Layout::of_list(area, self.count())
    }

    fn count(&self) -> usize {
        1 + Preset::ALL.len()
    }

    fn home(&self) -> usize {
        0
    }

    fn entry(&self, tile: usize) -> Option<&Entry> {
        self.entries.get(tile.checked_sub(1)?)
    }

    fn digit(&self, digit: u8) -> Option<usize> {
        (1..=DIGIT_PRESETS.len()).contains(&usize::from(digit)).then_some(digit.into())
    }

    fn pick(&mut self, tile: usize, recipe: &Recipe) -> Answer {
        if tile == self.home() {
            return Answer::Open(recipe.clone());
        }
        self.entry(tile).map_or(Answer::Done, |entry| Answer::Open(entry.recipe().clone()))
    }

    fn study(&mut self, _: &Recipe) -> Option<Box<dyn Study>> {
        let begins = !self.asked && self.entries.len() < Preset::ALL.len();
        self.asked = true;
        begins.then(|| Box::new(FindSeeds { known: self.entries.clone() }) as Box<dyn Study>)
    }

    fn receive(&mut self, finding: &Finding) {
        if let Some(Found(entries)) = finding.downcast_ref::<Found>() {
            let known = self.entries.len();
            self.entries.extend(entries.iter().skip(known).cloned());
        }
    }

    fn opened(&mut self) {
        // What was asked for may have given way to what another view asked for.
        self.asked = false;
    }

    fn mark(&self, tile: usize) -> String {
        if (1..=DIGIT_PRESETS.len()).contains(&tile) { tile.to_string() } else { String::new() }
    }

    fn home_caption(&self, _: u16) -> String {
        "as it is now".to_owned()
    }

    fn footer(&self, width: u16, _: u16) -> Vec<Vec<Word>> {
        let key = |action| key_of(bindings(), action);
        let shortcuts = [
            (format!("1…9 {} {}", arrows(), Key::Enter), "open"),
            (format!("{} {}", Key::PageUp, Key::PageDown), "pages"),
            (key(Action::Close), "leave"),
            (key(Action::Toggle(OverlayName::Help)), "keys"),
            (key(Action::Save), "save"),
            (key(Action::Copy), "copy"),
        ];
        let keys = keys(&shortcuts, width);
        vec![keys]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_one_tile_and_digits_mean_what_they_always_do() {
        let order: Vec<Preset> = in_order().collect();
        assert_eq!(order.len(), Preset::ALL.len());
        assert!(Preset::ALL.iter().all(|preset| order.contains(preset)));
        for (index, preset) in DIGIT_PRESETS.iter().enumerate() {
            assert_eq!((Presets::default().digit(index as u8 + 1), order[index]), (Some(index + 1), *preset));
        }
        assert_eq!((Presets::default().digit(0), Presets::default().digit(10)), (None, None));
    }
}
