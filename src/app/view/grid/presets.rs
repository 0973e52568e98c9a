//! The presets as tiles: what is shown now, those of the digits, then all others.

use std::sync::Arc;

use super::entry::Entry;
use super::source::Source;
use crate::app::action::DIGIT_PRESETS;
use crate::app::look::{Finding, Study};
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
struct FoundPresets(Vec<Entry>);

/// Finds a seed for each preset that is not known yet; it reports [`FoundPresets`].
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
            if !report(Arc::new(FoundPresets(entries.clone()))) {
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
    fn count(&self) -> usize {
        1 + Preset::ALL.len()
    }

    fn entry(&self, tile: usize) -> Option<&Entry> {
        self.entries.get(tile.checked_sub(1)?)
    }

    fn study(&mut self, _: &Recipe) -> Option<Box<dyn Study>> {
        let begins = !self.asked && self.entries.len() < Preset::ALL.len();
        self.asked = true;
        begins.then(|| Box::new(FindSeeds { known: self.entries.clone() }) as Box<dyn Study>)
    }

    fn receive(&mut self, finding: &Finding) {
        if let Some(FoundPresets(entries)) = finding.downcast_ref::<FoundPresets>() {
            let known = self.entries.len();
            self.entries.extend(entries.iter().skip(known).cloned());
        }
    }

    fn opened(&mut self) {
        // What was asked for may have given way to what another view asked for.
        self.asked = false;
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
