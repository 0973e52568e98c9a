//! How motions move the weights: fog, splatter, recolour. Each starts at the very network and returns to it.
//!
//! A breath that shrank and grew on a straight line would stand still where it turns round. So all paths here are
//! ellipses: where the fog turns, half of the inputs still shrink while the others grow.

use crate::recipe::stream::Stream;
use crate::recipe::{Motion, Recipe};

/// In the thickest fog the hidden weights have shrunk by this much twice, about to a half.
const FOG_DEPTH: f64 = 0.26;
/// How far every other input is ahead of its neighbour on the way.
const FOG_LEAD: f64 = 0.1;
/// How far the biases go astray: the standard deviation of each of the two directions of the ellipse, twice that half
/// way. More would leave little of a learnt picture.
const SPLATTER: f64 = 0.2;

/// Where the weights stand at one moment, beside the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// Multiplies the weights of the hidden layers behind the first, or of the output layer where there are none:
    /// those of the first, third, fifth … input, and those of the others.
    pub fog: [f64; 2],
    /// Added to the biases of the first layer, neuron by neuron; empty without a splatter.
    pub splatter: Vec<f64>,
    /// How far the output channels have turned into one another. Radians, 0 to 2π.
    pub recolor: f64,
}

impl Drift {
    /// No drift at all.
    pub(crate) const STILL: Self = Self { fog: [1.0; 2], splatter: Vec::new(), recolor: 0.0 };

    /// Where the weights stand at `angle` of a loop of `motion`.
    pub(super) fn at(motion: &[Motion], splashes: &Splashes, angle: f64) -> Self {
        let moving = |wanted| motion.contains(&wanted);
        Self {
            fog: if moving(Motion::Fog) { fog(angle) } else { Self::STILL.fog },
            splatter: if moving(Motion::Splatter) { splashes.at(angle) } else { Vec::new() },
            recolor: if moving(Motion::Recolor) { angle } else { 0.0 },
        }
    }
}

fn fog(angle: f64) -> [f64; 2] {
    let (sin, cos) = libm::sincos(angle);
    let depth = 1.0 - FOG_DEPTH * (1.0 - cos);
    [depth + FOG_LEAD * sin, depth - FOG_LEAD * sin]
}

/// For each neuron of the first layer where its bias goes: by the sine of the angle, and by 1 − cosine.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Splashes(Vec<[f64; 2]>);

impl Splashes {
    /// Two Gaussian numbers a neuron, in the order of the neurons; none where nothing splatters.
    pub(super) fn draw(recipe: &Recipe, stream: &mut Stream) -> Self {
        let splatters = recipe.motion.contains(&Motion::Splatter);
        let width = recipe.hidden.first().map_or(recipe.color.channels(), |width| usize::from(*width));
        let neurons = if splatters { width } else { 0 };
        Self((0..neurons).map(|_| [SPLATTER * stream.gaussian(), SPLATTER * stream.gaussian()]).collect())
    }

    fn at(&self, angle: f64) -> Vec<f64> {
        let (sin, cos) = libm::sincos(angle);
        self.0.iter().map(|[across, along]| across * sin + along * (1.0 - cos)).collect()
    }

    /// Of each neuron both directions.
    pub(super) fn directions(&self) -> &[[f64; 2]] {
        &self.0
    }
}
