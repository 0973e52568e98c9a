//! Neural networks paint in your terminal.
//!
//! A small random network maps every pixel's position (x, y, its radius r and a latent z that moves with time) to a
//! colour. Such a network is called a CPPN, compositional pattern producing network. This is the map of its source.
//!
//! # The flow
//!
//! ```text
//! ART ─open→ Work (recipe, weights, timeline) ─paint(t, view, size)→ Frame ─┬→ thinwire: cells → bytes → terminal
//!                                                                           ├→ export: PNG, frames, GIF, …
//!                                                                           └→ insight: why
//! ```
//!
//! A frame is a pure function of the work, the time and the size. Time is an argument, never a counter of frames,
//! and all randomness comes from the recipe: so the live view and every export show the same picture, and one line
//! of text gives the same bytes on every machine.
//!
//! # Where to begin reading
//!
//! | to learn | read |
//! | --- | --- |
//! | what determines a picture, and its line of text | [`recipe`], [`recipe::text`] |
//! | how weights are drawn, the same everywhere | [`network`] |
//! | the forward pass, near the machine's limit and identical on every instruction set | [`kernel`] |
//! | children and crosses that stay kin | [`recipe::breed`], [`litter`] |
//! | why colours go together, whatever the seed | [`palette`] |
//! | closed loops, and their even pace | [`motion`], [`pace`] |
//! | why one network gives grey goo, another folds, a third noise | [`insight`] |
//! | how a network learns a picture | [`learn`], [`kernel::gradient`] |
//! | how a moving picture stays alive on a slow link | the crate [`thinwire`] |
//! | how a loop becomes a file that is never half written | [`export`] |
//! | how text from outside is made harmless before it is shown | [`plain_text`] |
//! | settings, favourites and history, which several programs write at once | [`settings`] |
//! | keys, state, views | [`app`] |
//!
//! # The import rule
//!
//! Imports run one way, from the bottom of this list upwards; a test enforces it:
//!
//! ```text
//! color, thinwire           crates of their own: light and colour; a terminal over any link
//! plain_text                the one door for text from outside
//! palette                   gradients, and harmonies that a seed draws
//! recipe                    everything that determines a picture
//! network  motion           weights; where the camera and the latent stand at a moment
//! kernel                    positions → channels
//! painter                   channels → Frame
//! pace                      the even pace of a loop
//! work                      recipe, weights and timeline: the one thing that is painted
//! curate  insight           what measures works
//! litter                    children worth looking at
//! settings                  the settings file, favourites, history
//! open                      ART → Work
//! learn                     pictures → a network that paints them
//! export                    Frame → file
//! app                       the live view
//! cli                       arguments → one of the above
//! ```

pub mod app;
pub mod cli;
pub mod curate;
mod curve;
pub mod export;
pub mod insight;
pub mod kernel;
pub mod learn;
pub mod litter;
pub mod motion;
pub mod network;
pub mod open;
pub mod pace;
pub mod painter;
pub mod palette;
pub mod plain_text;
pub mod recipe;
pub mod settings;
pub mod work;
