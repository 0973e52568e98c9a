//! What each layer does with the picture, measured on the pixels in view.

use serde::Serialize;

use super::picture::{PictureStatistics, PictureSums};
use super::probe::{self, Subject, Trace};
use super::sums::{moments, neighbours};
use crate::network::{Layer, Network};
use crate::recipe::Activation;

/// Within this of the end of its range a bounded activation counts as saturated: tanh beyond ±0.97.
const NEARLY: f64 = 0.03;
/// The share of a mean square that rounding may make look like variance.
const ROUNDING: f64 = 1e-12;
/// Pixels that the effective dimension is measured on.
const SAMPLE: usize = 512;
/// Multiply-adds that a measurement may cost: beyond it fewer tiles are looked at.
const BUDGET: usize = 20_000_000_000;

/// What was measured of one layer: the inputs, a hidden layer, or the output logits before the gain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerStatistics {
    /// Number of neurons.
    pub width: usize,
    /// Mean over neurons and pixels.
    pub mean: f64,
    /// Mean square over neurons and pixels.
    pub mean_square: f64,
    /// q, the mean square of what enters the activation; `None` for the inputs.
    pub q: Option<f64>,
    /// How much a neuron varies over the picture: the root of its variance over the pixels, averaged over
    /// the neurons.
    pub std: f64,
    /// The share of values, 0..=1, where the activation is at a flat end: within 0.03 of a bound for those
    /// on −1..1, 0.015 for those on 0..1, and relu at 0. `None` where it has no such end.
    pub saturated: Option<f64>,
    /// In how many directions the neurons vary: the participation ratio (Σλ)²/Σλ² of the eigenvalues of
    /// their covariance, 1..=`width`. `None` where nothing varies, or where a quick look left it out.
    pub dimension: Option<f64>,
    /// The correlation of a pixel with the next one, −1..=1. `None` where nothing varies.
    pub neighbours: Option<f64>,
    /// How alike a pixel and the next are, their common mean included: the mean cosine, −1..=1. This is
    /// what theory calls c, here behind the activation. `None` where every value is 0.
    pub cosine: Option<f64>,
    /// The length that the circle in view has in this layer.
    pub length: f64,
    /// That length over the one in the layer before. `None` for the inputs, or after a length of 0.
    pub growth: Option<f64>,
}

/// Measures every layer of `subject`: the inputs, the hidden layers, the output logits.
pub fn measure(subject: &Subject<'_>) -> (Vec<LayerStatistics>, PictureStatistics) {
    measure_within(subject, BUDGET, true)
}

/// The same without dimensions and on fewer pixels of a large network: mostly within a tenth of a second.
pub(crate) fn measure_quickly(subject: &Subject<'_>) -> (Vec<LayerStatistics>, PictureStatistics) {
    measure_within(subject, BUDGET / 8, false)
}

fn measure_within(subject: &Subject<'_>, budget: usize, dimensions: bool) -> (Vec<LayerStatistics>, PictureStatistics) {
    let tiles = probe::look(subject, budget, |trace| TileSums::of(&trace, subject));
    let lengths = lengths(&probe::circle(subject));
    let layers = (0..=subject.network.layers.len())
        .map(|layer| {
            let sums = Sums::total(tiles.iter().map(|tile| &tile.layers[layer]));
            let growth = layer.checked_sub(1).map(|before| lengths[layer] / lengths[before]);
            LayerStatistics {
                width: sums.neurons.len(),
                mean: sums.mean(),
                mean_square: sums.mean_square(),
                q: (layer > 0).then(|| sums.pre_activations / sums.values()),
                std: libm::sqrt(sums.variance()),
                saturated: flat_ends(subject.network, layer)
                    .then(|| sums.saturated as f64 / (sums.pixels * sums.neurons.len()) as f64),
                dimension: if dimensions { sums.dimension() } else { None },
                neighbours: sums.alike(sums.variance()),
                cosine: sums.alike(sums.mean_square()),
                length: lengths[layer],
                growth: growth.filter(|growth| growth.is_finite()),
            }
        })
        .collect();
    (layers, PictureStatistics::total(tiles.iter().map(|tile| &tile.picture)))
}

