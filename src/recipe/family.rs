//! The family path: how a seed's descendants are named.
//!
//! From the root downwards, each [`Generation`] is one [`Child`] or the [`Cross`] of two descendants. How the
//! weights follow from it stands in `network::lineage`; [`breed`](super::breed) makes children and crosses.

/// The most children that a path may name, those within its crosses included: the weights are mixed from as
/// many draws, and the root's.
pub const MAX_CHILDREN: usize = 64;

/// Names an artwork's weights: a root seed, and the path to one of its descendants.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seed {
    /// The number that was drawn or typed. It alone decides the latent path, the movements and the drawn colours.
    pub root: u64,
    /// The generations from the root downwards; empty for the root itself. At most [`MAX_CHILDREN`] children.
    pub path: Vec<Generation>,
}

/// One generation of a family path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Generation {
    /// A child of the generation before.
    Child(Child),
    /// Half way between two descendants of the generation before.
    Cross(Cross),
}

/// A child: which one, and how near to its parent. In a line, `NUMBER[kSTEP]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Child {
    /// Names the draw that the weights turn towards.
    pub number: u32,
    /// How often the widest turn is halved. 0..=[`Child::NEAREST`].
    pub step: u8,
}

/// Half way between two descendants of one ancestor. In a line, `PATH-PATH`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cross {
    /// The path to each from their ancestor: at least one child each, the smaller path first, never the same twice.
    paths: [Vec<Child>; 2],
}

impl From<u64> for Seed {
    fn from(root: u64) -> Self {
        Self { root, path: Vec::new() }
    }
}

impl Seed {
    /// How many children the path names, those within its crosses included.
    pub(crate) fn children(&self) -> usize {
        self.path.iter().map(Generation::children).sum()
    }

    /// The one form of each family path: what the two parents of a cross share stands before it, `42.1.4-2`
    /// instead of `42.1_4-1_2`. The weights are the same.
    pub(crate) fn canonical(self) -> Self {
        let mut path = Vec::with_capacity(self.path.len());
        for generation in self.path {
            match generation {
                Generation::Child(_) => path.push(generation),
                Generation::Cross(cross) => {
                    let (shared, rest) = cross.without_shared_start();
                    path.extend(shared.into_iter().map(Generation::Child));
                    path.push(Generation::Cross(rest));
                }
            }
        }
        Self { root: self.root, path }
    }
}

impl Generation {
    /// How many children it names.
    pub(crate) fn children(&self) -> usize {
        match self {
            Self::Child(_) => 1,
            Self::Cross(cross) => cross.paths.iter().map(Vec::len).sum(),
        }
    }
}

impl Child {
    /// The step of a child whose line names none.
    pub const USUAL: u8 = 5;
    /// The step of the children nearest to their parent.
    pub const NEAREST: u8 = 15;

    /// How far the weights turn, in radians: 0.8·2^−step.
    pub(crate) fn angle(self) -> f64 {
        libm::ldexp(0.8, -i32::from(self.step))
    }
}

/// The child of that number, at the usual step.
impl From<u32> for Child {
    fn from(number: u32) -> Self {
        Self { number, step: Self::USUAL }
    }
}

impl Cross {
    /// The cross of the descendants that the two paths reach, in either order; `None` where a path is empty, or
    /// both are the same.
    pub fn new(one: Vec<Child>, other: Vec<Child>) -> Option<Self> {
        if one.is_empty() || other.is_empty() || one == other {
            return None;
        }
        let paths = if one < other { [one, other] } else { [other, one] };
        Some(Self { paths })
    }

    /// The paths to both parents from their ancestor, the smaller one first.
    pub(crate) fn paths(&self) -> &[Vec<Child>; 2] {
        &self.paths
    }

    /// The children that both paths begin with, and the cross seen from there: each path keeps one child at least.
    fn without_shared_start(self) -> (Vec<Child>, Self) {
        let [mut one, mut other] = self.paths;
        let most = one.len().min(other.len()) - 1;
        let shared = one.iter().zip(&other).take(most).take_while(|(a, b)| a == b).count();
        other.drain(..shared);
        let start = one.drain(..shared).collect();
        (start, Self { paths: [one, other] })
    }
}
