//! How the weights of a descendant follow from its family path. Part of the format: it never changes.
//!
//! Every key of the family (see [`stream`](crate::recipe::stream)) names a whole set of independent draws. The
//! weights and biases of any descendant are a sum of such sets, Σ sₖ·Dₖ, with the same shares sₖ ≥ 0 for each of
//! them, and Σ sₖ² = 1: so the variance is that of a single draw, whatever the path.
//!
//! * The root has the share 1 of its own draw.
//! * A child of step N turns towards its own draw by θ = 0.8·2^−N rad, round the circle that keeps the variance:
//!   its parent's shares times cos θ, and sin θ of the draw of its key.
//! * A cross is half way on the great circle between its two parents: their shares added, divided by the length
//!   of the sum. (That is the slerp of Shoemake 1985 at one half. Of unit vectors the angle needs no measuring,
//!   and it is that of the weights, which in a large network differ from it by chance alone.)
//!
//! The shares do not depend on the network's shape. So a descendant whose knobs are turned is the same mixture of
//! what its ancestors would be with those knobs, and growing it leaves the weights that were there as they are.
//!
//! In numbers: shares are f64, their cosines and sines from `libm`; the shares of a child stand in the order of
//! its parent's, its own last; of a cross in the order of its first parent's, then those of its second parent
//! alone. Each weight is summed in that order and rounded to f32 once.

use crate::recipe::stream::{Purpose, Stream, StreamKey};
use crate::recipe::{Child, Cross, Generation, Seed};

/// A mixture of draws.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SeedLineage {
    /// The key that this descendant's own children are derived from.
    key: StreamKey,
    /// The share of each key's draw: never empty, squares summing to 1.
    shares: Vec<(StreamKey, f64)>,
}

impl SeedLineage {
    /// That of a root seed.
    pub(super) fn root(seed: u64) -> Self {
        let key = StreamKey::root(seed);
        Self { key, shares: vec![(key, 1.0)] }
    }

    /// That of a descendant.
    pub(super) fn of(seed: &Seed) -> Self {
        seed.path.iter().fold(Self::root(seed.root), |ancestor, generation| match generation {
            Generation::Child(child) => ancestor.child(*child),
            Generation::Cross(cross) => ancestor.cross(cross),
        })
    }

    fn child(&self, child: Child) -> Self {
        let key = self.key.child(child.number);
        let (sin, cos) = (libm::sin(child.angle()), libm::cos(child.angle()));
        let parents = self.shares.iter().map(|(key, share)| (*key, cos * share));
        Self { key, shares: parents.chain([(key, sin)]).collect() }
    }

    fn cross(&self, cross: &Cross) -> Self {
        let descendant = |path: &Vec<Child>| path.iter().fold(self.clone(), |parent, child| parent.child(*child));
        let [one, other] = cross.paths().each_ref().map(descendant);
        let mut shares = one.shares;
        for (key, share) in other.shares {
            match shares.iter_mut().find(|(own, _)| *own == key) {
                Some((_, own)) => *own += share,
                None => shares.push((key, share)),
            }
        }
        let length = libm::sqrt(shares.iter().map(|(_, share)| share * share).sum::<f64>());
        shares.iter_mut().for_each(|(_, share)| *share /= length);
        Self { key: one.key.cross(other.key), shares }
    }

    /// The streams that are drawn from for `purpose`, from their starts.
    pub(super) fn streams(&self, purpose: Purpose) -> Mixture {
        Mixture(self.shares.iter().map(|(key, share)| (key.stream(purpose), *share)).collect())
    }
}

/// Streams of random numbers, and the share of each.
#[derive(Debug)]
pub(super) struct Mixture(Vec<(Stream, f64)>);

impl Mixture {
    /// The next number: `draw` from every stream, times its share.
    pub(super) fn draw(&mut self, draw: impl Fn(&mut Stream) -> f64) -> f64 {
        let mut parts = self.0.iter_mut().map(|(stream, share)| *share * draw(stream));
        // The first part alone, not added to 0: that would change the sign of a negative zero.
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |sum, part| sum + part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::text::parse;

    fn lineage(line: &str) -> SeedLineage {
        SeedLineage::of(&parse(line).unwrap().recipe.seed)
    }

    fn cosine(one: &SeedLineage, other: &SeedLineage) -> f64 {
        let of = |key: &StreamKey| other.shares.iter().find(|(own, _)| own == key).map_or(0.0, |(_, share)| *share);
        one.shares.iter().map(|(key, share)| share * of(key)).sum()
    }

    #[test]
    fn every_mixture_keeps_the_variance() {
        for line in ["1", "1.3", "1.3k0.4k15", "1.3.1_4-7k3_2", "1.1-2.3-4.5-6", "1.3k7-3k2", "1.3-3_4"] {
            let squares: f64 = lineage(line).shares.iter().map(|(_, share)| share * share).sum();
            assert!((squares - 1.0).abs() < 1e-14, "{line}: {squares}");
        }
    }

    #[test]
    fn a_child_turns_by_the_angle_of_its_step() {
        for step in 0..=15 {
            let angle = libm::acos(cosine(&lineage("7.2"), &lineage(&format!("7.2.9k{step}"))));
            assert!((angle / (0.8 / f64::from(1_u32 << step)) - 1.0).abs() < 1e-4, "k{step}: {angle}");
        }
    }

    #[test]
    fn a_cross_is_as_far_from_both_parents_and_between_them() {
        for (cross, one, other) in
            [("1.3.1_4-7k3_2", "1.3.1.4", "1.3.7k3.2"), ("1.3k7-3k2", "1.3k7", "1.3k2"), ("1.3-3_4", "1.3", "1.3.4")]
        {
            let [middle, one, other] = [cross, one, other].map(lineage);
            let whole = libm::acos(cosine(&one, &other));
            for parent in [one, other] {
                let angle = libm::acos(cosine(&middle, &parent));
                assert!((angle / (0.5 * whole) - 1.0).abs() < 1e-6, "{cross}: {angle} of {whole}");
            }
        }
    }

    #[test]
    fn a_cross_has_children_of_its_own() {
        let [cross, one, other, ancestor] = ["1.2-3.5", "1.2.5", "1.3.5", "1.5"].map(lineage);
        let own = |lineage: &SeedLineage| lineage.shares.last().map(|(key, _)| *key);
        for kin in [&one, &other, &ancestor] {
            assert_ne!(own(&cross), own(kin));
        }
    }
}
