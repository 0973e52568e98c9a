//! From a picture to a network that paints it.
//!
//! ```text
//! file ─decode, resample→ Picture ─→ TrainingSet: pixels ─shuffled→ batches ─kernel::gradient→ Adam ─→ parameters
//!                                                                                         └─average→ network
//! ```
//!
//! A [`Learner`] is a value: [`advance`](Learner::advance) takes it some steps further, and
//! [`network`](Learner::network) is what it has learnt so far, rounded to 16-bit floats, which is what a file
//! keeps. Nothing here knows the time: the same pictures, shape, seed and steps give the same bits on every
//! machine, instruction set and number of threads.
//!
//! What it learns are the values as sRGB encodes them, the error counted alike in dark and light. With several
//! pictures the network has latent inputs, and each picture its own point in them ([`training_set`]).
//!
//! The numbers of the recipe (start, rate, decay, batch) come from trials on eight pictures of many kinds.

use crate::kernel::Level;
use crate::kernel::gradient::{Batch, Layout, LossGradient};
use crate::network::Network;
use adam::AdamState;
use guard::Guard;
use rate::LearningRate;
use training_set::{Batches, TrainingSet};

mod adam;
mod bands;
mod guard;
mod measure;
pub mod picture;
mod plateau;
mod rate;
pub mod sample;
mod shape;
mod solve;
mod start;
pub mod training_set;

pub(crate) use bands::Bands;
pub use picture::{Detail, Picture, PictureError};
pub(crate) use plateau::Plateau;
pub use shape::{Shape, ShapeError};
pub(crate) use solve::solve_output;

/// Pixels of a batch: two chunks for each group of the kernel's.
const BATCH: usize = 1536;

/// A network that learns pictures.
#[derive(Clone, Debug)]
pub struct Learner {
    training: TrainingSet,
    layout: Layout,
    gradient: LossGradient,
    batches: Batches,
    state: AdamState,
    guard: Guard,
    rate: LearningRate,
    steps: u64,
}

impl Learner {
    /// Draws a network of `shape` from `seed`, which has learnt nothing yet. It learns open-endedly: it may be
    /// looked at and stopped at any step.
    ///
    /// # Errors
    /// If there is no picture or too many, or the shape is none that can learn.
    pub fn new(pictures: &[Picture], shape: &Shape, seed: u64) -> Result<Self, ShapeError> {
        shape.check(pictures.len())?;
        let training = TrainingSet::new(pictures);
        let network = start::draw(&shape.recipe(pictures.len()), seed);
        let layout = Layout::of(&network).ok_or(ShapeError::Mixed)?;
        let state = AdamState::new(layout.flatten(&network));
        Ok(Self {
            gradient: LossGradient::new(&layout, Level::detect()),
            batches: Batches::new(training.len(), seed),
            guard: Guard::new(&state),
            rate: LearningRate::Open,
            steps: 0,
            training,
            layout,
            state,
        })
    }

    /// Learns on another level than the best one: the bits are the same.
    pub fn on_level(self, level: Level) -> Self {
        Self { gradient: LossGradient::new(&self.layout, level), ..self }
    }

    /// Plans for `steps` steps in all, at least 1. It learns more in them than open-endedly, and less before
    /// their end.
    pub fn with_budget(self, steps: u64) -> Self {
        Self { rate: LearningRate::Budget(steps.max(1)), ..self }
    }

    /// Learns from this many further batches.
    pub fn advance(&mut self, steps: u64) {
        // One way into the pool for all of them: a thread that waits outside is woken later than a step takes.
        rayon::scope(|_| (0..steps).for_each(|_| self.step()));
    }

    fn step(&mut self) {
        let (inputs, targets) = self.batches.take(&self.training, BATCH);
        let error = self.gradient.compute(&self.state.parameters, Batch { inputs, targets });
        let rate = self.guard.slowdown() * self.rate.at(self.steps);
        self.steps += 1;
        self.state.update(self.gradient.sums(), self.steps, rate, &self.layout);
        self.guard.watch(error, &mut self.state);
    }

    /// How many steps it has taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// What it has learnt so far: the average of the last steps, rounded to 16-bit floats.
    pub fn network(&self) -> Network {
        self.rounded(&self.state)
    }

    /// What to keep when learning ends: the network, or the last one that is known to be good if that is better.
    pub fn best(&self) -> Network {
        let (now, trusted) = (self.network(), self.rounded(self.guard.trusted()));
        if self.psnr_of(&trusted) > self.psnr_of(&now) { trusted } else { now }
    }

    fn rounded(&self, state: &AdamState) -> Network {
        self.layout.network(&state.average).rounded_to_half()
    }

    /// How near the [`network`](Self::network) paints to the pictures: the peak signal-to-noise ratio, in
    /// decibels, over the pixels of all of them. Infinite where it paints them exactly.
    pub fn psnr(&self) -> f64 {
        self.psnr_of(&self.network())
    }

    /// The same of any network of the learner's inputs.
    pub fn psnr_of(&self, network: &Network) -> f64 {
        measure::psnr(&measure::errors(network, &self.training))
    }

    /// The same for each picture alone.
    pub fn psnr_each(&self, network: &Network) -> Vec<f64> {
        measure::errors(network, &self.training).iter().map(|error| measure::psnr(&[*error])).collect()
    }
}
