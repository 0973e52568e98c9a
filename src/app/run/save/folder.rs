//! Where the user keeps pictures.

#[cfg(unix)]
use std::path::Path;
use std::path::PathBuf;

/// The user's folder of pictures, or else the one we are in.
///
/// As the XDG user directories have it (<https://www.freedesktop.org/wiki/Software/xdg-user-dirs/>): the
/// variable, then `user-dirs.dirs`, then `Pictures` at home, which other systems have too.
pub(super) fn pictures() -> PathBuf {
    let variable = || std::env::var_os("XDG_PICTURES_DIR").map(PathBuf::from);
    let usual = || Some(etcetera::home_dir().ok()?.join("Pictures"));
    let places: [&dyn Fn() -> Option<PathBuf>; 3] = [&variable, &configured, &usual];
    let found = places.iter().filter_map(|place| place()).find(|folder| folder.is_dir());
    found.unwrap_or_else(|| PathBuf::from("."))
}

/// As the file says that desktops keep.
#[cfg(unix)]
fn configured() -> Option<PathBuf> {
    use etcetera::{BaseStrategy as _, base_strategy::choose_base_strategy};
    let directories = choose_base_strategy().ok()?;
    let text = std::fs::read_to_string(directories.config_dir().join("user-dirs.dirs")).ok()?;
    named_in(&text, directories.home_dir())
}

/// There is no such file.
#[cfg(windows)]
fn configured() -> Option<PathBuf> {
    None
}

/// What the shell script `text` calls the folder of pictures: absolute, or below `$HOME`.
#[cfg(unix)]
fn named_in(text: &str, home: &Path) -> Option<PathBuf> {
    let value = text.lines().filter_map(|line| line.trim().strip_prefix("XDG_PICTURES_DIR=")).next_back()?;
    let value = value.trim().trim_matches('"');
    match value.strip_prefix("$HOME") {
        Some(below) => Some(home.join(below.trim_start_matches('/'))),
        None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_users_own_name_for_the_folder_is_read() {
        let named = |text| named_in(text, Path::new("/home/me"));
        assert_eq!(named("# XDG\nXDG_PICTURES_DIR=\"$HOME/Bilder\"\n"), Some("/home/me/Bilder".into()));
        assert_eq!(named("XDG_MUSIC_DIR=\"/m\"\nXDG_PICTURES_DIR=\"/data/pics\""), Some("/data/pics".into()));
        assert_eq!(named("XDG_PICTURES_DIR=\"pics\""), None);
        assert_eq!(named(""), None);
    }
}
