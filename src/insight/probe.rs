//! Where a network is looked at to be measured: tiles of a square grid over the view, and a circle.

use rayon::prelude::*;

use crate::kernel::activation::activate;
use crate::kernel::reference;
use crate::network::{LayerActivation, Network};

/// Pixels along a side of the probed grid: the size that the published figures were measured at.
pub const SIDE: usize = 128;
/// Pixels along a side of a tile. Neighbours are compared within tiles.
pub const TILE: usize = 16;
/// Points of the circle.
pub const CIRCLE: usize = 256;
/// The circle's radius, in units of the view's shorter side.
pub const RADIUS: f64 = 0.375;
const FEWEST_TILES: usize = 4;

/// A network at one instant, and where the view lies on its plane.
pub struct Scene<'a> {
    /// The network, with the latent inputs and the morph of the instant in it.
    pub network: &'a Network,
    /// The latent inputs, times their scale.
    pub latent: &'a [f32],
    /// Multiplies the logits.
    pub gain: f64,
    /// From a point of the square view, each axis in 0..=1, to the position that the network is given.
    pub place: &'a (dyn Fn([f64; 2]) -> [f32; 2] + Sync),
}

impl std::fmt::Debug for Scene<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scene").field("gain", &self.gain).field("latent", &self.latent).finish_non_exhaustive()
    }
}

/// Every layer's values at some positions.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Number of positions.
    pub count: usize,
    /// The inputs, the hidden layers, the output logits before the gain: each neuron after neuron,
    /// `count` values of each.
    pub layers: Vec<Vec<f32>>,
}

impl Trace {
    /// Evaluates `scene` at `points` of the view.
    pub fn at(scene: &Scene<'_>, points: &[[f64; 2]]) -> Self {
        let places: Vec<[f32; 2]> = points.iter().map(|point| (scene.place)(*point)).collect();
        let network = reference::fold_latent(scene.network, scene.latent);
        let mut inputs: Vec<f32> = places.iter().map(|[x, _]| *x).chain(places.iter().map(|[_, y]| *y)).collect();
        if network.radius {
            inputs.extend(places.iter().map(|[x, y]| (x * x + y * y).sqrt()));
        }
        let mut layers = vec![inputs];
        for layer in &network.layers {
            let before = &layers[layers.len() - 1];
            let mut values = Vec::with_capacity(layer.outputs * points.len());
            for neuron in 0..layer.outputs {
                let mut sums = vec![layer.biases[neuron]; points.len()];
                for (weight, column) in layer.row(neuron).iter().zip(before.chunks(points.len())) {
                    sums.iter_mut().zip(column).for_each(|(sum, h)| *sum = weight.mul_add(*h, *sum));
                }
                if layer.activation != LayerActivation::Linear
                    && let Some(activation) = layer.activation_of(neuron)
                {
                    sums.iter_mut().for_each(|sum| *sum = activate(activation, *sum));
                }
                values.extend(sums);
            }
            layers.push(values);
        }
        Self { count: points.len(), layers }
    }

    /// The values of one layer, neuron after neuron.
    pub fn neurons(&self, layer: usize) -> std::slice::ChunksExact<'_, f32> {
        self.layers[layer].chunks_exact(self.count)
    }
}

/// What was seen of a scene within `budget` multiply-adds: a trace for each tile, folded into `T` at once,
/// because the values of a large network at every pixel would not fit into memory.
pub fn look<T: Send>(scene: &Scene<'_>, budget: usize, fold: impl Fn(Trace) -> T + Sync) -> Vec<T> {
    tiles(scene.network, budget).par_iter().map(|corner| fold(Trace::at(scene, &tile(*corner)))).collect()
}

/// The values along the circle.
pub fn circle(scene: &Scene<'_>) -> Trace {
    let point = |index| {
        let angle = std::f64::consts::TAU * index as f64 / CIRCLE as f64;
        [0.5 + RADIUS * libm::cos(angle), 0.5 + RADIUS * libm::sin(angle)]
    };
    Trace::at(scene, &(0..CIRCLE).map(point).collect::<Vec<_>>())
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
