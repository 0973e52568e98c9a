//! Children of a recipe and crosses of two: the same knobs, weights near by.

use super::{Child, Cross, Generation, MAX_CHILDREN, Recipe, Seed};

/// Why two artworks have no cross, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CrossRefused {
    /// They descend from different seeds.
    #[error("they are strangers, of the seeds {0} and {1}: a mix resembles neither; cross two children of one artwork")]
    Strangers(u64, u64),
    /// They descend from one seed, and their networks differ in what these keys say.
    #[error("their networks differ in {}: there is nothing half way; {}", .keys.join(", "), advice(*.related))]
    Shape {
        /// The keys of the line.
        keys: Vec<&'static str>,
        /// Whether their family paths differ, so that with the same keys they would have a cross.
        related: bool,
    },
    /// They have the same weights.
    #[error("their weights are the same: there is nothing half way")]
    Same,
    /// One is the root of the other, by more than one generation.
    #[error("one is the seed that the other descends from, and no line says half way; cross two descendants")]
    Root,
    /// One descends through a cross that the other does not share.
    #[error(
        "one descends from a cross that the other does not, and no line says a cross of crosses; cross its children"
    )]
    CrossBetween,
    /// The line would name too many children.
    #[error("their line would name more than {max} children; cross two that are closer kin", max = MAX_CHILDREN)]
    Long,
}

/// What leads to a cross of two whose networks differ.
const fn advice(related: bool) -> &'static str {
    if related { "give both the same" } else { "cross two children of one artwork" }
}

/// This child of `parent`, always the same one; `None` where the family path is full ([`MAX_CHILDREN`]).
pub fn child(parent: &Recipe, child: Child) -> Option<Recipe> {
    if parent.seed.children() >= MAX_CHILDREN {
        return None;
    }
    let mut recipe = parent.clone();
    recipe.seed.path.push(Generation::Child(child));
    Some(recipe)
}

/// Half way between the weights of `one` and `other`; all other knobs are those of `one`.
///
/// # Errors
/// [`CrossRefused`], if they are no kin, differ in shape, or no line can say their cross.
pub fn cross(one: &Recipe, other: &Recipe) -> Result<Recipe, CrossRefused> {
    if one.seed.root != other.seed.root {
        return Err(CrossRefused::Strangers(one.seed.root, other.seed.root));
    }
    let keys = differences_in_shape(one, other);
    if !keys.is_empty() {
        return Err(CrossRefused::Shape { keys, related: one.seed.path != other.seed.path });
    }
    let path = half_way(&one.seed.path, &other.seed.path)?;
    let seed = Seed { root: one.seed.root, path }.canonical();
    if seed.children() > MAX_CHILDREN {
        return Err(CrossRefused::Long);
    }
    Ok(Recipe { seed, ..one.clone() }.canonical())
}

/// The keys in which the two networks differ: how many weights there are, what they are drawn from, what
/// their inputs and outputs mean.
fn differences_in_shape(one: &Recipe, other: &Recipe) -> Vec<&'static str> {
    let alike = [
        ("hidden", one.hidden == other.hidden),
        ("activation", one.activation == other.activation),
        ("weights", one.weights == other.weights),
        ("bias", one.bias == other.bias),
        ("coords", one.coords == other.coords),
        ("radius", one.radius == other.radius),
        ("latent", one.latent == other.latent),
        ("color", one.color.channels() == other.color.channels()),
    ];
    alike.into_iter().filter(|(_, same)| !same).map(|(key, _)| key).collect()
}

/// The family path half way between two.
fn half_way(one: &[Generation], other: &[Generation]) -> Result<Vec<Generation>, CrossRefused> {
    let mut shared = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one_rest, other_rest) = (&one[shared..], &other[shared..]);
    match (one_rest, other_rest) {
        ([], []) => return Err(CrossRefused::Same),
        // Half way to one's own child is that child at half the angle.
        ([], [Generation::Child(child)]) | ([Generation::Child(child)], []) if child.step < Child::NEAREST => {
            let nearer = Child { step: child.step + 1, ..*child };
            return Ok([&one[..shared], &[Generation::Child(nearer)]].concat());
        }
        // Half way to a later descendant is seen from the generation before, so that there are two paths.
        ([], _) | (_, []) => shared = shared.checked_sub(1).ok_or(CrossRefused::Root)?,
        _ => {}
    }
    let paths = children_alone(&one[shared..]).zip(children_alone(&other[shared..]));
    let (one_path, other_path) = paths.ok_or(CrossRefused::CrossBetween)?;
    let cross = Cross::new(one_path, other_path).ok_or(CrossRefused::Same)?;
    Ok([&one[..shared], &[Generation::Cross(cross)]].concat())
}

/// The children that `path` consists of; `None` where it holds a cross.
fn children_alone(path: &[Generation]) -> Option<Vec<Child>> {
    path.iter()
        .map(|generation| match generation {
            Generation::Child(child) => Some(*child),
            Generation::Cross(_) => None,
        })
        .collect()
}
