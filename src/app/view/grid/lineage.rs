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
    /// Whether it is no child of the one before: another seed or preset.
    is_root: bool,
    /// Which of its litters is seen, and the last one that was drawn.
    draw: u32,
    drawn: u32,
}

/// What a generation is called that other keys made.
const BY_HAND: &str = "by hand";
/// What one half way between two is called; one whose parents are known is called `one × other`.
const CROSS: &str = "cross";
const TIMES: &str = " × ";

impl Lineage {
    /// Makes `recipe` the parent, wherever it comes from: it was an ancestor, or is an artwork changed by other keys,
    /// or another one, behind which the ones before can still be returned to. Returns whether it was not the parent
    /// before.
    pub(super) fn follow(&mut self, recipe: &Recipe) -> bool {
        let Some(parent) = self.parent() else {
            self.begin(recipe);
            return true;
        };
        if parent == recipe {
            return false;
        }
        let (preset, root) = (parent.preset, parent.seed.root);
        if let Some(known) = self.nodes.iter().rposition(|node| node.recipe == *recipe) {
            self.here = known;
        } else if (preset, root) != (recipe.preset, recipe.seed.root) {
            self.begin(recipe);
        } else {
            // A whole journey of such keys is one generation.
            if self.nodes[self.here].what == BY_HAND {
                self.here -= 1;
            }
            self.pick(recipe.clone(), BY_HAND);
        }
        true
    }

    /// Goes on with the lineage that the path of another seed spells out.
    fn begin(&mut self, recipe: &Recipe) {
        let Seed { root, path } = &recipe.seed;
        let node = |length: usize| {
            let seed = Seed { root: *root, path: path[..length].to_vec() };
            let what = match path[..length].last() {
                None => format!("{}:{root}", recipe.preset.name()),
                Some(Generation::Child(_)) => "weights".to_owned(),
                Some(Generation::Cross(_)) => CROSS.to_owned(),
            };
            Node { is_root: length == 0, ..Node::new(Recipe { seed, ..recipe.clone() }, what) }
        };
        self.forget_what_is_ahead();
        self.nodes.extend((0..=path.len()).map(node));
        self.here = self.nodes.len() - 1;
    }

    /// Calls the root of the parent `name`: what it begins with is no seed.
    pub(super) fn call_root(&mut self, name: &str) {
        let until_here = self.nodes.iter_mut().take(self.here + 1);
        if let Some(root) = until_here.rev().find(|node| node.is_root) {
            name.clone_into(&mut root.what);
        }
    }

    fn forget_what_is_ahead(&mut self) {
        self.nodes.truncate(self.here + 1);
        if let Some(node) = self.nodes.last_mut() {
            node.drawn = node.draw;
        }
    }

    /// The parent, once there is one.
    pub(super) fn parent(&self) -> Option<&Recipe> {
        self.nodes.get(self.here).map(|node| &node.recipe)
    }

    /// Goes on to a child; what was ahead is forgotten. The parent is no child of its own.
    pub(super) fn pick(&mut self, recipe: Recipe, what: &str) {
        if self.parent() == Some(&recipe) {
            return;
        }
        self.forget_what_is_ahead();
        self.nodes.push(Node::new(recipe, what.to_owned()));
        self.here = self.nodes.len() - 1;
    }

    /// Goes on to what is half way between `names`.
    pub(super) fn cross(&mut self, recipe: Recipe, names: [&str; 2]) {
        self.pick(recipe, &names.join(TIMES));
    }

    /// Whether the parent is half way between two.
    pub(super) fn is_cross(&self) -> bool {
        self.nodes.get(self.here).is_some_and(|node| node.what == CROSS || node.what.contains(TIMES))
    }

    /// Which litter of the parent is seen.
    pub(super) fn draw(&self) -> u32 {
        self.nodes.get(self.here).map_or(0, |node| node.draw)
    }

    /// Another litter of the parent is seen: what was ahead is forgotten.
    pub(super) fn draw_others(&mut self) {
        self.forget_what_is_ahead();
        if let Some(node) = self.nodes.last_mut() {
            node.draw = node.draw.wrapping_add(1);
            node.drawn = node.draw;
        }
    }

    /// Takes the last step back: to the litter before, else to the generation before. Returns the parent then; `None`
    /// where there is nothing before.
    pub(super) fn back(&mut self) -> Option<Recipe> {
        let node = self.nodes.get_mut(self.here)?;
        match node.draw.checked_sub(1) {
            Some(before) => node.draw = before,
            None => self.here = self.here.checked_sub(1)?,
        }
        self.parent().cloned()
    }

