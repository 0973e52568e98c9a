//! Neural networks paint in your terminal.
//!
//! A small random network maps every pixel's position (x, y, its radius r and a latent z that moves with time) to a
//! colour. Such a network is called a CPPN, compositional pattern producing network.
//!
//! The program is the product: its line of text is stable (a line that a released version wrote paints the same pixels
//! in every later one), this Rust interface is not yet. What others may want of it is small: parse a line, [`paint()`] a
//! picture, [`film()`] a loop, and look inside.
//!
//! ```
//! use neurotty::insight::{Verdict, explain};
//! use neurotty::{Viewport, Work, film, paint, parse};
//!
//! // A line of text has one canonical form.
//! let recipe = parse("glossy:7+zoom=2.5+hidden=16x3")?.recipe;
//! assert_eq!(recipe.hidden, [16, 16, 16]);
//! assert_eq!(recipe.to_string(), "glossy:7+hidden=16x3+zoom=2.5");
//!
//! // A picture, and a loop of four; both are the same bytes on every machine.
//! let still = paint("glossy:7+hidden=16x3+zoom=2.5", Viewport::new(64, 36))?;
//! assert_eq!(still.pixels.len(), 64 * 36);
//! let frames: Vec<_> = film("glossy:7+hidden=16x3+zoom=2.5", Viewport::new(64, 36), 4)?.collect();
//! assert_eq!(frames[0], still);
//! assert_ne!(frames[0], frames[1]);
//!
//! // Why it looks as it does.
//! let goo = explain(&Work::new(parse("grey-goo:1")?.recipe), 0.0);
//! assert_eq!(goo.verdict, Verdict::GreyGoo);
//! assert_eq!(goo.layers.len(), 1 + 9 + 1); // inputs, hidden layers, outputs
//! # Ok::<(), neurotty::ParseError>(())
//! ```
//!
//! The examples `paint`, `loop` and `inside` go on from here. The rest of this page is the map of the source; how its
//! threads work together and what must never break stands in ARCHITECTURE.md.
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
//! | what must not flash, by which rule | [`flash`] |
//! | why one network gives grey goo, another folds, a third noise | [`insight`] |
//! | how a network learns a picture | [`learn`], [`kernel::gradient`] |
//! | how a moving picture stays alive on a slow link | the crate [`thinwire`] |
//! | how words are set, where a picture is calm, and what keeps them legible | [`caption`] |
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
//! flash                     does a moving picture flash?
//! caption                   words on a picture
//! pace                      the even pace of a loop, and of the way from one picture to another
//! work                      recipe, weights, timeline and caption: the one thing that is painted
//! curate  insight           what measures works
//! litter                    children worth looking at
//! settings                  the settings file, favourites, history
//! open                      ART → Work
//! learn                     pictures → a network that paints them
//! export                    Frame → file
//! app                       the live view
//! cli                       arguments → one of the above
//! ```

// What others may want: parse a line, paint a frame, look inside.
pub mod insight;
pub mod kernel;
pub mod painter;
pub mod recipe;
pub mod work;

mod curve;

// Public for the program, its tests and its benches alone.
#[doc(hidden)]
pub mod app;
#[doc(hidden)]
pub mod caption;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod curate;
#[doc(hidden)]
pub mod export;
#[doc(hidden)]
pub mod flash;
#[doc(hidden)]
pub mod learn;
#[doc(hidden)]
pub mod litter;
#[doc(hidden)]
pub mod motion;
#[doc(hidden)]
pub mod network;
#[doc(hidden)]
pub mod open;
#[doc(hidden)]
pub mod pace;
#[doc(hidden)]
pub mod palette;
#[doc(hidden)]
pub mod plain_text;
#[doc(hidden)]
pub mod settings;

pub use painter::{Frame, Samples, Viewport};
pub use recipe::Recipe;
pub use recipe::text::{ParseError, parse};
pub use work::Work;

/// Paints the picture that `line` stands for, at the moment that its `at` names, on all threads. A line without a seed
/// has seed 0.
///
/// ```
/// let frame = neurotty::paint("mondrian:7", neurotty::Viewport::new(32, 18))?;
/// assert_eq!((frame.width, frame.height, frame.pixels.len()), (32, 18, 32 * 18));
/// # Ok::<(), neurotty::ParseError>(())
/// ```
///
/// # Errors
/// If `line` is no line of text: which part of it is wrong, and what is allowed.
pub fn paint(line: &str, viewport: Viewport) -> Result<Frame, ParseError> {
    let work = Work::new(parse(line)?.recipe);
    Ok(work.painting().paint(work.phase(), work.recipe().view, viewport))
}

/// One loop of `line` in `frames` equal steps of time, so that the last frame leads back to the first. Each is painted
/// when it is asked for, on all threads.
///
/// This is the whole program in ten lines: a line of text becomes a recipe, the recipe draws a network, the loop is
/// measured for its even pace, and every moment is painted.
///
/// ```
/// use neurotty::{Viewport, film};
///
/// for frame in film("default:42+period=8", Viewport::new(32, 18), 12)? {
///     assert_eq!(frame.pixels.len(), 32 * 18);
/// }
/// # Ok::<(), neurotty::ParseError>(())
/// ```
///
/// # Errors
/// If `line` is no line of text: which part of it is wrong, and what is allowed.
pub fn film(line: &str, viewport: Viewport, frames: u32) -> Result<impl Iterator<Item = Frame> + use<>, ParseError> {
    let recipe = parse(line)?.recipe;
    let work = Work::new(recipe);
    let period = work.timeline().period();
    Ok((0..frames).map(move |index| {
        let seconds = f64::from(index) * period / f64::from(frames);
        let phase = work.timeline().phase(seconds);
        work.painting().paint(phase, work.recipe().view, viewport)
    }))
}
