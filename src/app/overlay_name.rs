//! The views by name: what an action opens, without knowing what a view is.

/// The views, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlayName {
    /// The keys.
    Help,
    /// Every neuron, one of them large.
    Xray,
    /// The plane of order and chaos.
    Dial,
    /// Experiments, a page each.
    Tour,
    /// The artwork among its children.
    Breed,
    /// Every preset.
    Presets,
    /// What was kept.
    Favourites,
    /// A line to type.
    Prompt,
    /// How far a network is that learns: no key opens it.
    Learn,
}

impl OverlayName {
    /// Every view.
    pub const ALL: [Self; 9] = [
        Self::Help,
        Self::Xray,
        Self::Dial,
        Self::Tour,
        Self::Breed,
        Self::Presets,
        Self::Favourites,
        Self::Prompt,
        Self::Learn,
    ];
}
