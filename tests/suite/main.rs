//! The integration tests: one binary, a module for each matter.

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
mod files;
mod framing;
mod glyph;
mod golden;
mod graphics;
mod harmless;
mod home;
mod insight;
mod kernel;
mod live;
mod long_jobs;
mod manners;
mod motion;
mod multiplexer;
mod network;
mod open;
mod own_presets;
mod pace;
mod painter;
mod palette;
mod presets;
mod pty;
mod readme;
mod recipe;
mod saving;
mod settings;
mod settings_live;
mod signals;
mod tour;
mod views;
