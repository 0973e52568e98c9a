//! What the state can ask of the outside world.

use crate::recipe::Recipe;
use crate::work::Work;

/// What the state asks of the outside world.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Hand the terminal back to the shell until `fg`.
    Suspend,
    /// Draw another seed for this recipe, curated; hand it to [`State::open`](super::State::open).
    Reseed(Recipe),
    /// Draw another shape, activation and colour too.
    Surprise(Recipe),
    /// Hand this recipe to [`State::open`](super::State::open), with another seed if its own shows nothing there.
    Preset(Recipe),
    /// Save this work, whose recipe names its moment too, as a PNG.
    Save(Box<Work>),
    /// Export the loop of this work, this many times as fast as its own pace.
    Export(Box<Work>, f64),
    /// Give up the loop that is being exported.
    StopExport,
    /// Copy this line of text to the clipboard.
    Copy(String),
    /// Keep this line of text among the favourites.
    Keep(String),
    /// Hand the artworks of earlier sessions to [`State::remember`](super::State::remember).
    Earlier,
    /// Open this artwork of an earlier session; hand it to [`State::opened_earlier`](super::State::opened_earlier).
    OpenEarlier(String),
    /// Hand the favourites, the last first, to [`State::show_favourites`](super::State::show_favourites).
    Favourites,
}
