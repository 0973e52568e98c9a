//! What the dial reads of a network: where it stands between order and chaos.

use std::sync::Arc;

use crate::app::look::{Finding, Findings, Look, Scene};
use crate::insight::plane::Plane;
use crate::insight::theory::{Scales, StackTheory};
use crate::insight::{self, Verdict};
use crate::recipe::{Activation, Recipe};

/// The most parameters of a network that is measured: a few hundredths of a second.
const MEASURED: usize = 30_000;

/// What the dial reads.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) recipe: Recipe,
    activations: Vec<Activation>,
    /// χ₁ around the network.
    pub(super) plane: Arc<Plane>,
    /// Where the network stands; `None` without hidden layers.
    pub(super) here: Option<StackTheory>,
    /// What its picture was measured to be; `None` where measuring takes too long.
    pub(super) verdict: Option<Verdict>,
}

/// Where the network stands on the plane; it finds a [`Reading`], another one only where the artwork is another.
#[derive(Debug)]
pub(super) struct ReadDial;

impl Look for ReadDial {
    fn find(&self, scene: &Scene<'_>, earlier: &Findings) -> Finding {
        let recipe = scene.work.recipe().clone();
        let known = earlier.newest::<Reading>();
        if let Some(reading) = known.as_ref().filter(|reading| reading.recipe == recipe) {
            return reading.clone();
        }
        let last = recipe.hidden.len().saturating_sub(1);
        let activations = Scales::of_recipe(&recipe, last, 1).activations;
        let known = known.filter(|reading| reading.activations == activations);
        let plane = known.map_or_else(|| Arc::new(Plane::of(&activations)), |reading| Arc::clone(&reading.plane));
        let verdict = (recipe.parameters() <= MEASURED).then(|| insight::judge(scene.work, 0.0));
        let here = insight::stack(scene.work);
        Arc::new(Reading { recipe, activations, plane, here, verdict })
    }
}
