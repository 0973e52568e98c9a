//! A home for the programs that tests start: none of them reads or writes what belongs to whoever runs the tests.

use std::path::{Path, PathBuf};

/// The variables that say where settings, favourites and history lie, and a folder for each.
const FOLDERS: [(&str, &str); 3] =
    [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state")];

/// The variables for a home in which nothing is, and nothing is written.
pub fn variables() -> [(&'static str, PathBuf); 3] {
    variables_in(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("empty-home"))
}

/// The variables for a home at `home`.
pub fn variables_in(home: &Path) -> [(&'static str, PathBuf); 3] {
    FOLDERS.map(|(name, folder)| (name, home.join(folder)))
}
