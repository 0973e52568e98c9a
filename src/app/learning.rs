//! What is known of a network while it learns: what it has learnt, how fast it may, what is to be asked of it.
//!
//! The learning itself is done elsewhere, by whoever takes the [`LearnerOrder`]s and gives [`LearnerSnapshot`]s.

use std::sync::Arc;

use crate::learn::{Picture, Shape, ShapeError};
use crate::plain_text;
use crate::recipe::text::LineKey;
use crate::recipe::{Activation, Activations, Knob};
use crate::work::Work;

pub mod pacing;

/// The longest name of what is learnt, in characters.
const NAME: usize = 60;
/// Points of the curve are at least this factor of steps apart.
const APART: f64 = 1.02;

/// What the learner is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LearnerOrder {
    /// Begin again with a network of this shape; its snapshots bear the number.
    Begin {
        /// The hidden layers.
        shape: Shape,
        /// Which beginning it is.
        attempt: u64,
    },
    /// Learn, or wait.
    Run(bool),
    /// Learn at this multiple of the usual pace.
    Pace(f64),
    /// Write the best network into a file.
    Keep,
}

/// A network at some step of learning.
#[derive(Clone, Debug)]
pub(crate) struct LearnerSnapshot {
    /// Which beginning it comes from.
    pub attempt: u64,
    /// What it paints.
    pub work: Work,
    /// How many steps it has learnt.
    pub steps: u64,
    /// How near it paints to the pictures, in decibels.
    pub psnr: f64,
    /// Whether it has stopped by itself: it gets no better, or has learnt for as long as it was to.
    pub ended: bool,
}

/// How far learning is: what its view shows.
#[derive(Clone, Debug)]
pub(crate) struct LearningProgress {
    /// What is learnt: the names of the pictures.
    pub name: String,
    /// The pictures.
    pub pictures: Arc<[Picture]>,
    /// The hidden layers that learn.
    pub shape: Shape,
    /// How many steps were learnt.
    pub steps: u64,
    /// Steps, and how near it painted then, in decibels.
    pub curve: Vec<(u64, f64)>,
    /// Whether it learns on.
    pub running: bool,
    /// Whether it has stopped by itself.
    pub ended: bool,
    /// How many times as fast as usual.
    pub pace: f64,
}

impl LearningProgress {
    /// How near it paints now, in decibels; `None` before the first network has come.
    pub(crate) fn psnr(&self) -> Option<f64> {
        self.curve.last().map(|(_, psnr)| *psnr)
    }

    /// The hidden layers in a few letters, as `64x6 sin`.
    pub(crate) fn shape_text(&self) -> String {
        let recipe = self.shape.recipe(self.pictures.len());
        let print = |name| LineKey::named(name).map_or_else(String::new, |key| key.print(&recipe));
        format!("{} {}", print("hidden"), print("activation"))
    }
}

/// A network that learns, and what is to be asked of it next.
#[derive(Clone, Debug)]
pub(crate) struct Learning {
    progress: LearningProgress,
    attempt: u64,
    orders: Vec<LearnerOrder>,
    /// The command that learns the same and keeps it.
    again: String,
    /// The zoom at which the pictures fill the screen.
    fitted: f64,
    /// A file was asked for.
    keeping: bool,
}

