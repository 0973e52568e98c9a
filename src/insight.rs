//! Why a network paints what it paints.
//!
//! [`explain`] looks at one moment of a work: [`probe`] evaluates it where the view lies, [`statistics`]
//! says what each layer does there and [`picture`] what comes out, [`theory`] what networks of that shape do
//! on average if they are wide, and [`verdict`] judges by what was measured, with [`advice`] that was tried.
//! [`xray`] shows every neuron, a [`principal`] plane what becomes of a circle, and [`plane`] where networks
//! lie between order and chaos. [`report`] writes it as text, [`evidence`] in a sentence, [`plot`] as a picture;
//! nothing here knows a screen or a key.

mod advice;
pub mod evidence;
mod explanation;
mod picture;
pub(crate) mod plane;
mod plot;
mod principal;
mod probe;
mod quadrature;
mod report;
mod statistics;
mod sums;
pub mod sweep;
pub mod theory;
pub(crate) mod verdict;
pub mod xray;

pub use explanation::{Explanation, explain, judge, measure, stack};
pub use verdict::Verdict;
