//! Learning for a page, on the thread that finds out what takes long.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Course, Learnt, Snapshot};
use crate::app::look::{Finding, Study};
use crate::learn::sample::sample;
use crate::learn::{Bands, Learner, Picture, solve_output};
use crate::network::Network;
use crate::work::{Imported, Work};

/// Steps that a network learns.
pub const STEPS: u64 = 1024;
/// The steps at which it can be looked at again: each is four times as far.
pub const STOPS: [u64; 6] = [1, 4, 16, 64, 256, STEPS];
/// Steps between two looks: so soon it is given up when something else is wanted.
const STRIDE: u64 = 32;
/// Where networks start, and in which order they meet the pixels.
const SEED: u64 = 1;

/// Learns one network after the other.
#[derive(Debug)]
pub(super) struct LearnCourses {
    courses: Vec<Course>,
    finished: Cell<bool>,
    /// Set where it ends before all is learnt, so that it can be asked for again.
    given_up: Arc<AtomicBool>,
}

impl LearnCourses {
    pub(super) fn new(courses: Vec<Course>, given_up: Arc<AtomicBool>) -> Self {
        Self { courses, finished: Cell::new(false), given_up }
    }
}

impl Study for LearnCourses {
    fn run(&self, report: &mut dyn FnMut(Finding) -> bool) {
        self.finished.set(self.courses.iter().all(|course| teach(course, report)));
    }
}

impl Drop for LearnCourses {
    fn drop(&mut self) {
        self.given_up.store(!self.finished.get(), Ordering::Relaxed);
    }
}

/// Goes through a course. Returns whether somebody waits for more.
fn teach(course: &Course, report: &mut dyn FnMut(Finding) -> bool) -> bool {
    let picture = sample();
    // The page asks for nothing that can't learn.
    let Ok(learner) = Learner::new(std::slice::from_ref(&picture), &course.shape, SEED) else { return true };
    if course.solved {
        let solved = solve_output(&learner.network(), &picture);
        return report(found(course, &learner, solved, &picture));
    }
    let mut learner = learner.with_budget(STEPS);
    while learner.steps() < STEPS {
        let done = learner.steps();
        let stop = STOPS.into_iter().find(|stop| *stop > done).unwrap_or(STEPS);
        learner.advance(STRIDE.min(stop - done));
        let network = learner.network();
        if !report(found(course, &learner, network, &picture)) {
            return false;
        }
    }
    true
}

/// What a network paints, and how near that is.
fn found(course: &Course, learner: &Learner, network: Network, picture: &Picture) -> Finding {
    let (psnr, bands) = (learner.psnr_of(&network), Bands::of(&network, picture));
    let steps = if course.solved { 0 } else { learner.steps() };
    let recipe = course.shape.recipe(1);
    let name = "the tour's sample".to_owned();
    let weights = Imported { name, hash: format!("{steps}"), path: None, network, recipe, left_out: Vec::new() };
    let snapshot = Snapshot { steps, psnr, bands, work: Work::of_weights(weights) };
    Arc::new(Learnt { course: course.clone(), snapshot })
}
