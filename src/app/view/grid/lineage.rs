//! The way from the seed to the parent: one artwork a generation, each of which can be returned to.

use crate::recipe::{Generation, Recipe, Seed};

/// The generations so far, the oldest first, and which of them is the parent.
#[derive(Clone, Debug, Default)]
pub(super) struct Lineage {
    nodes: Vec<Node>,
    here: usize,
}

/// One generation.
#[derive(Clone, Debug)]
struct Node {
    recipe: Recipe,
    /// What it differs in from the one before; the seed, for the first.
    what: String,
}

/// What a generation is called that other keys made.
const BY_HAND: &str = "by hand";

impl Lineage {
    /// Makes `recipe` the parent, wherever it comes from: it was an ancestor, or is an artwork changed by other keys,
    /// or another one. Returns whether it was not the parent before.
    pub(super) fn follow(&mut self, recipe: &Recipe) -> bool {
        let Some(parent) = self.parent() else {
            *self = Self::of(recipe);
            return true;
        };
        if parent == recipe {
            return false;
        }
        let (preset, root) = (parent.preset, parent.seed.root);
        if let Some(known) = self.nodes.iter().position(|node| node.recipe == *recipe) {
            self.here = known;
        } else if (preset, root) != (recipe.preset, recipe.seed.root) {
            *self = Self::of(recipe);
        } else {
            // A whole journey of such keys is one generation.
            if self.nodes[self.here].what == BY_HAND {
                self.here -= 1;
            }
            self.pick(recipe.clone(), BY_HAND);
        }
        true
    }

    /// The lineage that the seed's path spells out.
    fn of(recipe: &Recipe) -> Self {
        let Seed { root, path } = &recipe.seed;
        let node = |length: usize| {
            let seed = Seed { root: *root, path: path[..length].to_vec() };
            let what = match path[..length].last() {
                None => format!("{}:{root}", recipe.preset.name()),
                Some(Generation::Child(_)) => "weights".to_owned(),
                Some(Generation::Cross(_)) => "half way".to_owned(),
            };
            Node { recipe: Recipe { seed, ..recipe.clone() }, what }
        };
        Self { nodes: (0..=path.len()).map(node).collect(), here: path.len() }
    }

    /// The parent, once there is one.
    pub(super) fn parent(&self) -> Option<&Recipe> {
        self.nodes.get(self.here).map(|node| &node.recipe)
    }

    /// Goes on to a child; what was ahead is forgotten.
    pub(super) fn pick(&mut self, recipe: Recipe, what: &str) {
        self.nodes.truncate(self.here + 1);
        self.nodes.push(Node { recipe, what: what.to_owned() });
        self.here = self.nodes.len() - 1;
    }

    /// Goes `generations` further, back where that is below 0. Returns the parent then; `None` where there is none.
    pub(super) fn go(&mut self, generations: isize) -> Option<Recipe> {
        self.go_to(self.here.checked_add_signed(generations)?)
    }

    /// Goes to a generation, counted from 0. Returns the parent then; `None` where there is none.
    pub(super) fn go_to(&mut self, generation: usize) -> Option<Recipe> {
        let recipe = self.nodes.get(generation)?.recipe.clone();
        self.here = generation;
        Some(recipe)
    }

    /// Which generation is the parent.
    pub(super) fn here(&self) -> usize {
        self.here
    }

    /// What each generation is called.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|node| node.what.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::text::parse;

    fn recipe(line: &str) -> Recipe {
        parse(line).unwrap().recipe
    }

    fn names(lineage: &Lineage) -> Vec<&str> {
        lineage.names().collect()
    }

    #[test]
    fn the_path_of_a_seed_is_its_lineage() {
        let mut lineage = Lineage::default();
        assert!(lineage.follow(&recipe("default:42.3k7.1-2+color=hsv")));
        assert_eq!(names(&lineage), ["default:42", "weights", "half way"]);
        assert_eq!(lineage.go(-1), Some(recipe("default:42.3k7+color=hsv")));
        assert_eq!(lineage.go(-1), Some(recipe("default:42+color=hsv")));
        assert_eq!(lineage.go(-1), None);
        assert_eq!(lineage.go(2), Some(recipe("default:42.3k7.1-2+color=hsv")));
        assert_eq!(lineage.go(1), None);
    }

    #[test]
    fn a_pick_from_an_ancestor_begins_another_branch() {
        let mut lineage = Lineage::default();
        lineage.follow(&recipe("default:42"));
        lineage.pick(recipe("default:42.1"), "weights");
        lineage.pick(recipe("default:42.1+color=hsv"), "colour");
        assert_eq!(lineage.go_to(0), Some(recipe("default:42")));
        lineage.pick(recipe("default:42+motion=zoom"), "motion zoom");
        assert_eq!(names(&lineage), ["default:42", "motion zoom"]);
        assert_eq!((lineage.here(), lineage.parent()), (1, Some(&recipe("default:42+motion=zoom"))));
    }

    #[test]
    fn what_other_keys_do_is_a_generation_and_another_seed_a_lineage() {
        let mut lineage = Lineage::default();
        lineage.follow(&recipe("default:42"));
        assert!(!lineage.follow(&recipe("default:42")));
        for zoom in ["1", "2", "3"] {
            assert!(lineage.follow(&recipe(&format!("default:42+zoom={zoom}"))));
        }
        assert_eq!(names(&lineage), ["default:42", BY_HAND]);
        assert!(lineage.follow(&recipe("default:42")));
        assert_eq!((lineage.here(), names(&lineage).len()), (0, 2));
        lineage.follow(&recipe("default:43"));
        assert_eq!(names(&lineage), ["default:43"]);
    }
}
