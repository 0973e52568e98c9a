//! A walk through a list of artworks, one after another.

use std::sync::Arc;

use crate::curate;
use crate::open::{List, Opened};
use crate::recipe::Recipe;

/// A list, and where in it one stands.
#[derive(Clone, Debug)]
pub struct Walk {
    list: Arc<List>,
    /// The place of the artwork that comes next.
    next: usize,
}

impl Walk {
    /// Goes on behind the artwork at `here`.
    pub fn from(list: List, here: usize) -> Self {
        Self { list: Arc::new(list), next: here + 1 }
    }

    /// What opens the next artwork, given where a random choice begins. One that can't be opened is passed over, and
    /// so are weights from a file, which no recipe says.
    pub(super) fn step(&mut self) -> impl FnOnce(u64) -> Option<Recipe> + Send + use<> {
        let (list, start) = (Arc::clone(&self.list), self.next);
        self.next = (self.next + 1) % self.list.entries.len();
        move |entropy| {
            let (before, behind) = list.entries.split_at(start % list.entries.len());
            behind.iter().chain(before).find_map(|entry| match list.open(entry).ok()? {
                Opened::Work(work) if work.imported().is_none() => Some(Recipe { at: 0.0, ..work.recipe().clone() }),
                Opened::Work(_) => None,
                Opened::Unseeded(recipe) => Some(curate::draw(&recipe, entropy)),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_goes_round_and_passes_over_what_cannot_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        std::fs::write(&path, "ink:1\nnonsense\ndeep:2\n").unwrap();
        let list = List::named(&format!("@{}", path.display())).unwrap().unwrap();
        let mut walk = Walk::from(list, 0);
        let mut seen = || walk.step()(0).unwrap().to_string();
        assert_eq!([seen(), seen(), seen(), seen()], ["deep:2", "deep:2", "ink:1", "deep:2"]);
    }
}
