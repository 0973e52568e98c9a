//! A sweep: a knob that a page of the tour goes through, stop by stop.

use crate::recipe::{Knob, Recipe};

/// A knob, and where it stops on its way through an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// What is turned.
    pub knob: Knob,
    /// The values, rising.
    pub stops: &'static [u16],
    /// What the values count.
    pub name: &'static str,
}

impl Sweep {
    /// Where `recipe` stands.
    pub fn value(self, recipe: &Recipe) -> u16 {
        // Stops are whole numbers; between them the one below is shown.
        self.knob.value(recipe) as u16
    }

    /// Sets `recipe` to a value.
    pub fn set(self, recipe: &mut Recipe, value: u16) {
        self.knob.set(recipe, value.into());
    }

    /// Goes to the next stop above where `recipe` stands, or below; at the last one it stays.
    pub fn step(self, recipe: &mut Recipe, upwards: bool) {
        let here = self.value(recipe);
        let mut stops = self.stops.iter().copied();
        let next = if upwards { stops.find(|stop| *stop > here) } else { stops.rev().find(|stop| *stop < here) };
        if let Some(next) = next {
            self.set(recipe, next);
        }
    }

    /// How far along the stops `recipe` is, 0..=1.
    pub fn share(self, recipe: &Recipe) -> f64 {
        let here = self.value(recipe);
        let passed = self.stops.iter().filter(|stop| **stop < here).count();
        passed as f64 / (self.stops.len() - 1).max(1) as f64
    }
}
