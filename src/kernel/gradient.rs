//! The backward pass: how the error of a batch of pixels changes with every weight. For learning.
//!
//! The forward pass that paints has pixels for lanes. Here lanes are **neurons**: a pixel's values stand
//! together, so that all three products of learning (forward, backward through the transposed weights, and
//! inputs times errors for the gradient itself) broadcast one number against a run of neurons, and nothing is
//! ever summed across lanes.
//!
//! The same bits on every level, with any number of threads: a batch is cut into chunks of [`CHUNK`] pixels,
//! the chunks into [`GROUPS`] groups; each group adds its pixels up in their order, then the groups are added
//! in theirs. Threads share groups out and change nothing. [`mod@reference`] is the scalar definition.
//!
//! ```text
//! forward    aₗ = φ(aₗ₋₁·Wₗ + bₗ), φ′ kept; the last φ is the sigmoid of the painted channels
//! error      E = mean (a − target)² over pixels and channels
//! backward   δₗ = ∂E/∂(pre-activation) = (δₗ₊₁·Wₗ₊₁ᵀ) ∘ φ′;   ∂E/∂Wₗ = aₗ₋₁ᵀ·δₗ;   ∂E/∂bₗ = Σ δₗ
//! ```

use rayon::prelude::*;

use super::Level;
use group::GradientGroup;
use pass::BatchWork;

mod curve;
mod dense;
mod group;
mod lanes;
mod layout;
mod pass;
pub mod reference;

pub(crate) use lanes::Lanes;
pub use layout::Layout;

/// Pixels that go through the layers together. Their values at one layer of 128 neurons fill 48 KiB.
pub const CHUNK: usize = 96;
/// The parts of a batch that are added up apart from each other. Part of what determines a learnt network.
pub const GROUPS: usize = 8;
/// Output channels: red, green, blue.
pub(crate) const CHANNELS: usize = 3;
/// Parameters that are added up, or moved, at a time: a share of a thread's work.
pub(crate) const SLICE: usize = 4096;

/// Pixels to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// For each pixel the network's inputs: x, y, the latent ones.
    pub inputs: &'a [f32],
    /// For each pixel the channels that are wanted, 0..=1.
    pub targets: &'a [[f32; CHANNELS]],
}

impl Batch<'_> {
    /// Pixels of a group: whole chunks, so that the batch is at most [`GROUPS`] groups.
    pub(super) fn group_pixels(&self) -> usize {
        CHUNK * self.targets.len().div_ceil(CHUNK).div_ceil(GROUPS).max(1)
    }
}

/// Works out gradients for networks of one layout, batch after batch.
#[derive(Clone, Debug)]
pub struct LossGradient {
    layout: Layout,
    level: Level,
    groups: Vec<GradientGroup>,
    /// For each layer but the first the weights, a run of inputs for each neuron, padded.
    transposed: Vec<Lanes>,
    sums: Lanes,
}

impl LossGradient {
    /// Makes room for the work: for each group a chunk's values at every layer, and a gradient.
    ///
    /// # Panics
    /// If the layout's networks have not [`CHANNELS`] outputs, or this machine lacks `level`.
    pub fn new(layout: &Layout, level: Level) -> Self {
        assert_eq!(layout.channels(), CHANNELS, "learning is for red, green and blue");
        assert!(level.is_available(), "this machine has no {level}");
        Self {
            level,
            groups: vec![GradientGroup::new(layout); GROUPS],
            transposed: layout.places().iter().map(|place| Lanes::zeros(place.transposed_len())).collect(),
            sums: Lanes::zeros(layout.size()),
            layout: layout.clone(),
        }
    }

    /// Works out the gradient at `parameters`, laid out by [`Layout::flatten`]; [`sums`](Self::sums) holds it
    /// then. Gives the mean squared error of the batch.
    ///
    /// # Panics
    /// If the batch is empty, or inputs or parameters are not as many as the layout says.
    pub fn compute(&mut self, parameters: &[f32], batch: Batch<'_>) -> f64 {
        let (pixels, width) = (batch.targets.len(), self.layout.inputs());
        assert!(pixels > 0 && batch.inputs.len() == pixels * width, "{pixels} pixels of {width} inputs each");
        assert_eq!(parameters.len(), self.layout.size());
        self.transpose(parameters);
        let share = batch.group_pixels();
        let (layout, transposed, level) = (&self.layout, self.transposed.as_slice(), self.level);
        // The derivative of a mean of squares.
        let scale = 2.0 / (CHANNELS * pixels) as f32;
        let parts = batch.inputs.par_chunks(share * width).zip(batch.targets.par_chunks(share));
        self.groups.par_iter_mut().zip(parts).for_each(|(group, (inputs, targets))| {
            let part = Batch { inputs, targets };
            pass::accumulate(level, BatchWork { layout, parameters, transposed, batch: part, scale }, group);
        });
        let used = pixels.div_ceil(share);
        self.add_up(used);
        let error: f64 = self.groups[..used].iter().map(|group| group.error).sum();
        error / (CHANNELS * pixels) as f64
    }

    /// The derivative of the error by every parameter, in the layout's order.
    pub fn sums(&self) -> &[f32] {
        &self.sums
    }

    fn transpose(&mut self, parameters: &[f32]) {
        let places = self.layout.places();
        self.transposed.par_iter_mut().zip(places).skip(1).for_each(|(transposed, place)| {
            let weights = &parameters[place.weights()];
            for (neuron, row) in transposed.chunks_exact_mut(place.input_stride).enumerate() {
                let column = weights[neuron..].iter().step_by(place.stride);
                row.iter_mut().zip(column).for_each(|(to, from)| *to = *from);
            }
        });
    }

    /// Adds the first `used` groups in their order.
    fn add_up(&mut self, used: usize) {
        let (first, rest) = self.groups[..used].split_first().expect("a batch has a group at least");
        self.sums.par_chunks_mut(SLICE).enumerate().for_each(|(index, sums)| {
            let range = index * SLICE..index * SLICE + sums.len();
            sums.copy_from_slice(&first.gradient[range.clone()]);
            for group in rest {
                sums.iter_mut().zip(&group.gradient[range.clone()]).for_each(|(sum, more)| *sum += more);
            }
        });
    }
}
