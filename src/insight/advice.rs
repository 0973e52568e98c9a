//! Which knob would make another picture of it: each suggestion is tried and measured before it is given.

use serde::Serialize;

use super::verdict::Verdict;
use crate::recipe::text::Key;
use crate::recipe::{MAX_LAYERS, Recipe, Weights};

/// The most suggestions given.
const MOST: usize = 2;
/// The most layers that are suggested: beyond, a picture only repeats itself.
const DEEP: usize = 24;

/// A knob that changes the verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// The key that turns the knob.
    pub key: &'static str,
    /// What turning it means.
    pub what: &'static str,
    /// What to add to the line of text: `weights=normal:0.5`.
    pub assignment: String,
    /// The verdict behind it.
    pub verdict: Verdict,
    /// The recipe behind it.
    #[serde(skip)]
    pub recipe: Recipe,
}

/// Up to two turns of different knobs that change `verdict`, the gentlest turn of each. Where the recipe
/// did not draw the weights, only those that leave the weights alone.
pub fn suggest(recipe: &Recipe, drawn: bool, verdict: Verdict, judge: impl Fn(&Recipe) -> Verdict) -> Vec<Suggestion> {
    let mut suggestions = Vec::new();
    for knob in Knob::for_verdict(verdict).iter().filter(|knob| drawn || knob.keeps_weights()) {
        let better = knob.turns(recipe).into_iter().find_map(|turned| {
            let after = judge(&turned);
            (after != verdict && welcome(verdict, after)).then_some((turned, after))
        });
        if let Some((turned, after)) = better {
            let assignment = assignment(recipe, &turned);
            suggestions.push(Suggestion {
                key: knob.key(),
                what: knob.what(),
                assignment,
                verdict: after,
                recipe: turned,
            });
        }
        if suggestions.len() == MOST {
            break;
        }
    }
    suggestions
}

/// Whether going there is an answer: out of goo and out of noise towards life, not to the other extreme.
fn welcome(from: Verdict, to: Verdict) -> bool {
    match from {
        Verdict::GreyGoo => matches!(to, Verdict::Alive | Verdict::Smooth | Verdict::Filigree),
        Verdict::Smooth => matches!(to, Verdict::Alive | Verdict::Filigree),
        Verdict::Alive => matches!(to, Verdict::Filigree | Verdict::Smooth),
        Verdict::Noise => matches!(to, Verdict::Filigree | Verdict::Alive | Verdict::Smooth),
        Verdict::Filigree | Verdict::Posterised => matches!(to, Verdict::Alive | Verdict::Smooth | Verdict::Filigree),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Knob {
    LargerWeights,
    SmallerWeights,
    MoreLayers,
    FewerLayers,
    Closer,
    Narrower,
    Softer,
}

impl Knob {
    /// The knobs worth trying against a verdict, the most telling first.
    fn for_verdict(verdict: Verdict) -> &'static [Self] {
        match verdict {
            Verdict::GreyGoo => &[Self::LargerWeights, Self::FewerLayers],
            Verdict::Smooth => &[Self::MoreLayers, Self::LargerWeights],
            Verdict::Alive => &[Self::MoreLayers, Self::SmallerWeights, Self::FewerLayers],
            Verdict::Filigree => &[Self::Closer, Self::FewerLayers, Self::SmallerWeights],
            Verdict::Noise => &[Self::Narrower, Self::SmallerWeights, Self::Closer],
            Verdict::Posterised => &[Self::SmallerWeights, Self::Softer, Self::FewerLayers],
        }
    }

    const fn keeps_weights(self) -> bool {
        matches!(self, Self::Closer | Self::Softer)
    }

    const fn key(self) -> &'static str {
        match self {
            Self::LargerWeights => "w",
            Self::SmallerWeights => "W",
            Self::MoreLayers => "]",
            Self::FewerLayers => "[",
            Self::Closer => "+",
            Self::Narrower => "{",
            Self::Softer => "(",
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::LargerWeights => "larger weights",
            Self::SmallerWeights => "smaller weights",
            Self::MoreLayers => "more layers",
            Self::FewerLayers => "fewer layers",
            Self::Closer => "zoom in",
            Self::Narrower => "narrower layers",
            Self::Softer => "less gain",
        }
    }

    /// Ever further turns of the knob.
    fn turns(self, recipe: &Recipe) -> Vec<Recipe> {
        let with = |change: &dyn Fn(&mut Recipe)| {
            let mut turned = recipe.clone();
            change(&mut turned);
            turned.canonical()
        };
        match self {
            Self::LargerWeights => {
                [1.5, 2.0, 3.0, 4.0, 6.0, 10.0].iter().map(|f| with(&|r| r.weights = scaled(r.weights, *f))).collect()
            }
            Self::SmallerWeights => {
                let factors = [0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.02, 0.01, 0.005];
                factors.iter().map(|f| with(&|r| r.weights = scaled(r.weights, *f))).collect()
            }
            Self::MoreLayers => {
                let (depth, width) = (recipe.hidden.len(), recipe.hidden.last().copied().unwrap_or(16));
                let deepest = DEEP.clamp(depth, MAX_LAYERS);
                (depth + 1..=deepest).map(|depth| with(&|r| r.hidden.resize(depth, width))).collect()
            }
            Self::FewerLayers => {
                (0..recipe.hidden.len()).rev().map(|keep| with(&|r| r.hidden.truncate(keep))).collect()
            }
            Self::Closer => [2.0, 4.0, 8.0, 16.0, 32.0].iter().map(|f| with(&|r| r.view.zoom *= f)).collect(),
            Self::Narrower => {
                [2, 4, 8].iter().map(|d| with(&|r| r.hidden.iter_mut().for_each(|w| *w = (*w / d).max(2)))).collect()
            }
            Self::Softer => {
                [0.3, 0.1, 0.03, 0.01, 0.003].iter().map(|f| with(&|r| r.gain = round(r.gain * f))).collect()
            }
        }
    }
}

/// The parts of the line that tell `turned` from `recipe`: `weights=normal:0.5`.
fn assignment(recipe: &Recipe, turned: &Recipe) -> String {
    let changed = Key::ALL.iter().filter(|key| key.print(recipe) != key.print(turned));
    changed.map(|key| format!("{}={}", key.name(), key.print(turned))).collect::<Vec<_>>().join("+")
}

/// Weights drawn `factor` times as large. PyTorch's are U(±1/√N), of standard deviation 1/√3N.
fn scaled(weights: Weights, factor: f64) -> Weights {
    match weights {
        Weights::Normal(std) => Weights::Normal(round(std * factor)),
        Weights::Uniform(bound) => Weights::Uniform(round(bound * factor)),
        Weights::Pytorch => Weights::Scaled(round(factor / libm::sqrt(3.0))),
        Weights::Scaled(std) => Weights::Scaled(round(std * factor)),
    }
}

/// Two significant digits: knobs are turned by eye.
fn round(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}
