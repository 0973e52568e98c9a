//! Sets of palette indices.

/// A set of the numbers 0..=255, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Indices([u64; 4]);

impl Indices {
    pub(super) fn insert(&mut self, index: u8) {
        self.0[usize::from(index) / 64] |= 1 << (index % 64);
    }

    pub(super) fn contains(&self, index: u8) -> bool {
        self.0[usize::from(index) / 64] >> (index % 64) & 1 == 1
    }

    /// Those that are in both sets, in ascending order.
    pub(super) fn shared_with(&self, other: &Self) -> impl Iterator<Item = u8> + use<> {
        let words = [0, 1, 2, 3].map(|word| self.0[word] & other.0[word]);
        words.into_iter().zip([0, 64, 128, 192]).flat_map(|(word, first)| {
            let next = |bits: &u64| Some(bits & (bits - 1)).filter(|bits| *bits != 0);
            let places = std::iter::successors(Some(word).filter(|bits| *bits != 0), next);
            places.map(move |bits| first + bits.trailing_zeros() as u8)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_holds_what_was_inserted_and_nothing_else(
            some in prop::collection::btree_set(any::<u8>(), 0..256),
            others in prop::collection::btree_set(any::<u8>(), 0..256),
        ) {
            let set = |numbers: &std::collections::BTreeSet<u8>| {
                let mut set = Indices::default();
                numbers.iter().for_each(|index| set.insert(*index));
                set
            };
            let shared: Vec<_> = set(&some).shared_with(&set(&others)).collect();
            prop_assert_eq!(shared, some.intersection(&others).copied().collect::<Vec<_>>());
            prop_assert!((0..=255).all(|index| set(&some).contains(index) == some.contains(&index)));
        }
    }
}
