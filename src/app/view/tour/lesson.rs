//! Pages that learn: what they show is computed when it is looked at, by learning the sample picture.
//!
//! A thread of its own learns ([`study`]), what it has found so far is kept ([`Lessons`]), and the page shows it in
//! place of the artwork ([`panels`]). All of it counts in steps: it is the same on every machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::look::{Finding, Study};
use crate::learn::{Bands, Shape};
use crate::recipe::{Activation, Activations, Recipe};
use crate::work::Work;
use study::LearnCourses;

mod panels;
mod study;
mod words;

pub(super) use panels::{Panel, Panels};
pub use study::{STEPS, STOPS};
pub(super) use words::Chart;

/// The most weights that a page learns: a second's work or two.
const LARGEST: usize = 70_000;

/// What a page teaches by learning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// How near networks of each width come to the picture.
    Widths,
    /// What is learnt first: tanh beside the artwork's activation, step by step.
    Fog,
    /// The output alone solved beside all layers learnt.
    RandomFeatures,
}

/// What is done with one network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its hidden layers.
    pub shape: Shape,
    /// Whether the output alone is chosen, the hidden layers staying random.
    pub solved: bool,
}

impl Lesson {
    /// The networks that the page shows for `recipe`, from left to right; `None` where they can't learn, or not soon.
    pub fn courses(self, recipe: &Recipe) -> Option<Vec<Course>> {
        let learns = |layer| recipe.layer_activation(layer).is_some_and(|activation| activation != Activation::Step);
        if recipe.parameters() > LARGEST || !(0..recipe.hidden.len()).all(learns) {
            return None;
        }
        let of = |activation: Activations, solved| {
            let hidden = recipe.hidden.clone();
            Course { shape: Shape { hidden, activation }, solved }
        };
        let own = recipe.activation.clone();
        Some(match self {
            Self::Widths => vec![of(own, false)],
            Self::Fog => vec![of(Activations::All(Activation::Tanh), false), of(own, false)],
            Self::RandomFeatures => vec![of(own.clone(), true), of(own, false)],
        })
    }
}

/// A network after some steps of a course.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// After how many.
    pub steps: u64,
    /// How near it paints to the picture, in decibels.
    pub psnr: f64,
    /// How much of the coarse shapes it has, and of the fine detail.
    pub bands: Bands,
    /// The network.
    pub work: Work,
}

/// What a study has found.
#[derive(Debug)]
pub(crate) struct Learnt {
    /// Of which course.
    pub course: Course,
    /// After some steps.
    pub snapshot: Snapshot,
}

/// Everything that was learnt so far.
#[derive(Debug, Default)]
pub(crate) struct Lessons {
    /// Of each course what it was like at its stops, and at last.
    known: Vec<(Course, Vec<Snapshot>)>,
    order: Option<LessonOrder>,
}

/// What the study was asked for that was asked last.
#[derive(Debug)]
struct LessonOrder {
    shown: Vec<Course>,
    all: Vec<Course>,
    given_up: Arc<AtomicBool>,
}

impl Lessons {
    /// Takes what was found. What was learnt further already stays.
    pub(super) fn receive(&mut self, learnt: &Learnt) {
        let Learnt { course, snapshot } = learnt;
        let Some((_, snapshots)) = self.known.iter_mut().find(|(known, _)| known == course) else {
            self.known.push((course.clone(), vec![snapshot.clone()]));
            return;
        };
        let last = snapshots.last().map_or(0, |last| last.steps);
        if snapshot.steps <= last {
            return;
        }
        if !STOPS.contains(&last) {
            snapshots.pop();
        }
        snapshots.push(snapshot.clone());
    }

    /// The newest snapshot of a course within `steps` steps.
    pub(super) fn at(&self, course: &Course, steps: u64) -> Option<&Snapshot> {
        let (_, snapshots) = self.known.iter().find(|(known, _)| known == course)?;
        snapshots.iter().rev().find(|snapshot| snapshot.steps <= steps)
    }

    /// Whether a course is at its end.
    pub(super) fn is_complete(&self, course: &Course) -> bool {
        self.at(course, STEPS).is_some_and(|last| course.solved || last.steps == STEPS)
    }

    /// What is to be learnt so that `shown` can be seen, and then `others`; `None` where that is under way, or done.
    pub(super) fn study(&mut self, shown: Vec<Course>, others: Vec<Course>) -> Option<Box<dyn Study>> {
        let mut missing: Vec<Course> = Vec::new();
        for course in shown.iter().chain(&others) {
            if !self.is_complete(course) && !missing.contains(course) {
                missing.push(course.clone());
            }
        }
        let seen = shown.iter().all(|course| self.is_complete(course));
        let under_way = self.order.as_ref().is_some_and(|order| {
            let asked = missing.iter().all(|course| order.all.contains(course));
            asked && (seen || order.shown == shown) && !order.given_up.load(Ordering::Relaxed)
        });
        if missing.is_empty() || under_way {
            return None;
        }
        let given_up = Arc::new(AtomicBool::new(false));
        self.order = Some(LessonOrder { shown, all: missing.clone(), given_up: Arc::clone(&given_up) });
        Some(Box::new(LearnCourses::new(missing, given_up)))
    }

    /// Takes a finding that may be another's.
    pub(super) fn take(&mut self, finding: &Finding) {
        if let Some(learnt) = finding.downcast_ref::<Learnt>() {
            self.receive(learnt);
        }
    }
}
