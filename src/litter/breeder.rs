//! Fills the places of a litter, one by one: candidates for each, measured and judged.

use super::sight::Impression;
use super::{Aspect, Offspring, STRENGTHS, Wishes, step, variation};
use crate::curate::{Assessment, judge};
use crate::recipe::stream::{Purpose, Stream, StreamKey};
use crate::recipe::{Child, Motion, Recipe, breed};
use crate::work::Work;

/// The least and the greatest change of a child in weights at the usual strength: its mean difference from its
/// parent, as a share of the parent's contrast. From 0.12 on a change is seen on a whole screen; on a small tile it takes
/// more.
const CHANGE: [f64; 2] = [0.18, 0.25];
/// How many children in weights are measured until one changes by so much: a step nearer halves the change, so that
/// less than half of them can.
const TRIES: u32 = 3;
/// Two that differ by less are twins.
const TWINS: f64 = 0.06;
/// A child of another shape that differs by more is a stranger.
const STRANGER: f64 = 0.8;
/// A child of less merit gives its place to one that differs in something else: it is noise, one colour, or a stranger.
const LEAST_MERIT: f64 = 0.5;
/// How many candidates for a place in the litter are looked at before the best of them has to do.
const ATTEMPTS: u32 = 4;
/// The most weights and biases of a network that is looked at: 2·10⁸ multiply-adds a probe.
const MEASURABLE: usize = 150_000;
/// The most of one that is judged, which takes ten times as many positions.
const JUDGEABLE: usize = 20_000;

/// A child that might do.
struct Candidate {
    offspring: Offspring,
    /// What it looks like, where that is measured.
    sight: Option<Impression>,
}

/// A litter on its way.
pub(super) struct Breeder {
    parent: Recipe,
    /// Whose weights paint it, where they are out of a file: they paint its children too.
    weights: Option<Work>,
    /// What the parent looks like, where that is measured.
    sight: Option<Impression>,
    /// What the curator says of the parent, where that is measured: children need be no better.
    verdict: Option<Assessment>,
    /// How many times more than usual children differ.
    reach: f64,
    stream: Stream,
    /// The number of the next child in weights.
    number: u32,
    /// The step that the last one needed.
    step: u8,
    born: Vec<Offspring>,
    sights: Vec<Option<Impression>>,
}

impl Breeder {
    pub(super) fn new(parent: &Work, wishes: &Wishes) -> Self {
        let weights = parent.imported().map(|_| parent.clone());
        let parent = parent.recipe().clone().canonical();
        let size = parent.parameters();
        // What a file paints was chosen by its owner: it is not judged.
        let is_judged = weights.is_none() && size <= JUDGEABLE;
        // Candidates of two draws must not be the same, if each place needs as many as it may.
        let numbers = (wishes.count as u32).wrapping_mul(ATTEMPTS * TRIES);
        Self {
            sight: (size <= MEASURABLE).then(|| see(weights.as_ref(), &parent)).filter(Impression::is_measurable),
            verdict: is_judged.then(|| judge(&parent).verdict),
            reach: libm::pow(2.0, 0.5 * f64::from(wishes.strength.clamp(*STRENGTHS.start(), *STRENGTHS.end()))),
            stream: StreamKey::root(hash(&parent.to_string())).child(wishes.draw).stream(Purpose::Curation),
            number: wishes.draw.wrapping_mul(numbers).wrapping_add(1),
            step: Child::USUAL,
            born: Vec::with_capacity(wishes.count),
            sights: Vec::with_capacity(wishes.count),
            weights,
            parent,
        }
    }

    /// Adds a child that differs in `aspect`, or where none that is worth it does, in something else that is not locked.
    /// Returns it, if there is one.
    pub(super) fn add(&mut self, aspect: Aspect, locked: &[Aspect]) -> Option<&Offspring> {
        // Weights come last: half of the litter differs in them anyway.
        let others = Aspect::ALL.into_iter().rev().filter(|other| *other != aspect && !locked.contains(other));
        let mut best: Option<(f64, Candidate)> = None;
        for aspect in std::iter::once(aspect).chain(others) {
            let Some((merit, candidate)) = self.best(aspect) else { continue };
            if best.as_ref().is_none_or(|(highest, _)| merit > *highest) {
                best = Some((merit, candidate));
            }
            // Weights can always differ by more or less: what they make of this parent is as good as it gets.
            if merit >= LEAST_MERIT || aspect == Aspect::Weights {
                break;
            }
        }
        let (_, Candidate { offspring, sight }) = best?;
        self.born.push(offspring);
        self.sights.push(sight);
        self.born.last()
    }

    /// The first of some candidates that is as it should be, or else the best, and its merit.
    fn best(&mut self, aspect: Aspect) -> Option<(f64, Candidate)> {
        let mut best: Option<(f64, Candidate)> = None;
        for _ in 0..ATTEMPTS {
            let Some(candidate) = self.candidate(aspect) else { break };
            let recipe = &candidate.offspring.recipe;
            let known = *recipe == self.parent || self.born.iter().any(|born| born.recipe == *recipe);
            if known || self.is_lost_in_noise(&candidate) {
                continue;
            }
            let merit = self.merit(&candidate, aspect);
            if best.as_ref().is_none_or(|(highest, _)| merit > *highest) {
                best = Some((merit, candidate));
            }
            if merit >= 1.0 {
                break;
            }
        }
        best
    }