    /// Makes the last step again that was taken back. Returns the parent then; `None` where there is none.
    pub(super) fn forward(&mut self) -> Option<Recipe> {
        let node = self.nodes.get_mut(self.here)?;
        if node.draw < node.drawn {
            node.draw += 1;
            return self.parent().cloned();
        }
        self.go_to(self.here + 1)
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

    /// How many generations the parent is away from its seed.
    pub(super) fn generation(&self) -> usize {
        let until_here = self.nodes.iter().take(self.here + 1);
        until_here.rev().take_while(|node| !node.is_root).count()
    }

    /// What each generation is called, and whether it is another seed.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, bool)> {
        self.nodes.iter().map(|node| (node.what.as_str(), node.is_root))
    }
}

impl Node {
    fn new(recipe: Recipe, what: String) -> Self {
        Self { recipe, what, is_root: false, draw: 0, drawn: 0 }
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
        lineage.names().map(|(name, _)| name).collect()
    }

    #[test]
    fn the_path_of_a_seed_is_its_lineage() {
        let mut lineage = Lineage::default();
        assert!(lineage.follow(&recipe("default:42.3k7.1-2+color=hsv")));
        assert_eq!(names(&lineage), ["default:42", "weights", CROSS]);
        assert!(lineage.is_cross());
        assert_eq!(lineage.back(), Some(recipe("default:42.3k7+color=hsv")));
        assert_eq!(lineage.back(), Some(recipe("default:42+color=hsv")));
        assert_eq!((lineage.back(), lineage.generation()), (None, 0));
        assert_eq!(lineage.forward(), Some(recipe("default:42.3k7+color=hsv")));
        assert_eq!(lineage.forward(), Some(recipe("default:42.3k7.1-2+color=hsv")));
        assert_eq!((lineage.forward(), lineage.generation()), (None, 2));
    }

    #[test]
    fn the_root_of_the_parent_can_be_called_by_another_name() {
        let mut lineage = Lineage::default();
        lineage.follow(&recipe("default:42"));
        lineage.follow(&recipe("default:43"));
        lineage.pick(recipe("default:43+color=hsv"), "colour");
        lineage.call_root("photo.safetensors");
        assert_eq!(names(&lineage), ["default:42", "photo.safetensors", "colour"]);
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
        lineage.pick(recipe("default:42+motion=zoom"), "itself");
        assert_eq!(names(&lineage), ["default:42", "motion zoom"], "a parent is no child of its own");
    }

    #[test]
    fn other_litters_are_steps_that_can_be_taken_back() {
        let mut lineage = Lineage::default();
        lineage.follow(&recipe("default:42"));
        lineage.draw_others();
        lineage.draw_others();
        lineage.pick(recipe("default:42.20"), "weights");
        assert_eq!(lineage.draw(), 0);
        assert_eq!((lineage.back(), lineage.draw()), (Some(recipe("default:42")), 2), "the litter that it was in");
        assert_eq!((lineage.back(), lineage.draw()), (Some(recipe("default:42")), 1));
        assert_eq!((lineage.forward(), lineage.draw()), (Some(recipe("default:42")), 2));
        assert_eq!(lineage.forward(), Some(recipe("default:42.20")));
        (0..3).for_each(|_| assert!(lineage.back().is_some()));
        assert_eq!(lineage.back(), None);
    }

    #[test]
    fn what_other_keys_do_is_a_generation_and_another_seed_comes_behind_the_ones_before() {
        let mut lineage = Lineage::default();
        lineage.follow(&recipe("default:42"));
        assert!(!lineage.follow(&recipe("default:42")));
        for zoom in ["1", "2", "3"] {
            assert!(lineage.follow(&recipe(&format!("default:42+zoom={zoom}"))));
        }
        assert_eq!(names(&lineage), ["default:42", BY_HAND]);
        assert!(lineage.follow(&recipe("default:42")));
        assert_eq!((lineage.here(), names(&lineage).len()), (0, 2));
        lineage.pick(recipe("default:42.1"), "weights");
        lineage.follow(&recipe("default:43"));
        assert_eq!(names(&lineage), ["default:42", "weights", "default:43"]);
        assert_eq!(lineage.generation(), 0);
        assert_eq!(lineage.back(), Some(recipe("default:42.1")));
        assert_eq!(lineage.generation(), 1);
    }
}
