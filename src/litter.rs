//! A litter: children of an artwork that are worth looking at.
//!
//! Four of eight differ in their weights, the others one each in colour, motion, shape and view. Each differs
//! visibly from its parent and from its siblings, and stays kin: that is measured on small probes (`sight`).
//! Near-twins and dull ones are drawn again. All of it is deterministic in the parent's line and the number of the
//! draw. Weights out of a file are no seed's: their children keep them, and differ in colour, motion and view.

use crate::recipe::Recipe;
use crate::recipe::breed::{self, CrossRefused};
use crate::work::Work;
use breeder::Breeder;

mod breeder;
mod sight;
mod step;
mod variation;

/// How many children a litter has, unless more are asked for.
pub const SIZE: usize = 8;
/// How much stronger or weaker than usual a litter may be.
pub const STRENGTHS: std::ops::RangeInclusive<i8> = -4..=4;

/// What a child may differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// The weights: a step on the family path.
    Weights,
    /// Layers and activations.
    Shape,
    /// What the channels mean.
    Color,
    /// What moves.
    Motion,
    /// Where the plane is looked at.
    View,
}

impl Aspect {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Weights, Self::Shape, Self::Color, Self::Motion, Self::View];

    /// What a lock of it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::Shape => "shape",
            Self::Color => "color",
            Self::Motion => "motion",
            Self::View => "view",
        }
    }
}

/// Which litter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Its number: each gives other children.
    pub draw: u32,
    /// How many children. There are fewer where no more that differ can be made.
    pub count: usize,
    /// How much they differ from their parent: √2 times more with each step above 0. Within [`STRENGTHS`].
    pub strength: i8,
    /// What stays as it is.
    pub locked: Vec<Aspect>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { draw: 0, count: SIZE, strength: 0, locked: Vec::new() }
    }
}

/// A child of a litter.
#[derive(Clone, Debug, PartialEq)]
pub struct Offspring {
    /// The child.
    pub recipe: Recipe,
    /// What it differs in, in a few words: `weights`, `one layer more`.
    pub what: String,
}

/// A litter of `parent`.
pub fn litter(parent: &Recipe, wishes: &Wishes) -> Vec<Offspring> {
    let mut children = Vec::with_capacity(wishes.count);
    litter_each(&Work::new(parent.clone()), wishes, |child| {
        children.push(child.clone());
        true
    });
    children
}

/// As [`litter`], child by child: `born` is given each as soon as it is found, and says whether to go on.
pub fn litter_each(parent: &Work, wishes: &Wishes, mut born: impl FnMut(&Offspring) -> bool) {
    let mut wishes = wishes.clone();
    wishes.locked.extend_from_slice(fixed(parent));
    let mut breeder = Breeder::new(parent, &wishes);
    for aspect in plan(&wishes) {
        if breeder.add(aspect, &wishes.locked).is_some_and(|child| !born(child)) {
            return;
        }
    }
}

/// What no child of `parent` can differ in: weights out of a file are what they are.
pub(crate) fn fixed(parent: &Work) -> &'static [Aspect] {
    if parent.imported().is_some() { &[Aspect::Weights, Aspect::Shape] } else { &[] }
}

/// A litter of two parents: their cross, then children of it.
///
/// # Errors
/// [`CrossRefused`], where the two have no cross.
pub fn litter_of_two(one: &Recipe, other: &Recipe, wishes: &Wishes) -> Result<Vec<Offspring>, CrossRefused> {
    let cross = breed::cross(one, other)?;
    let children = litter(&cross, &Wishes { count: wishes.count.saturating_sub(1), ..wishes.clone() });
    let cross = Offspring { recipe: cross, what: "half way".to_owned() };
    Ok(std::iter::once(cross).chain(children).take(wishes.count).collect())
}

/// What each child differs in: every second one in its weights, the others in turn in all else that is not locked.
fn plan(wishes: &Wishes) -> Vec<Aspect> {
    let is_free = |aspect: &Aspect| !wishes.locked.contains(aspect);
    let others: Vec<Aspect> =
        [Aspect::Color, Aspect::Motion, Aspect::Shape, Aspect::View].into_iter().filter(is_free).collect();
    let in_turn = |index: usize| others.get(index % others.len().max(1)).copied();
    let place = |index: usize| {
        if !is_free(&Aspect::Weights) {
            in_turn(index)
        } else if index % 2 == 1 && !others.is_empty() {
            in_turn(index / 2)
        } else {
            Some(Aspect::Weights)
        }
    };
    (0..wishes.count).filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(locked: &[Aspect]) -> Vec<Aspect> {
        plan(&Wishes { locked: locked.to_vec(), ..Wishes::default() })
    }

    #[test]
    fn half_of_a_litter_differs_in_weights_and_each_other_in_something_else() {
        use Aspect::{Color, Motion, Shape, View, Weights};
        assert_eq!(planned(&[]), [Weights, Color, Weights, Motion, Weights, Shape, Weights, View]);
        assert_eq!(planned(&[Color, Motion, Shape, View]), [Weights; 8]);
        assert_eq!(planned(&[Weights, Color]), [Motion, Shape, View, Motion, Shape, View, Motion, Shape]);
        assert_eq!(planned(&[Motion, Shape, View]), [Weights, Color, Weights, Color, Weights, Color, Weights, Color]);
        assert!(planned(&Aspect::ALL).is_empty());
    }
}
