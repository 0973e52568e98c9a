//! What makes the program one's own: the settings file, the favourites, the history.
//!
//! | file | is | written |
//! | --- | --- | --- |
//! | `$XDG_CONFIG_HOME/neurotty/config.toml` | settings and keys | by its owner |
//! | `$XDG_DATA_HOME/neurotty/favourites.txt` | artworks that are kept: a line each, a note behind it | lines are added, the owner edits |
//! | `$XDG_DATA_HOME/neurotty/works/NAME.safetensors` | networks that have learnt something and are kept | whole, never over another |
//! | `$XDG_STATE_HOME/neurotty/history.txt` | artworks that were shown | by the program, which keeps it short |
//!
//! The folders are `~/.config`, `~/.local/share` and `~/.local/state` where no variable says otherwise, on macOS too;
//! on Windows they lie below `%APPDATA%`. Nothing is read before it is asked for, and a file that is missing is as good
//! as an empty one.

pub(crate) mod busy;
pub(crate) mod config;
pub(crate) mod date;
pub(crate) mod favourites;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod paths;
mod store;
mod utf16;
pub mod works;

pub(crate) use config::Config;
pub(crate) use history::HistoryFile;
pub use list::ListEntry;
pub(crate) use paths::Paths;
