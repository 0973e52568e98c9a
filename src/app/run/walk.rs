//! A walk through a list of artworks, one after another.

use std::sync::Arc;

use crate::app::unasked::open_entry;
use crate::open::List;
use crate::work::Work;

/// A list, and where in it one stands.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    list: Arc<List>,
    /// The place of the artwork that comes next.
    next: usize,
}

impl Walk {
    /// Goes on behind the artwork at `here`.
    pub(crate) fn from(list: List, here: usize) -> Self {
        Self { list: Arc::new(list), next: here + 1 }
    }

    /// What opens the next artwork, given where a random choice begins. One that can't be opened, or is too large to be
    /// opened unasked, is passed over.
    pub(super) fn step(&mut self) -> impl FnOnce(u64) -> Option<Work> + Send + use<> {
        let (list, start) = (Arc::clone(&self.list), self.next);
        self.next = (self.next + 1) % self.list.entries.len();
        move |entropy| {
            let (before, behind) = list.entries.split_at(start % list.entries.len());
            behind.iter().chain(before).find_map(|entry| open_entry(&list, entry, entropy).ok())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Network;
    use crate::network::weights::to_half_safetensors;

    #[test]
    fn a_walk_goes_round_and_passes_over_what_cannot_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        std::fs::write(&path, "ink:1\nnonsense\ndeep:2\n").unwrap();
        let list = List::named(&format!("@{}", path.display())).unwrap().unwrap();
        let mut walk = Walk::from(list, 0);
        let mut seen = || walk.step()(0).unwrap().label();
        assert_eq!([seen(), seen(), seen(), seen()], ["deep:2", "deep:2", "ink:1", "deep:2"]);
    }

    #[test]
    fn a_walk_shows_networks_out_of_files_too() {
        let folder = tempfile::tempdir().unwrap();
        let recipe = crate::recipe::text::parse("glossy:0").unwrap().recipe;
        let mut network = Network::build(&recipe);
        network.layers[0].weights[0] = 2.0;
        std::fs::write(folder.path().join("learnt.safetensors"), to_half_safetensors(&network, None)).unwrap();
        let path = folder.path().join("list.txt");
        std::fs::write(&path, "ink:1\nlearnt.safetensors\ngone.safetensors\n").unwrap();
        let list = List::named(&format!("@{}", path.display())).unwrap().unwrap();
        let mut walk = Walk::from(list, 0);
        let learnt = walk.step()(0).unwrap();
        assert_eq!(learnt.imported().unwrap().name, "learnt.safetensors");
        assert_eq!(learnt.network().layers[0].weights[0], 2.0);
        assert_eq!(walk.step()(0).unwrap().label(), "ink:1");
    }
}
