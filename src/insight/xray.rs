//! Every neuron as a picture: what an x-ray of a network shows at one moment.

use rayon::prelude::*;

use super::principal;
use super::probe::{self, Subject, Trace};
use super::statistics::{flat_ends, is_saturated};
use super::sums::moments;
use crate::kernel::Program;
use crate::network::{Layer, Network};
use crate::painter::{Moment, Viewport};
use crate::recipe::{Coords, View};

/// Positions evaluated at once: the values of every neuron of a huge network there fit into memory.
const CHUNK: usize = 128;
/// Multiply-adds that one x-ray may cost: beyond it the pictures are coarser.
const BUDGET: usize = 60_000_000;

/// A neuron: a layer, 0 being the first hidden one and the last the outputs, and its place there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neuron {
    /// Which layer.
    pub layer: usize,
    /// Which of its neurons.
    pub index: usize,
}

/// What an x-ray should show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The neuron that is shown large; one that is not there gives the nearest.
    pub focus: Neuron,
    /// How many layers the wall has room for.
    pub rows: usize,
    /// How many neurons of each.
    pub columns: usize,
    /// Points across and down that the picture is looked at.
    pub grid: [usize; 2],
}

/// What one layer does with the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerSummary {
    /// Number of neurons.
    pub width: usize,
    /// How much a neuron varies over the picture: the root of its mean variance.
    pub std: f64,
    /// The root of the mean square of all values: what colours are scaled by.
    pub size: f64,
    /// The share at a flat end of the activation, 0..=1; `None` where it has none.
    pub saturated: Option<f64>,
}

/// An x-ray of a network at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Xray {
    /// The neuron shown large.
    pub focus: Neuron,
    /// The hidden layers, then the output logits.
    pub layers: Vec<LayerSummary>,
    /// The neuron at the top left of the wall.
    pub first: Neuron,
    /// Points across and down of each neuron's picture.
    pub grid: [usize; 2],
    /// For each layer on the wall, for each of its neurons there, its value at every point, row by row.
    pub wall: Vec<Vec<Vec<f32>>>,
    /// What each input of the focused neuron is multiplied by.
    pub weights: Vec<f32>,
    /// What is added to that.
    pub bias: f32,
    /// The name of the focused neuron's activation.
    pub activation: &'static str,
    /// The circle through the picture in the inputs and each layer, seen along its two principal components.
    pub circles: Vec<Vec<[f64; 2]>>,
}

impl Xray {
    /// Looks at `moment` as `viewport` shows it through `view`.
    pub fn of(moment: &Moment<'_>, view: View, viewport: Viewport, coords: Coords, wanted: Selection) -> Self {
        let network: &Network = &moment.network;
        let program = Program::new(network, &moment.latent, moment.gain as f32);
        let (focus, first) = window(network, wanted);
        let grid = affordable(wanted.grid, network);
        let place = moment.positions(view, viewport, coords);
        let size = [f64::from(viewport.width), f64::from(viewport.height)];
        let whole = move |[x, y]: [f64; 2]| place([x * size[0], y * size[1]]);
        let subject = Subject { network, program: program.clone(), gain: moment.gain, place: &whole };
        let rows = first.layer..network.layers.len().min(first.layer + wanted.rows.max(1));
        let columns = first.index..first.index + wanted.columns.max(1);
        let parts: Vec<Part> = points(grid)
            .par_chunks(CHUNK)
            .map(|points| Part::of(&Trace::at(&subject, points), network, &rows, &columns))
            .collect();
        let square = moment.positions(view, Viewport::new(1, 1), coords);
        let circle = probe::circle(&Subject { network, program, gain: moment.gain, place: &square });
        let layer = &network.layers[focus.layer];
        Self {
            focus,
            layers: (0..network.layers.len()).map(|layer| summary(&parts, network, layer)).collect(),
            first,
            grid,
            wall: joined(&parts),
            weights: layer.row(focus.index).to_vec(),
            bias: layer.biases[focus.index],
            activation: layer.activation_of(focus.index).map_or("linear", crate::recipe::Activation::name),
            circles: (0..circle.depth()).map(|layer| principal::plane(&circle, layer)).collect(),
        }
    }

    /// The focused neuron's values at every point.
    pub fn focused(&self) -> &[f32] {
        let row = self.wall.get(self.focus.layer - self.first.layer);
        row.and_then(|row| row.get(self.focus.index - self.first.index)).map_or(&[], Vec::as_slice)
    }

    /// What counts as a full value in layer `layer`: 1, or more where its values run further.
    pub(crate) fn scale(&self, layer: usize) -> f64 {
        let values = 2.5 * self.layers.get(layer).map_or(0.0, |layer| layer.size);
        let bounded = self.layers.get(layer).is_some_and(|layer| layer.size <= 1.0);
        if bounded || !values.is_finite() { 1.0 } else { values }
    }

