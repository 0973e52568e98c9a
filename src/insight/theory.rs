//! What wide-network theory predicts of a random network before anyone looks at it.
//!
//! In a layer of very many neurons with independent random weights every pre-activation is a Gaussian
//! number, so two averages say everything: q, the mean square of a pre-activation, and c, how alike the
//! pre-activations of two pixels are. With σ_w² = N·Var(w), σ_b² = Var(b) and z ~ N(0, 1), a layer maps
//!
//! * q′ = σ_w² ⟨φ(√q z)²⟩ + σ_b²,
//! * c′ = (σ_w² ⟨φ(u₁)φ(u₂)⟩ + σ_b²) / q′ for Gaussian u₁, u₂ of variance q and correlation c,
//! * and a small distance between two pixels grows √χ-fold, with χ = σ_w² ⟨φ′(√q z)²⟩.
//!
//! χ₁ is χ at the q that layers settle on. Below 1 ("ordered") pixels grow alike and the picture fades to
//! one colour; above 1 ("chaotic") neighbours part and it ends as noise; ξ = 1/|ln χ₁| layers is how fast.
//!
//! Poole et al. 2016, "Exponential expressivity in deep neural networks through transient chaos"
//! (arXiv:1606.05340); Raghu et al. 2017, "On the expressive power of deep neural networks"
//! (arXiv:1606.05336). Real layers are not infinitely wide: narrow deep networks are calmer than this.

use serde::Serialize;

use super::quadrature::normal_average;
use crate::kernel::truth::{LEAK, activate};
use crate::network::Network;
use crate::recipe::{Activation, Activations, Recipe};

/// Where a growing q is called infinite.
const INFINITE: f64 = 1e12;
/// Enough layers to settle anywhere but right on the critical line.
const SETTLING: usize = 2000;

/// The spread of one layer's parameters, and its nonlinearities.
#[derive(Clone, Debug, PartialEq)]
pub struct Scales {
    /// σ_w² = number of inputs × variance of a weight.
    pub weight_variance: f64,
    /// σ_b² = variance of a bias.
    pub bias_variance: f64,
    /// φ: one, or those that the neurons are divided among.
    pub activations: Vec<Activation>,
}

impl Scales {
    /// The scales that `recipe` draws hidden layer `layer` from, given the number of its inputs.
    pub(crate) fn of_recipe(recipe: &Recipe, layer: usize, fan_in: usize) -> Self {
        let activations = match (&recipe.activation, recipe.layer_activation(layer)) {
            (Activations::Mixed, _) | (_, None) => Activation::ALL.to_vec(),
            (_, Some(activation)) => vec![activation],
        };
        Self {
            weight_variance: fan_in as f64 * recipe.weights.variance(fan_in),
            bias_variance: recipe.bias.variance(layer == 0, fan_in),
            activations,
        }
    }

    /// The scales measured on hidden layer `layer` of a network that came without a recipe.
    pub(crate) fn of_network(network: &Network, layer: usize) -> Self {
        let layer = &network.layers[layer];
        let mut activations: Vec<_> = (0..layer.outputs).filter_map(|neuron| layer.activation_of(neuron)).collect();
        if let crate::network::LayerActivation::Uniform(activation) = layer.activation {
            activations = vec![activation];
        }
        Self {
            weight_variance: layer.inputs as f64 * mean_square(&layer.weights),
            bias_variance: mean_square(&layer.biases),
            activations,
        }
    }

    /// q of the next layer of a stack of such layers.
    pub fn next_variance(&self, q: f64) -> f64 {
        self.weight_variance * self.mean_square(q) + self.bias_variance
    }

    /// ⟨φ(√q z)²⟩.
    pub(crate) fn mean_square(&self, q: f64) -> f64 {
        self.average(|activation| mean_square_activation(activation, q))
    }

    /// χ: the growth of a small squared distance between two pixels.
    pub fn slope(&self, q: f64) -> f64 {
        self.weight_variance * self.average(|activation| mean_square_slope(activation, q))
    }

