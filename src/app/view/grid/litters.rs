//! Litters as they come: found child by child beside the painting, and kept for those who return.

use std::sync::Arc;

use super::entry::Entry;
use crate::app::look::{Finding, Study};
use crate::litter::{self, Wishes};
use crate::recipe::Recipe;
use crate::work::Work;

/// How many litters are kept.
const KEPT: usize = 6;

/// Whose children are wanted, and which.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LitterOrder {
    /// The parent.
    pub(super) parent: Recipe,
    /// The hash of the weights out of a file that paint it, where such do: one recipe may say several.
    pub(super) weights: Option<String>,
    /// Which children.
    pub(super) wishes: Wishes,
}

/// The children found so far.
#[derive(Clone, Debug)]
pub(super) struct Litter {
    order: LitterOrder,
    children: Vec<Entry>,
    complete: bool,
}

/// Finds a litter; it reports [`Litter`]s.
#[derive(Debug)]
pub(super) struct Raise {
    pub(super) order: LitterOrder,
    /// What is shown: it knows the weights of a file.
    pub(super) origin: Option<Work>,
}

impl Study for Raise {
    fn run(&self, report: &mut dyn FnMut(Finding) -> bool) {
        let LitterOrder { parent, wishes, .. } = &self.order;
        let work = |recipe: &Recipe| {
            self.origin.as_ref().map_or_else(|| Work::new(recipe.clone()), |origin| origin.with(recipe.clone()))
        };
        let mut children: Vec<Entry> = Vec::new();
        let mut give = |child: Option<Entry>| {
            let complete = child.is_none();
            children.extend(child);
            report(Arc::new(Litter { order: self.order.clone(), children: children.clone(), complete }))
        };
        let mut wanted = true;
        litter::litter_each(&work(parent), wishes, |child| {
            wanted = give(Some(Entry::new(work(&child.recipe), child.what.clone(), Some(parent))));
            wanted
        });
        if wanted && give(None) {
            // Whoever saves one asks for its loop: better measured now than then.
            for child in &children {
                child.work.timeline();
            }
        }
    }
}

/// The litters found lately.
#[derive(Clone, Debug, Default)]
pub(super) struct Litters(Vec<Litter>);

impl Litters {
    /// The children of `order` so far.
    pub(super) fn children(&self, order: &LitterOrder) -> &[Entry] {
        self.litter(order).map_or(&[][..], |litter| litter.children.as_slice())
    }

    /// Whether all children of `order` are found.
    pub(super) fn is_complete(&self, order: &LitterOrder) -> bool {
        self.litter(order).is_some_and(|litter| litter.complete)
    }

    /// Keeps what is new in `found`: children that are known already stay the same, with their pictures.
    pub(super) fn keep(&mut self, found: &Litter) {
        let known = self.0.iter().position(|litter| litter.order == found.order).map(|place| self.0.remove(place));
        let mut litter = known.unwrap_or_else(|| Litter { children: Vec::new(), complete: false, ..found.clone() });
        litter.complete |= found.complete;
        litter.children.extend(found.children.iter().skip(litter.children.len()).cloned());
        self.0.push(litter);
        if self.0.len() > KEPT {
            self.0.remove(0);
        }
    }

    fn litter(&self, order: &LitterOrder) -> Option<&Litter> {
        self.0.iter().find(|litter| litter.order == *order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::text::parse;

    fn order(draw: u32) -> LitterOrder {
        let parent = parse("default:42").unwrap().recipe;
        LitterOrder { parent, weights: None, wishes: Wishes { draw, count: 3, ..Wishes::default() } }
    }

    /// What a study reports until it has reported `most` times.
    fn reported(order: &LitterOrder, most: usize) -> Vec<Litter> {
        let mut found = Vec::new();
        Raise { order: order.clone(), origin: None }.run(&mut |finding: Finding| {
            found.push(finding.downcast_ref::<Litter>().unwrap().clone());
            found.len() < most
        });
        found
    }

    fn recipes(children: &[Entry]) -> Vec<&Recipe> {
        children.iter().map(Entry::recipe).collect()
    }

    #[test]
    fn children_come_one_by_one_and_are_the_litter() {
        let order = order(0);
        let found = reported(&order, 100);
        let counts: Vec<_> = found.iter().map(|litter| (litter.children.len(), litter.complete)).collect();
        assert_eq!(counts, [(1, false), (2, false), (3, false), (3, true)]);
        let expected = litter::litter(&order.parent, &order.wishes);
        let expected: Vec<_> = expected.iter().map(|child| &child.recipe).collect();
        assert_eq!(recipes(&found[3].children), expected);
    }

    #[test]
    fn nobody_is_looked_for_whom_nobody_waits_for() {
        assert_eq!(reported(&order(0), 2).len(), 2);
    }

    #[test]
    fn what_is_found_again_stays_the_same_tile() {
        let mut litters = Litters::default();
        let (first, again) = (reported(&order(0), 2), reported(&order(0), 100));
        first.iter().for_each(|litter| litters.keep(litter));
        assert!(!litters.is_complete(&order(0)));
        let before = Arc::clone(&litters.children(&order(0))[0].work);
        again.iter().for_each(|litter| litters.keep(litter));
        assert!(litters.is_complete(&order(0)) && litters.children(&order(0)).len() == 3);
        assert!(Arc::ptr_eq(&before, &litters.children(&order(0))[0].work));
        assert!(litters.children(&order(1)).is_empty());
    }
}
