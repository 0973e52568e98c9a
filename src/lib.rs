//! Neural networks paint in your terminal.
//!
//! A small random network maps every pixel's position (x, y, its radius r and a latent z that moves with time) to a
//! colour. Such a network is called a CPPN, compositional pattern producing network. This is the map of its source.
//!
//! # The flow
//!
//! ```text
//! text ─parse→ Recipe ─build→ Network ─┐
//!                 │                     ├─paint(t, view, size)→ Frame ─┬→ screen: cells → bytes
//!                 └─motion(t)→ Pose ────┘                              └→ export: PNG, frames, GIF, …
//! ```
//!
//! A frame is a pure function of the recipe, the time and the size. Time is an argument, never a counter of frames,
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
//! | closed loops, and their even pace | [`motion`], [`pace`] |
//! | why one network gives grey goo, another folds, a third noise | [`insight`] |
//! | how a network learns a picture | [`learn`], [`kernel::gradient`] |
//! | how a moving picture stays alive on a slow link | [`screen`] |
//! | how a loop becomes a file that is never half written | [`export`] |
//! | keys, state, views | [`app`] |
//!
//! # The import rule
//!
//! Imports run one way, from the bottom of this list upwards; a test enforces it:
//!
//! ```text
//! color
//! recipe                    everything that determines a picture
//! network  motion           weights; where the camera and the latent stand at a moment
//! kernel                    positions → channels
//! painter                   channels → Frame
//! learn                     pictures → a network that paints them
//! pace  curate  insight     what measures frames and networks
//! screen                    Frame → terminal
//! export  open              Frame → file, and back
//! app                       the live view
//! cli                       arguments → one of the above
//! ```

pub mod app;
pub mod cli;
pub mod color;
pub mod curate;
pub mod export;
pub mod insight;
pub mod kernel;
pub mod learn;
pub mod motion;
pub mod network;
pub mod open;
pub mod pace;
pub mod painter;
pub mod recipe;
pub mod screen;