    /// c of this layer behind a layer `before` with q and c.
    pub fn correlation_after(&self, before: &Self, q: f64, c: f64) -> f64 {
        let affine = |square: f64| self.weight_variance * square + self.bias_variance;
        let together = affine(before.average(|activation| mean_product(activation, q, c)));
        let alone = affine(before.mean_square(q));
        if alone > 0.0 { (together / alone).clamp(-1.0, 1.0) } else { 1.0 }
    }

    /// The q that a deep stack of such layers settles on; infinite where it grows for ever.
    pub fn settled_variance(&self) -> f64 {
        let mut q = 1.0;
        for _ in 0..SETTLING {
            let next = self.next_variance(q);
            if (next - q).abs() <= 1e-10 * q {
                return next;
            }
            if !(1e-30..INFINITE).contains(&next) {
                return if next < 1.0 { 0.0 } else { f64::INFINITY };
            }
            q = next;
        }
        q
    }

    /// χ₁, the slope at the settled q: what the plane's table is checked against.
    #[cfg(test)]
    pub(crate) fn settled_slope(&self) -> f64 {
        self.slope(self.settled_variance().min(INFINITE))
    }

    fn average(&self, f: impl Fn(Activation) -> f64) -> f64 {
        self.activations.iter().map(|activation| f(*activation)).sum::<f64>() / self.activations.len().max(1) as f64
    }
}

/// What theory expects of one hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LayerTheory {
    /// q, the mean square of a pre-activation.
    pub q: f64,
    /// c, how alike the pre-activations of neighbouring pixels are, their common mean included. −1..=1.
    pub c: f64,
    /// How many times longer a short line leaves the layer than it came in: √(χ·N′/N).
    pub growth: f64,
}

/// The mean squares that enter the first layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Inputs {
    /// Number of inputs.
    pub count: usize,
    /// The mean over the pixels of the mean square of the inputs.
    pub mean_square: f64,
    /// The mean over neighbouring pixels of the mean product of their inputs.
    pub mean_product: f64,
}

/// Follows q and c from the inputs through layers of these scales and widths.
pub(crate) fn walk(inputs: Inputs, layers: &[(Scales, usize)]) -> Vec<LayerTheory> {
    let mut walked = Vec::<LayerTheory>::with_capacity(layers.len());
    let mut width = inputs.count;
    for (index, (scales, next)) in layers.iter().enumerate() {
        let affine = |square: f64| scales.weight_variance * square + scales.bias_variance;
        let (q, c) = match walked.last() {
            None => {
                let q = affine(inputs.mean_square);
                (q, if q > 0.0 { (affine(inputs.mean_product) / q).clamp(-1.0, 1.0) } else { 1.0 })
            }
            Some(before) => {
                let scales_before = &layers[index - 1].0;
                let q = affine(scales_before.mean_square(before.q));
                (q, scales.correlation_after(scales_before, before.q, before.c))
            }
        };
        let growth = libm::sqrt(scales.slope(q) * *next as f64 / width as f64);
        walked.push(LayerTheory { q, c, growth });
        width = *next;
    }
    walked
}

/// What theory expects of an endless stack of one kind of layer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StackTheory {
    /// σ_w.
    pub weights: f64,
    /// σ_b.
    pub bias: f64,
    /// The q that the layers settle on; infinite where it grows for ever.
    pub q: f64,
    /// χ₁; infinite for a step.
    pub slope: f64,
    /// ξ in layers; infinite on the critical line.
    pub depth_scale: f64,
}

impl StackTheory {
    /// Settles a stack of layers of these scales.
    pub fn of(scales: &Scales) -> Self {
        let q = scales.settled_variance();
        let slope = scales.slope(q.min(INFINITE));
        Self {
            weights: libm::sqrt(scales.weight_variance),
            bias: libm::sqrt(scales.bias_variance),
            q,
            slope,
            depth_scale: depth_scale(slope),
        }
    }
}