    /// What a layer is called: its number, or that it is the last.
    pub(crate) fn label(&self, layer: usize) -> String {
        if layer + 1 == self.layers.len() { "out".to_owned() } else { (layer + 1).to_string() }
    }
}

/// The focus as near as the network has it, and the neuron at the top left of a wall that shows it.
fn window(network: &Network, wanted: Selection) -> (Neuron, Neuron) {
    let layer = wanted.focus.layer.min(network.layers.len() - 1);
    let index = wanted.focus.index.min(network.layers[layer].outputs - 1);
    let widest = network.layers.iter().map(|layer| layer.outputs).max().unwrap_or(1);
    let scrolled =
        |at: usize, room: usize, all: usize| at.saturating_sub(room / 2).min(all.saturating_sub(room.max(1)));
    let first = Neuron {
        layer: scrolled(layer, wanted.rows, network.layers.len()),
        index: scrolled(index, wanted.columns, widest),
    };
    (Neuron { layer, index }, first)
}

/// `grid`, or a coarser one where a large network would take too long.
fn affordable([mut across, mut down]: [usize; 2], network: &Network) -> [usize; 2] {
    let cost: usize = network.layers.iter().map(|layer| layer.inputs * layer.outputs).sum();
    while across * down * cost > BUDGET && across.min(down) > 2 {
        (across, down) = (across.div_ceil(2), down.div_ceil(2));
    }
    [across.max(1), down.max(1)]
}

/// The middles of a grid over the picture, each axis in 0..=1, row by row.
fn points([across, down]: [usize; 2]) -> Vec<[f64; 2]> {
    let middle = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
    (0..across * down).map(|index| [middle(index % across, across), middle(index / across, down)]).collect()
}

/// What is kept of one chunk of points.
struct Part {
    count: usize,
    /// The wall's values.
    wall: Vec<Vec<Vec<f32>>>,
    /// For each layer, for each neuron Σh and Σh².
    sums: Vec<Vec<[f64; 2]>>,
    /// For each layer how many values stand at a flat end.
    saturated: Vec<usize>,
}

impl Part {
    fn of(trace: &Trace, network: &Network, rows: &std::ops::Range<usize>, columns: &std::ops::Range<usize>) -> Self {
        let on_wall = |layer: usize| {
            let neurons = trace.neurons(layer + 1).skip(columns.start).take(columns.len());
            neurons.map(<[f32]>::to_vec).collect()
        };
        let layers = || network.layers.iter().enumerate();
        Self {
            count: trace.count,
            wall: rows.clone().map(on_wall).collect(),
            sums: layers()
                .map(|(layer, _)| {
                    trace.neurons(layer + 1).map(|values| moments(values.iter().map(|h| f64::from(*h)))).collect()
                })
                .collect(),
            saturated: layers().map(|(index, layer)| saturated(trace, index, layer)).collect(),
        }
    }
}

fn saturated(trace: &Trace, index: usize, layer: &Layer) -> usize {
    let flat = |(neuron, values): (usize, &[f32])| {
        let activation = layer.activation_of(neuron);
        activation.map_or(0, |a| values.iter().filter(|h| is_saturated(a, f64::from(**h))).count())
    };
    trace.neurons(index + 1).enumerate().map(flat).sum()
}

fn summary(parts: &[Part], network: &Network, layer: usize) -> LayerSummary {
    let width = network.layers[layer].outputs;
    let count = parts.iter().map(|part| part.count).sum::<usize>() as f64;
    let total = |neuron: usize, power: usize| parts.iter().map(|part| part.sums[layer][neuron][power]).sum::<f64>();
    let variance = |neuron| (total(neuron, 1) / count - (total(neuron, 0) / count).powi(2)).max(0.0);
    let mean = |of: &dyn Fn(usize) -> f64| (0..width).map(of).sum::<f64>() / width as f64;
    let flat = parts.iter().map(|part| part.saturated[layer]).sum::<usize>() as f64;
    LayerSummary {
        width,
        std: libm::sqrt(mean(&variance)),
        size: libm::sqrt(mean(&|neuron| total(neuron, 1) / count)),
        saturated: flat_ends(network, layer + 1).then(|| flat / (count * width as f64)),
    }
}

fn joined(parts: &[Part]) -> Vec<Vec<Vec<f32>>> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    rest.iter().fold(first.wall.clone(), |mut wall, part| {
        let neurons = wall.iter_mut().flatten().zip(part.wall.iter().flatten());
        neurons.for_each(|(values, more)| values.extend_from_slice(more));
        wall
    })
}
