//! The artworks that are kept: a text file that its owner may edit, sort, search and share.

use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::date::date;
use super::list::{self, ListEntry};
use super::store::{self, Readers};

/// The favourites in the file at `path`, the oldest first; none where there is no file.
///
/// # Errors
/// If the file can't be read.
pub(crate) fn favourites(path: &Path) -> io::Result<Vec<ListEntry>> {
    list::read(path)
}

/// Adds the artwork of the line `art` with the date of `now`, unless it is there. Returns whether it was added.
///
/// # Errors
/// If the file can't be read or written.
pub(crate) fn add(path: &Path, art: &str, now: SystemTime) -> io::Result<bool> {
    let _lock = store::lock(path, Readers::Usual)?;
    if favourites(path)?.iter().any(|entry| entry.art == art) {
        return Ok(false);
    }
    store::append(path, &list::print(art, &date(now)), Readers::Usual)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn an_artwork_is_kept_once_with_its_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/favourites.txt");
        let now = UNIX_EPOCH + Duration::from_secs(1_795_737_600);
        assert!(add(&path, "mondrian:7", now).unwrap() && add(&path, "deep:1", now).unwrap());
        assert!(!add(&path, "mondrian:7", now).unwrap());
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "mondrian:7  # 2026-11-27\ndeep:1  # 2026-11-27\n");
        // Its owner's own words stay.
        std::fs::write(&path, format!("# mine\nglossy:3 # the blue one\n{text}")).unwrap();
        assert!(add(&path, "ink:2", now).unwrap() && !add(&path, "glossy:3", now).unwrap());
        let arts: Vec<_> = favourites(&path).unwrap().into_iter().map(|entry| entry.art).collect();
        assert_eq!(arts, ["glossy:3", "mondrian:7", "deep:1", "ink:2"]);
    }
}
