//! Children of a recipe: the same knobs, weights a step away.

use super::{MAX_GENERATIONS, Recipe};

/// Child `number` of `parent`, always the same one; `None` for a parent of the last generation
/// that a line can name ([`MAX_GENERATIONS`]).
pub fn child(parent: &Recipe, number: u32) -> Option<Recipe> {
    if parent.seed.children.len() >= MAX_GENERATIONS {
        return None;
    }
    let mut child = parent.clone();
    child.seed.children.push(number);
    Some(child)
}
