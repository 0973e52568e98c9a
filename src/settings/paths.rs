//! Where settings, favourites and history lie.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy as _, base_strategy::choose_base_strategy};

/// The name of the program's own folder in each of the user's.
const OWN: &str = "neurotty";

/// The files of the program, all of the same user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paths {
    /// The user's home folder.
    pub home: PathBuf,
    /// The settings.
    pub config: PathBuf,
    /// The artworks that are kept.
    pub favourites: PathBuf,
    /// The folder of the networks that have learnt something and are kept.
    pub works: PathBuf,
    /// The artworks that were shown.
    pub history: PathBuf,
}

impl Paths {
    /// As the environment says; `None` for a user without a home folder.
    pub(crate) fn find() -> Option<Self> {
        let folders = choose_base_strategy().ok()?;
        // Windows has no folder for what is neither settings nor data.
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        Some(Self {
            home: folders.home_dir().to_owned(),
            config: folders.config_dir().join(OWN).join("config.toml"),
            favourites: folders.data_dir().join(OWN).join("favourites.txt"),
            works: folders.data_dir().join(OWN).join("works"),
            history: state.join(OWN).join("history.txt"),
        })
    }

    /// `path` as people write it: `~` for the home folder, so that no user's name is in it.
    pub(crate) fn short(&self, path: &Path) -> String {
        shortened(path, &self.home)
    }
}

fn shortened(path: &Path, home: &Path) -> String {
    match path.strip_prefix(home) {
        Ok(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Ok(rest) if home.parent().is_some() => Path::new("~").join(rest).display().to_string(),
        _ => path.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_folder_is_written_as_a_tilde() {
        let short = |path: &str, home: &str| shortened(Path::new(path), Path::new(home));
        assert_eq!(short("/home/me/.config/x", "/home/me"), Path::new("~").join(".config/x").display().to_string());
        assert_eq!(short("/home/me", "/home/me"), "~");
        assert_eq!(short("/home/meme/x", "/home/me"), "/home/meme/x");
        // Where the root is the home folder, a tilde would only hide where things are.
        assert_eq!(short("/etc/x", "/"), "/etc/x");
    }
}
