//! Which knob would make another picture of it: each suggestion is tried and measured before it is given.

use serde::Serialize;

use super::verdict::Verdict;
use crate::recipe::knob::{Direction, Knob};
use crate::recipe::text::LineKey;
use crate::recipe::{MAX_LAYERS, Recipe};

/// The most suggestions given.
const MOST: usize = 2;
/// The most layers that are suggested: beyond, a picture only repeats itself.
const DEEP: usize = 24;

/// A knob that changes the verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// The key that turns the knob. None is known here: see [`Explanation::with_keys`](super::Explanation::with_keys).
    pub key: Option<String>,
    /// The knob.
    #[serde(skip)]
    pub knob: Knob,
    /// Which way to turn it.
    #[serde(skip)]
    pub direction: Direction,
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
pub(crate) fn suggest(
    recipe: &Recipe,
    drawn: bool,
    verdict: Verdict,
    judge: impl Fn(&Recipe) -> Verdict,
) -> Vec<Suggestion> {
    let mut suggestions = Vec::new();
    for (knob, direction) in against(verdict).iter().copied().filter(|(knob, _)| drawn || knob.keeps_weights()) {
        let better = turns(knob, direction, recipe).into_iter().find_map(|turned| {
            let after = judge(&turned);
            (after != verdict && welcome(verdict, after)).then_some((turned, after))
        });
        if let Some((turned, after)) = better {
            let (what, assignment) = (knob.words(direction), assignment(recipe, &turned));
            suggestions.push(Suggestion {
                key: None,
                knob,
                direction,
                what,
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

/// The turns worth trying against a verdict, the most effective first.
const fn against(verdict: Verdict) -> &'static [(Knob, Direction)] {
    use Direction::{Less, More};
    match verdict {
        Verdict::GreyGoo => &[(Knob::WeightScale, More), (Knob::Depth, Less)],
        Verdict::Smooth => &[(Knob::Depth, More), (Knob::WeightScale, More)],
        Verdict::Alive => &[(Knob::Depth, More), (Knob::WeightScale, Less), (Knob::Depth, Less)],
        Verdict::Filigree => &[(Knob::Zoom, More), (Knob::Depth, Less), (Knob::WeightScale, Less)],
        Verdict::Noise => &[(Knob::Width, Less), (Knob::WeightScale, Less), (Knob::Zoom, More)],
        Verdict::Posterised => &[(Knob::WeightScale, Less), (Knob::Gain, Less), (Knob::Depth, Less)],
    }
}

/// Ever further turns of `knob`: layer by layer, everything else by factors.
fn turns(knob: Knob, direction: Direction, recipe: &Recipe) -> Vec<Recipe> {
    let with = |turn: &dyn Fn(&mut Recipe)| {
        let mut turned = recipe.clone();
        turn(&mut turned);
        turned.canonical()
    };
    let depth = recipe.hidden.len();
    let layers = match direction {
        Direction::More => DEEP.clamp(depth, MAX_LAYERS) - depth,
        Direction::Less => depth,
    };
    let sign = if direction == Direction::More { 1 } else { -1 };
    match knob {
        Knob::Depth => (1..=layers as i32).map(|steps| with(&|recipe| knob.turn(recipe, sign * steps))).collect(),
        _ => factors(knob, direction).iter().map(|factor| with(&|recipe| knob.scale(recipe, *factor))).collect(),
    }
}

/// The factors to try, the gentlest first.
const fn factors(knob: Knob, direction: Direction) -> &'static [f64] {
    match (knob, direction) {
        (Knob::WeightScale, Direction::More) => &[1.5, 2.0, 3.0, 4.0, 6.0, 10.0],
        (Knob::WeightScale, Direction::Less) => &[0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.02, 0.01, 0.005],
        (Knob::Gain, Direction::Less) => &[0.3, 0.1, 0.03, 0.01, 0.003],
        (_, Direction::More) => &[2.0, 4.0, 8.0, 16.0, 32.0],
        (_, Direction::Less) => &[0.5, 0.25, 0.125],
    }
}

/// The parts of the line in which `turned` differs from `recipe`: `weights=normal:0.5`.
fn assignment(recipe: &Recipe, turned: &Recipe) -> String {
    let changed = LineKey::ALL.iter().filter(|key| key.print(recipe) != key.print(turned));
    changed.map(|key| format!("{}={}", key.name(), key.print(turned))).collect::<Vec<_>>().join("+")
}
