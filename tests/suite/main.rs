//! The integration tests: one binary, a module for each matter.
//!
//! What drives a terminal, signals or the file system of Unix is there on Unix alone.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod antialias;
mod architecture;
mod breed;
mod cli;
mod color;
mod curate;
mod depth;
mod explain;
mod export;
mod export_text;
#[cfg(unix)]
mod files;
mod framing;
mod gif;
mod glyph;
mod golden;
#[cfg(unix)]
mod gradient;
mod graphics;
#[cfg(unix)]
mod grid;
#[cfg(unix)]
mod harmless;
mod insight;
mod kernel;
#[cfg(unix)]
mod learn;
mod limits;
mod live;
#[cfg(unix)]
mod long_jobs;
#[cfg(unix)]
mod manners;
mod motion;
#[cfg(unix)]
mod multiplexer;
mod network;
mod open;
mod own_presets;
mod pace;
mod page;
mod painter;
mod palette;
mod presets;
#[cfg(unix)]
mod pty;
mod readme;
mod recipe;
#[cfg(unix)]
mod replies;
mod requirement;
#[cfg(unix)]
mod saving;
#[cfg(unix)]
mod signals;
mod stills;
mod tour;
mod views;
mod y4m;
