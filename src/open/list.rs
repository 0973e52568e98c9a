//! Lists where ART stands: `@favourites`, `@history`, or `@FILE`.

use std::path::{Path, PathBuf};

use super::{OpenError, Opened, open_within, refuse_large};
use crate::recipe::text;
use crate::settings::{ListEntry, Paths, list};

/// What a name of a list begins with.
const MARK: char = '@';

/// A list of artworks, each still to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The file that it stands in.
    pub path: PathBuf,
    /// The artworks, at least one.
    pub entries: Vec<ListEntry>,
}

impl List {
    /// Reads the list that `art` names; `None` where `art` names no list.
    ///
    /// # Errors
    /// If it can't be read, or is empty.
    pub(crate) fn named(art: &str) -> Option<Result<Self, OpenError>> {
        let name = art.trim().strip_prefix(MARK)?;
        Some(Self::read(name))
    }

    fn read(name: &str) -> Result<Self, OpenError> {
        let path = path_of(name).ok_or(OpenError::NoHome)?;
        let own = matches!(name, "favourites" | "history");
        if !own && !path.exists() {
            return Err(OpenError::Missing { path });
        }
        let entries = list::read(&path).map_err(|source| OpenError::Read { path: path.clone(), source })?;
        if entries.is_empty() {
            return Err(OpenError::EmptyList { path });
        }
        Ok(Self { path, entries })
    }

    /// Opens one of its artworks.
    ///
    /// # Errors
    /// If it can't be opened: in which line, and why.
    pub(crate) fn open(&self, entry: &ListEntry) -> Result<Opened, OpenError> {
        self.open_within(entry, u64::MAX)
    }

    /// The same, unless it lies in a file of more than `most` bytes.
    ///
    /// # Errors
    /// As [`open`](Self::open), and for such a file.
    pub(crate) fn open_within(&self, entry: &ListEntry, most: u64) -> Result<Opened, OpenError> {
        let is_list = entry.art.starts_with(MARK);
        let opened = if is_list { Err(OpenError::ListInList) } else { open_within(&self.art(entry), most) };
        opened.and_then(|opened| self.allowed(opened)).map_err(|source| OpenError::InList {
            path: self.path.clone(),
            line: entry.line,
            source: Box::new(source),
        })
    }

    /// What was opened, unless it is more than a file may ask for. What the user has kept may be as large as it is.
    fn allowed(&self, opened: Opened) -> Result<Opened, OpenError> {
        let recipe = match &opened {
            Opened::Work(work) if work.imported().is_some() => return Ok(opened),
            Opened::Work(work) => work.recipe(),
            Opened::Unseeded(recipe) => recipe,
        };
        let own = Paths::find().is_some_and(|paths| [paths.favourites, paths.history].contains(&self.path));
        if !own {
            refuse_large(&self.path, recipe)?;
        }
        Ok(opened)
    }

    /// The artwork as it is named from where we are: paths in a list count from the list's own folder.
    fn art(&self, entry: &ListEntry) -> String {
        let beside = self.path.with_file_name(&entry.art);
        match beside.to_str() {
            Some(path) if text::parse(&entry.art).is_err() && beside.exists() => path.to_owned(),
            _ => entry.art.clone(),
        }
    }
}

/// Where the list of this name lies; `None` where that is in a home folder, and there is none.
fn path_of(name: &str) -> Option<PathBuf> {
    match name {
        "favourites" => Some(Paths::find()?.favourites),
        "history" => Some(Paths::find()?.history),
        // No shell does this behind an `@`.
        _ => Some(match name.strip_prefix("~/") {
            Some(rest) => Paths::find()?.home.join(rest),
            None => Path::new(name).to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> (tempfile::TempDir, List) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        std::fs::write(&path, text).unwrap();
        let list = List::named(&format!("@{}", path.display())).unwrap().unwrap();
        (folder, list)
    }

    #[test]
    fn what_has_no_mark_is_no_list() {
        assert!(List::named("mondrian:7").is_none() && List::named("a@b").is_none());
    }

    #[test]
    fn each_artwork_is_opened_by_itself() {
        let (_folder, list) = list("mondrian:7 # mine\n\ndeep\n@other\nmondrain:1\nnone.png\n");
        let opened: Vec<_> = list.entries.iter().map(|entry| list.open(entry)).collect();
        assert!(matches!(&opened[0], Ok(Opened::Work(work)) if work.recipe().to_string() == "mondrian:7"));
        assert!(matches!(&opened[1], Ok(Opened::Unseeded(_))));
        for (opened, line) in opened[2..].iter().zip(4..) {
            assert!(matches!(opened, Err(OpenError::InList { line: found, .. }) if *found == line), "{opened:?}");
        }
    }

    #[test]
    fn a_list_from_elsewhere_asks_for_no_more_than_any_file() {
        let (_folder, list) = list("default:1+hidden=1024x64\ndefault+hidden=1024x64\ndefault:1+hidden=512x8\n");
        let opened: Vec<_> = list.entries.iter().map(|entry| list.open(entry)).collect();
        for refused in &opened[..2] {
            let Err(OpenError::InList { source, .. }) = refused else { panic!("{refused:?}") };
            assert!(matches!(**source, OpenError::TooLarge { millions: 64.., .. }), "{source:?}");
        }
        assert!(opened[2].is_ok(), "{:?}", opened[2]);
    }

    #[test]
    fn a_line_without_an_end_takes_no_memory_and_no_other_line() {
        let text = format!("mondrian:7 # {}\ndeep:1\n", "#".repeat(1 << 20));
        let (_folder, list) = list(&text);
        let found: Vec<_> = list.entries.iter().map(|entry| (entry.art.as_str(), entry.line)).collect();
        assert_eq!(found, [("mondrian:7", 1), ("deep:1", 2)]);
        assert!(list.entries[0].note.len() < 1 << 14);
    }

    #[test]
    fn a_file_that_is_larger_than_allowed_is_not_read() {
        let (folder, list) = list("mondrian:7\npicture.png\ngone.png\n");
        std::fs::write(folder.path().join("picture.png"), [0; 100]).unwrap();
        assert!(list.open_within(&list.entries[0], 0).is_ok());
        let error = list.open_within(&list.entries[1], 99).unwrap_err();
        assert_eq!(error.brief(), "it is larger than is opened unasked; open it by its path");
        assert!(list.open_within(&list.entries[1], 100).unwrap_err().brief().starts_with("it is no file that"));
        assert_eq!(list.open_within(&list.entries[2], 99).unwrap_err().brief(), "there is no such file");
    }

    #[test]
    fn paths_count_from_the_lists_own_folder() {
        let (folder, list) = list("mondrian:7\npicture.png\n");
        std::fs::write(folder.path().join("picture.png"), "no picture").unwrap();
        let error = list.open(&list.entries[1]).unwrap_err();
        let OpenError::InList { source, .. } = error else { panic!("{error:?}") };
        assert!(matches!(*source, OpenError::Kind { path } if path == folder.path().join("picture.png")));
    }

    #[test]
    fn a_list_that_is_empty_or_missing_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        let named = format!("@{}", path.display());
        assert!(matches!(List::named(&named), Some(Err(OpenError::Missing { .. }))));
        std::fs::write(&path, "# nothing yet\n").unwrap();
        assert!(matches!(List::named(&named), Some(Err(OpenError::EmptyList { .. }))));
    }
}
