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
mod gif;
mod glyph;
mod golden;
mod graphics;
mod harmless;
mod insight;
mod kernel;
mod limits;
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
mod requirement;
mod saving;
mod signals;
mod stills;
mod tour;
mod views;
mod y4m;
