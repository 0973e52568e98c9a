//! The memory of one group: made once, used for every batch.

use super::CHUNK;
use super::lanes::Lanes;
use super::layout::{LayerPlace, Layout};

/// What a group needs for its work, and its result.
#[derive(Clone, Debug)]
pub(super) struct GradientGroup {
    /// The inputs of a chunk, then the activations of each layer; a row for each pixel.
    pub(super) activations: Vec<Lanes>,
    /// φ′ of each layer.
    pub(super) slopes: Vec<Lanes>,
    /// ∂E/∂(pre-activation) of a layer, and room for those of the layer before it.
    pub(super) deltas: Lanes,
    pub(super) spare: Lanes,
    /// The derivatives by each parameter, summed over the group's pixels.
    pub(super) gradient: Lanes,
    /// The squared differences, summed over the group's pixels and channels.
    pub(super) error: f64,
}

impl GradientGroup {
    pub(super) fn new(layout: &Layout) -> Self {
        let places = layout.places();
        let room = |place: &LayerPlace| Lanes::zeros(CHUNK * place.stride);
        let widest = places.iter().map(|place| place.stride).max().unwrap_or(0);
        let inputs = Lanes::zeros(CHUNK * layout.inputs());
        Self {
            activations: std::iter::once(inputs).chain(places.iter().map(room)).collect(),
            slopes: places.iter().map(room).collect(),
            deltas: Lanes::zeros(CHUNK * widest),
            spare: Lanes::zeros(CHUNK * widest),
            gradient: Lanes::zeros(layout.size()),
            error: 0.0,
        }
    }
}