/// Measures the output channels of `subject` alone, at a tenth of the cost where the network is large.
pub(crate) fn measure_picture(subject: &Subject<'_>) -> PictureStatistics {
    let tiles =
        probe::look(subject, BUDGET / 10, |trace| PictureSums::of(trace.neurons(trace.depth() - 1), subject.gain));
    PictureStatistics::total(tiles.iter())
}

/// What is kept of one tile.
struct TileSums {
    layers: Vec<Sums>,
    picture: PictureSums,
}

impl TileSums {
    fn of(trace: &Trace, subject: &Subject<'_>) -> Self {
        let layers = (0..trace.depth())
            .map(|layer| Sums::of(trace, layer, layer.checked_sub(1).map(|index| &subject.network.layers[index])))
            .collect();
        let logits = trace.neurons(trace.depth() - 1);
        Self { layers, picture: PictureSums::of(logits, subject.gain) }
    }
}

/// Sums over pixels that tiles add up to.
#[derive(Clone, Debug, Default)]
struct Sums {
    pixels: usize,
    /// For each neuron Σh and Σh².
    neurons: Vec<[f64; 2]>,
    saturated: usize,
    /// Σ of the squares of what enters the activation.
    pre_activations: f64,
    /// Number of neighbours, and Σ‖h − h′‖² over them.
    pairs: usize,
    differences: f64,
    /// Some pixels' values, each with one value per neuron.
    sample: Vec<Vec<f32>>,
}

impl Sums {
    fn of(trace: &Trace, layer: usize, parameters: Option<&Layer>) -> Self {
        let squares = trace.pre_activations(layer).iter().map(|sum| f64::from(*sum).powi(2));
        let mut sums = Self { pixels: trace.count, pre_activations: squares.sum(), ..Self::default() };
        for (neuron, values) in trace.neurons(layer).enumerate() {
            sums.neurons.push(moments(values.iter().map(|h| f64::from(*h))));
            if let Some(activation) = parameters.and_then(|layer| layer.activation_of(neuron)) {
                sums.saturated += values.iter().filter(|h| is_saturated(activation, f64::from(**h))).count();
            }
            let (pairs, differences) = neighbours(values);
            sums.pairs = pairs;
            sums.differences += differences.map(|difference| difference * difference).sum::<f64>();
        }
        // Every 25th pixel: 11 of a tile, in different columns and rows.
        sums.sample = (0..trace.count)
            .step_by(25)
            .map(|pixel| trace.neurons(layer).map(|values| values[pixel]).collect())
            .collect();
        sums
    }