impl Learning {
    /// A network of `shape` that learns `pictures`, called `name`, and has learnt nothing yet. `again` is the command that
    /// learns the same and keeps it.
    pub(crate) fn new(name: &str, pictures: Arc<[Picture]>, shape: Shape, again: String) -> Self {
        let name = plain_text::line(name, NAME).into_owned();
        let progress = LearningProgress {
            name,
            pictures,
            shape,
            steps: 0,
            curve: Vec::new(),
            running: true,
            ended: false,
            pace: 1.0,
        };
        Self { progress, attempt: 0, orders: Vec::new(), again, fitted: 1.0, keeping: false }
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> &LearningProgress {
        &self.progress
    }

    /// The command that learns the same and keeps it.
    pub(crate) fn again(&self) -> &str {
        &self.again
    }

    /// The zoom at which the pictures were last found to fill the screen.
    pub(crate) fn fitted_zoom(&self) -> f64 {
        self.fitted
    }

    /// Notes the zoom at which the pictures fill the screen.
    pub(crate) fn fit(&mut self, zoom: f64) {
        self.fitted = zoom;
    }

    /// What is to be asked of the learner, once each.
    pub(crate) fn take_orders(&mut self) -> Vec<LearnerOrder> {
        std::mem::take(&mut self.orders)
    }

    /// Takes over what was learnt. Returns false for a network from before the last beginning.
    pub(crate) fn follow(&mut self, snapshot: &LearnerSnapshot) -> bool {
        if snapshot.attempt != self.attempt {
            return false;
        }
        let progress = &mut self.progress;
        progress.steps = snapshot.steps;
        if snapshot.ended {
            (progress.ended, progress.running) = (true, false);
        }
        // Between two points that are kept there is one that moves.
        let anchors = progress.curve.len().saturating_sub(1);
        let before = anchors.checked_sub(1).map_or(0.0, |last| progress.curve[last].0 as f64);
        if anchors > 0 && (progress.curve[anchors].0 as f64) < APART * before + 1.0 {
            progress.curve.pop();
        }
        progress.curve.push((snapshot.steps, snapshot.psnr));
        true
    }

    /// Stops, or learns on. Returns whether it learns then.
    pub(crate) fn toggle(&mut self) -> bool {
        self.run(!self.progress.running);
        self.progress.running
    }

    fn run(&mut self, running: bool) {
        self.progress.running = running;
        self.progress.ended &= !running;
        self.orders.push(LearnerOrder::Run(running));
    }

    /// Learns `steps` steps faster; negative for slower.
    pub(crate) fn change_pace(&mut self, steps: i32) -> f64 {
        self.progress.pace = pacing::turned(self.progress.pace, steps);
        self.orders.push(LearnerOrder::Pace(self.progress.pace));
        self.progress.pace
    }

    /// Asks for a file, and learns no further.
    pub(crate) fn keep(&mut self) {
        // Once is enough, however often the key comes.
        if !std::mem::replace(&mut self.keeping, true) {
            self.run(false);
            self.orders.push(LearnerOrder::Keep);
        }
    }

    /// Whether a file was asked for, and is not there yet.
    pub(crate) fn is_keeping(&self) -> bool {
        self.keeping
    }

    /// It could not be written; it may be asked for again.
    pub(crate) fn not_kept(&mut self) {
        self.keeping = false;
    }

    /// Begins again with `knob` turned by `steps`. Where the knob is at its end, nothing happens.
    ///
    /// # Errors
    /// If the shape is none that can learn.
    pub(crate) fn turn(&mut self, knob: Knob, steps: i32) -> Result<(), ShapeError> {
        let shape = turned(&self.progress.shape, self.progress.pictures.len(), knob, steps);
        shape.check(self.progress.pictures.len())?;
        if shape != self.progress.shape {
            self.begin(shape);
        }
        Ok(())
    }

    fn begin(&mut self, shape: Shape) {
        self.attempt += 1;
        let progress = &mut self.progress;
        progress.shape = shape.clone();
        (progress.steps, progress.running, progress.ended) = (0, true, false);
        progress.curve.clear();
        self.orders.extend([LearnerOrder::Begin { shape, attempt: self.attempt }, LearnerOrder::Run(true)]);
    }
}

/// `shape` with a knob turned.
fn turned(shape: &Shape, pictures: usize, knob: Knob, steps: i32) -> Shape {
    if knob == Knob::Activation {
        return Shape { activation: Activations::All(next_activation(&shape.activation, steps)), ..shape.clone() };
    }
    let mut recipe = shape.recipe(pictures);
    knob.turn(&mut recipe, steps);
    Shape { hidden: recipe.hidden, ..shape.clone() }
}

/// The activation `steps` further round the list of those that can learn.
fn next_activation(now: &Activations, steps: i32) -> Activation {
    let learn: Vec<Activation> = Activation::ALL.into_iter().filter(|one| *one != Activation::Step).collect();
    let now = match now {
        Activations::All(activation) => Some(*activation),
        Activations::PerLayer(list) => list.first().copied(),
        Activations::Mixed => None,
    };
    let here = learn.iter().position(|one| Some(*one) == now).unwrap_or(0);
    learn[(here as i64 + i64::from(steps)).rem_euclid(learn.len() as i64) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learning() -> Learning {
        let picture = Picture::from_pixels([2, 1], vec![[0.0; 3], [1.0; 3]]);
        Learning::new("photo.jpg", [picture].into(), Shape::default(), String::new())
    }

    fn snapshot(attempt: u64, steps: u64, psnr: f64) -> LearnerSnapshot {
        let work = Work::new(Shape::default().recipe(1));
        LearnerSnapshot { attempt, work, steps, psnr, ended: false }
    }

    #[test]
    fn every_activation_that_can_learn_comes_round() {
        let mut learning = learning();
        let mut seen = Vec::new();
        for _ in 1..Activation::ALL.len() {
            learning.turn(Knob::Activation, 1).unwrap();
            seen.push(learning.progress().shape_text());
        }
        assert_eq!(seen.last().unwrap(), "64x6 sin");
        assert!(seen.contains(&"64x6 tanh".to_owned()) && !seen.iter().any(|text| text.contains("step")), "{seen:?}");
        learning.turn(Knob::Activation, -1).unwrap();
        learning.turn(Knob::Activation, 1).unwrap();
        assert_eq!(learning.progress().shape_text(), "64x6 sin");
    }

    #[test]
    fn another_shape_begins_again_and_what_came_before_counts_no_more() {
        let mut learning = learning();
        assert!(learning.follow(&snapshot(0, 100, 20.0)));
        learning.turn(Knob::Depth, 1).unwrap();
        let shape = Shape { hidden: vec![64; 7], ..Shape::default() };
        assert_eq!(learning.take_orders(), [LearnerOrder::Begin { shape, attempt: 1 }, LearnerOrder::Run(true)]);
        assert!(!learning.follow(&snapshot(0, 120, 21.0)));
        assert_eq!((learning.progress().steps, learning.progress().psnr()), (0, None));
        assert!(learning.follow(&snapshot(1, 3, 12.0)));
        assert!(learning.take_orders().is_empty());
    }

    #[test]
    fn a_shape_that_is_too_large_is_refused_and_the_old_one_learns_on() {
        let mut learning = learning();
        let refused = learning.turn(Knob::Width, 99);
        assert!(matches!(refused, Err(ShapeError::Large(_))), "{refused:?}");
        assert_eq!(learning.progress().shape, Shape::default());
        assert!(learning.take_orders().is_empty());
    }

    #[test]
    fn the_curve_stays_short_and_ends_where_learning_is() {
        let mut learning = learning();
        for steps in 0..20_000 {
            learning.follow(&snapshot(0, steps, steps as f64));
        }
        let curve = &learning.progress().curve;
        assert!(curve.len() < 700 && curve[0] == (0, 0.0) && curve[curve.len() - 1].0 == 19_999, "{}", curve.len());
        assert!(curve.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn what_has_ended_learns_on_when_it_is_told_to() {
        let mut learning = learning();
        learning.follow(&LearnerSnapshot { ended: true, ..snapshot(0, 9, 30.0) });
        assert!(learning.progress().ended && !learning.progress().running);
        assert!(learning.toggle() && !learning.progress().ended);
        learning.keep();
        assert_eq!(learning.take_orders(), [LearnerOrder::Run(true), LearnerOrder::Run(false), LearnerOrder::Keep]);
    }
}