    fn candidate(&mut self, aspect: Aspect) -> Option<Candidate> {
        if aspect == Aspect::Weights {
            return self.turned();
        }
        let weights = self.weights.as_ref();
        let allows = |recipe: &Recipe| weights.is_none_or(|weights| keeps(weights, recipe));
        let (recipe, what) = variation::vary(&self.parent, aspect, self.reach, &mut self.stream, allows)?;
        let recipe = recipe.canonical();
        let is_seen = self.sight.is_some() && recipe.parameters() <= MEASURABLE;
        let sight = is_seen.then(|| see(weights, &recipe));
        Some(Candidate { offspring: Offspring { recipe, what }, sight })
    }

    /// Whether a candidate shows nothing at the size of a tile, where its parent does.
    fn is_lost_in_noise(&self, candidate: &Candidate) -> bool {
        let sights = self.sight.as_ref().zip(candidate.sight.as_ref());
        sights.is_some_and(|(own, sight)| sight.is_noise_beside(own))
    }

    /// A child in weights that changes the picture as much as it should; of several, the one that comes closest.
    fn turned(&mut self) -> Option<Candidate> {
        let what = "weights".to_owned();
        if self.sight.is_none() {
            let number = self.next_number();
            let recipe = breed::child(&self.parent, Child::from(number))?;
            return Some(Candidate { offspring: Offspring { recipe, what }, sight: None });
        }
        let [least, most] = CHANGE.map(|change| change * self.reach);
        let middle = libm::log(libm::sqrt(least * most));
        let mut best: Option<(f64, Recipe, Impression)> = None;
        for _ in 0..TRIES {
            let (change, recipe, sight) = self.fitting([least, most])?;
            let miss = (libm::log(change.max(f64::MIN_POSITIVE)) - middle).abs();
            if best.as_ref().is_none_or(|(closest, ..)| miss < *closest) {
                best = Some((miss, recipe, sight));
            }
            if (least..=most).contains(&change) {
                break;
            }
        }
        best.map(|(_, recipe, sight)| Candidate { offspring: Offspring { recipe, what }, sight: Some(sight) })
    }

    /// The next child in weights at the step at which its change comes closest to `wanted`, and that change.
    fn fitting(&mut self, wanted: [f64; 2]) -> Option<(f64, Recipe, Impression)> {
        let number = self.next_number();
        let own = self.sight.as_ref()?;
        let (step, (change, recipe), sight) = step::fitting(wanted, self.step, |step| {
            let recipe = breed::child(&self.parent, Child { number, step })?;
            let sight = see(None, &recipe);
            let change = own.change_to(&sight);
            Some((change, (change, recipe), sight))
        })?;
        self.step = step;
        Some((change, recipe, sight))
    }

    fn next_number(&mut self) -> u32 {
        let number = self.number;
        self.number = number.wrapping_add(1);
        number
    }

    /// How good a candidate is, 0..=1: 1 for one that is no twin, no stranger and not dull.
    fn merit(&self, candidate: &Candidate, aspect: Aspect) -> f64 {
        let judged = self.verdict.filter(|_| candidate.offspring.recipe.parameters() <= JUDGEABLE);
        let worth = judged.map_or(1.0, |parents| {
            let judgement = judge(&candidate.offspring.recipe);
            let fine = [Assessment::Showable, parents].contains(&judgement.verdict);
            if fine { 1.0 } else { 0.5 * judgement.score }
        });
        let (Some(own), Some(sight)) = (&self.sight, &candidate.sight) else { return worth };
        let change = own.change_to(sight);
        let siblings = self.sights.iter().flatten().map(|sibling| own.share(sibling.difference(sight)));
        let nearest = siblings.fold(change, f64::min);
        let apart = (nearest / (TWINS * self.reach)).min(1.0);
        let kin = if aspect == Aspect::Shape { (STRANGER / change.max(STRANGER)).min(1.0) } else { 1.0 };
        worth * apart * kin
    }
}

/// What `recipe` looks like, painted by `weights` where there are any.
fn see(weights: Option<&Work>, recipe: &Recipe) -> Impression {
    let work = weights.map_or_else(|| Work::new(recipe.clone()), |weights| weights.with(recipe.clone()));
    Impression::of(work.painting())
}

/// Whether `weights` paint a child as it is, all along its loop: a morph would leave them for a network of a seed.
fn keeps(weights: &Work, child: &Recipe) -> bool {
    let morphs = |recipe: &Recipe| recipe.motion.contains(&Motion::Morph);
    weights.with(child.clone()).imported().is_some() && (!morphs(child) || morphs(weights.recipe()))
}

/// FNV-1a, 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
