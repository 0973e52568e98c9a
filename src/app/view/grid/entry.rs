//! What a tile is of.

use std::sync::Arc;

use crate::recipe::Recipe;
use crate::work::Work;

/// A tile's artwork, and its name.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Ready to be painted. It is the same one as long as the tile is.
    pub work: Arc<Work>,
    /// A few words.
    pub caption: String,
}

impl Entry {
    /// Makes a work ready: draws its network, and measures its loop unless it goes in step with `beside`: both take
    /// long, and are to be done before it is painted.
    pub(crate) fn new(work: impl Into<Work>, caption: impl Into<String>, beside: Option<&Recipe>) -> Self {
        let work = work.into();
        work.painting();
        if beside.is_none_or(|beside| !in_step(work.recipe(), beside)) {
            work.timeline();
        }
        Self { work: Arc::new(work), caption: caption.into() }
    }

    /// The artwork.
    pub(crate) fn recipe(&self) -> &Recipe {
        self.work.recipe()
    }
}

/// Whether two artworks are kin that move alike: side by side they are seen at the same phase of their loops, so that
/// what differs is what was bred.
pub(super) fn in_step(one: &Recipe, other: &Recipe) -> bool {
    let kin = one.preset == other.preset && one.seed.root == other.seed.root && one.latent == other.latent;
    kin && one.motion == other.motion && one.period == other.period
}