    fn total<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        parts.fold(Self::default(), |mut total, part| {
            total.neurons.resize(part.neurons.len(), [0.0, 0.0]);
            for (sum, more) in total.neurons.iter_mut().zip(&part.neurons) {
                *sum = [sum[0] + more[0], sum[1] + more[1]];
            }
            total.pixels += part.pixels;
            total.saturated += part.saturated;
            total.pre_activations += part.pre_activations;
            total.pairs += part.pairs;
            total.differences += part.differences;
            total.sample.extend_from_slice(&part.sample);
            total
        })
    }

    fn mean(&self) -> f64 {
        self.neurons.iter().map(|[sum, _]| sum).sum::<f64>() / self.values()
    }

    fn mean_square(&self) -> f64 {
        self.neurons.iter().map(|[_, square]| square).sum::<f64>() / self.values()
    }

    /// Averaged over the neurons, each about its own mean.
    fn variance(&self) -> f64 {
        let pixels = self.pixels as f64;
        let variance = |[sum, square]: &[f64; 2]| {
            let (square, variance) = (square / pixels, square / pixels - (sum / pixels).powi(2));
            // Less is what rounding leaves of a neuron that stands still.
            if variance > ROUNDING * square { variance } else { 0.0 }
        };
        self.neurons.iter().map(variance).sum::<f64>() / self.neurons.len() as f64
    }

    /// 1 − ½⟨(h − h′)²⟩ / `square`: of the variance this makes the correlation of neighbours, of the mean
    /// square their cosine.
    fn alike(&self, square: f64) -> Option<f64> {
        let differences = self.differences / (self.pairs * self.neurons.len()) as f64;
        (square > 0.0).then(|| 1.0 - 0.5 * differences / square)
    }

    /// (tr C)² / tr C² for the covariance C. Over the pairs of two different sampled pixels i, j,
    /// tr C² = ⟨(xᵢ·xⱼ)²⟩; leaving out i = j keeps a small sample from looking flatter than it is.
    fn dimension(&self) -> Option<f64> {
        let sample = self.centred_sample();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let trace = sample.iter().map(|x| dot(x, x)).sum::<f64>() / sample.len() as f64;
        let mut squares = 0.0;
        for (index, x) in sample.iter().enumerate() {
            squares += sample[..index].iter().map(|y| dot(x, y).powi(2)).sum::<f64>();
        }
        let pairs = sample.len() * (sample.len() - 1) / 2;
        let ratio = trace * trace * pairs as f64 / squares;
        ratio.is_finite().then(|| ratio.clamp(1.0, self.neurons.len() as f64))
    }

    fn centred_sample(&self) -> Vec<Vec<f64>> {
        let step = self.sample.len().div_ceil(SAMPLE).max(1);
        let pixels = self.pixels as f64;
        let centre = |h: &Vec<f32>| {
            h.iter().zip(&self.neurons).map(|(h, [sum, _])| f64::from(*h) - sum / pixels).collect::<Vec<f64>>()
        };
        self.sample.iter().step_by(step).map(centre).collect()
    }

    fn values(&self) -> f64 {
        (self.pixels * self.neurons.len()) as f64
    }
}

/// For each layer the length of the closed line through the trace's points.
fn lengths(circle: &Trace) -> Vec<f64> {
    let length = |layer| {
        let mut squares = vec![0.0; circle.count];
        for values in circle.neurons(layer) {
            for (index, square) in squares.iter_mut().enumerate() {
                *square += (f64::from(values[(index + 1) % circle.count]) - f64::from(values[index])).powi(2);
            }
        }
        squares.iter().map(|square| libm::sqrt(*square)).sum()
    };
    (0..circle.depth()).map(length).collect()
}

/// Whether any neuron of layer `layer`, counted from the inputs, has a flat end.
pub(super) fn flat_ends(network: &Network, layer: usize) -> bool {
    let layer = layer.checked_sub(1).map(|index| &network.layers[index]);
    layer.is_some_and(|layer| {
        (0..layer.outputs).any(|neuron| layer.activation_of(neuron).is_some_and(|a| flat_at(a) != (None, None)))
    })
}

pub(super) fn is_saturated(activation: Activation, h: f64) -> bool {
    let (low, high) = flat_at(activation);
    low.is_some_and(|low| h <= low) || high.is_some_and(|high| h >= high)
}

/// Up to where an activation is flat at its lower end, and from where at its upper.
fn flat_at(activation: Activation) -> (Option<f64>, Option<f64>) {
    match activation {
        Activation::Tanh | Activation::Sin => (Some(NEARLY - 1.0), Some(1.0 - NEARLY)),
        Activation::Sigmoid | Activation::Gaussian | Activation::Step => (Some(NEARLY / 2.0), Some(1.0 - NEARLY / 2.0)),
        Activation::Relu => (Some(0.0), None),
        Activation::Elu => (Some(NEARLY - 1.0), None),
        Activation::LeakyRelu | Activation::Gelu | Activation::Softplus | Activation::Abs => (None, None),
    }
}
