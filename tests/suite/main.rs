//! The integration tests: one binary, a module for each matter.
//!
//! What drives a terminal, signals or the file system of Unix is there on Unix alone.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod antialias;
mod architecture;
mod breed;
mod caption;
mod cli;
mod color;
mod curate;
mod depth;
mod dream;
mod explain;
mod export;
mod export_text;
#[cfg(unix)]
mod files;
mod flash;
mod framing;
mod gif;
mod glyph;
mod golden;
mod gradient;
#[cfg(unix)]
mod graphics;
#[cfg(unix)]
mod grid;
#[cfg(unix)]
mod harmless;
mod home;
mod insight;
mod kernel;
mod learn;
#[cfg(unix)]
mod learn_live;
mod limits;
#[cfg(unix)]
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
mod settings;
#[cfg(unix)]
mod settings_live;
#[cfg(target_os = "linux")]
mod signals;
mod stills;
mod tour;
mod transition;
mod views;
mod y4m;