/// ξ = 1/|ln χ₁|: over this many layers a small difference changes e-fold. Infinite where χ₁ is 1.
pub(crate) fn depth_scale(slope: f64) -> f64 {
    1.0 / libm::log(slope).abs()
}

fn mean_square(values: &[f32]) -> f64 {
    values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>() / values.len().max(1) as f64
}

/// ⟨φ(√q z)²⟩. In closed form where there is one; the others by quadrature.
pub fn mean_square_activation(activation: Activation, q: f64) -> f64 {
    match activation {
        Activation::Sin => -0.5 * libm::expm1(-2.0 * q),
        Activation::Relu => q / 2.0,
        Activation::LeakyRelu => q * (1.0 + LEAK * LEAK) / 2.0,
        Activation::Abs => q,
        Activation::Step => 0.5,
        Activation::Gaussian => 1.0 / libm::sqrt(1.0 + 4.0 * q),
        _ => average_over(q, |u| activate(activation, u).powi(2)),
    }
}

/// ⟨φ′(√q z)²⟩: infinite for a step, whose jump no slope describes.
pub fn mean_square_slope(activation: Activation, q: f64) -> f64 {
    match activation {
        Activation::Sin => 0.5 * (1.0 + libm::exp(-2.0 * q)),
        Activation::Relu => 0.5,
        Activation::LeakyRelu => (1.0 + LEAK * LEAK) / 2.0,
        Activation::Abs => 1.0,
        Activation::Step => f64::INFINITY,
        Activation::Gaussian => 4.0 * q / libm::pow(1.0 + 4.0 * q, 1.5),
        _ => average_over(q, |u| slope(activation, u).powi(2)),
    }
}

/// ⟨φ(u₁)φ(u₂)⟩ for Gaussian u₁ and u₂ of variance q and correlation c.
pub fn mean_product(activation: Activation, q: f64, c: f64) -> f64 {
    if activation == Activation::Sin {
        return 0.5 * (libm::exp(-q * (1.0 - c)) - libm::exp(-q * (1.0 + c)));
    }
    // u₂ = √q (c·z₁ + s·z₂) with s² = 1 − c²: seen from z₂, the steep point is where u₂ is 0.
    let (root, s) = (libm::sqrt(q), libm::sqrt((1.0 - c * c).max(0.0)));
    if s < 1e-8 {
        return mean_square_activation(activation, q);
    }
    // A rise steeper than this is a step that falls between two panels: the error is of the same size.
    let scale = |scale: f64| scale.clamp(1e-4, 1.0);
    normal_average(0.0, scale(s.max(1.0 / root)), |z1| {
        let other =
            normal_average(-c * z1 / s, scale(1.0 / (root * s)), |z2| activate(activation, root * (c * z1 + s * z2)));
        activate(activation, root * z1) * other
    })
}

fn average_over(q: f64, f: impl Fn(f64) -> f64) -> f64 {
    let root = libm::sqrt(q);
    normal_average(0.0, 1.0 / root.max(1e-12), |z| f(root * z))
}

/// φ′(x), with the jump of a step left out.
pub fn slope(activation: Activation, x: f64) -> f64 {
    match activation {
        Activation::Tanh => 1.0 - libm::tanh(x).powi(2),
        Activation::Sin => libm::cos(x),
        Activation::Relu => f64::from(u8::from(x > 0.0)),
        Activation::LeakyRelu => {
            if x > 0.0 {
                1.0
            } else {
                LEAK
            }
        }
        Activation::Elu => libm::exp(x.min(0.0)),
        Activation::Gelu => normal_share(x) + x * libm::exp(-0.5 * x * x) / libm::sqrt(std::f64::consts::TAU),
        Activation::Sigmoid => activate(activation, x) * activate(activation, -x),
        Activation::Softplus => activate(Activation::Sigmoid, x),
        Activation::Gaussian => -2.0 * x * libm::exp(-x * x),
        Activation::Abs => x.signum(),
        Activation::Step => 0.0,
    }
}

/// The share of a standard normal distribution that lies below x.
fn normal_share(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}
