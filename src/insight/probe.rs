//! Where a network is looked at to be measured: tiles of a square grid over the view, and a circle.

use rayon::prelude::*;

use crate::kernel::{LayerTrace, Level, Positions, Program};
use crate::network::Network;

/// Pixels along a side of the probed grid: the size that the published figures were measured at.
pub(crate) const SIDE: usize = 128;
/// Pixels along a side of a tile. Neighbours are compared within tiles.
pub(crate) const TILE: usize = 16;
/// Points of the circle.
pub(crate) const CIRCLE: usize = 256;
/// The circle's radius, in units of the view's shorter side.
pub(crate) const RADIUS: f64 = 0.375;
const FEWEST_TILES: usize = 4;

/// A network at one instant, and where the view lies on its plane.
pub(crate) struct Subject<'a> {
    /// The network, the morph of the instant in it.
    pub network: &'a Network,
    /// The same, the latent inputs of the instant folded in.
    pub program: Program,
    /// Multiplies the logits.
    pub gain: f64,
    /// From a point of the square view, each axis in 0..=1, to the position that the network is given.
    pub place: &'a (dyn Fn([f64; 2]) -> [f32; 2] + Sync),
}

impl std::fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subject").field("network", self.network).field("gain", &self.gain).finish_non_exhaustive()
    }
}

/// Every layer's values at some positions.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    /// Number of positions.
    pub count: usize,
    /// The inputs x, y and perhaps r, one after the other, `count` values of each.
    inputs: Vec<f32>,
    layers: Vec<LayerTrace>,
}

impl Trace {
    /// Evaluates `subject` at `points` of the view.
    pub(crate) fn at(subject: &Subject<'_>, points: &[[f64; 2]]) -> Self {
        let places: Vec<[f32; 2]> = points.iter().map(|point| (subject.place)(*point)).collect();
        let x: Vec<f32> = places.iter().map(|[x, _]| *x).collect();
        let y: Vec<f32> = places.iter().map(|[_, y]| *y).collect();
        let r: Vec<f32> = places.iter().map(|[x, y]| (x * x + y * y).sqrt()).collect();
        let layers = subject.program.trace(Level::detect(), Positions { x: &x, y: &y, r: &r });
        let inputs = [x, y, r].into_iter().take(subject.network.positions()).flatten().collect();
        Self { count: points.len(), inputs, layers }
    }

    /// The number of layers, the inputs and the outputs counted.
    pub(crate) fn depth(&self) -> usize {
        self.layers.len() + 1
    }

    /// The values of layer `layer`, neuron after neuron: the inputs are layer 0, and the last one's are
    /// the logits before the gain.
    pub(crate) fn neurons(&self, layer: usize) -> std::slice::ChunksExact<'_, f32> {
        let values = match layer.checked_sub(1).map(|index| &self.layers[index]) {
            None => &self.inputs,
            Some(logits) if layer == self.layers.len() => &logits.pre_activations,
            Some(hidden) => &hidden.activations,
        };
        values.chunks_exact(self.count)
    }

    /// What entered the activations of layer `layer`; nothing for the inputs.
    pub(crate) fn pre_activations(&self, layer: usize) -> &[f32] {
        layer.checked_sub(1).map_or(&[], |index| &self.layers[index].pre_activations)
    }
}

/// What was seen of a subject within `budget` multiply-adds: a trace for each tile, folded into `T` at once,
/// because the values of a large network at every pixel would not fit into memory.
pub(crate) fn look<T: Send>(subject: &Subject<'_>, budget: usize, fold: impl Fn(Trace) -> T + Sync) -> Vec<T> {
    tiles(subject.network, budget).par_iter().map(|corner| fold(Trace::at(subject, &tile(*corner)))).collect()
}

/// The values along the circle.
pub(crate) fn circle(subject: &Subject<'_>) -> Trace {
    let point = |index| {
        let angle = std::f64::consts::TAU * index as f64 / CIRCLE as f64;
        [0.5 + RADIUS * libm::cos(angle), 0.5 + RADIUS * libm::sin(angle)]
    };
    Trace::at(subject, &(0..CIRCLE).map(point).collect::<Vec<_>>())
}

/// The upper left pixels of the tiles that are looked at: all, or of a large network some spread ones.
fn tiles(network: &Network, budget: usize) -> Vec<[usize; 2]> {
    let cost: usize = network.layers.iter().map(|layer| layer.inputs * layer.outputs).sum::<usize>() * TILE * TILE;
    let across = SIDE / TILE;
    let all = across * across;
    let count = (budget / cost.max(1)).clamp(FEWEST_TILES, all);
    // A step of 0.618 of the whole leaves no two chosen tiles close together (golden section); 37 is
    // coprime to the number of tiles, so none comes twice.
    (0..count).map(|index| index * 37 % all).map(|tile| [tile % across * TILE, tile / across * TILE]).collect()
}

/// The pixel centres of a tile, row by row.
fn tile([left, top]: [usize; 2]) -> Vec<[f64; 2]> {
    let centre = |pixel: usize| (pixel as f64 + 0.5) / SIDE as f64;
    (0..TILE * TILE).map(|index| [centre(left + index % TILE), centre(top + index / TILE)]).collect()
}
