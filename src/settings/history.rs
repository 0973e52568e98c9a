//! The artworks that were shown, over all sessions: the newest last, in a file that is its owner's alone.

use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use super::date::date;
use super::list;
use super::store::{self, Readers};

/// The most artworks that are remembered.
pub(crate) const CAPACITY: usize = 10_000;
/// How many more there may be before the file is written again without them: doing so for each would be slow.
const SLACK: usize = 1000;

/// The file of history, as one session sees it.
#[derive(Debug)]
pub(crate) struct HistoryFile {
    path: PathBuf,
    /// The bytes that stood in the file when the session began: what came before it.
    earlier: u64,
    /// The lines of the file, as far as they were counted.
    lines: Option<usize>,
    /// What this session wrote last.
    last: Option<String>,
}

impl HistoryFile {
    /// The history in the file at `path`. Nothing is read yet.
    pub(crate) fn begin(path: PathBuf) -> Self {
        let earlier = std::fs::metadata(&path).map_or(0, |found| found.len());
        Self { path, earlier, lines: None, last: None }
    }

    /// Adds the artwork of the line `art` with the date of `now`; twice the same in a row counts once.
    ///
    /// # Errors
    /// If the file can't be written.
    pub(crate) fn record(&mut self, art: &str, now: SystemTime) -> io::Result<()> {
        if self.last.as_deref() == Some(art) {
            return Ok(());
        }
        let _lock = store::lock(&self.path, Readers::Owner)?;
        store::append(&self.path, &list::print(art, &date(now)), Readers::Owner)?;
        self.last = Some(art.to_owned());
        self.shorten()
    }

    /// The artworks of earlier sessions, the newest last, at most `most`.
    ///
    /// # Errors
    /// If the file can't be read.
    pub(crate) fn earlier(&self, most: usize) -> io::Result<Vec<String>> {
        let text = store::read(&self.path)?;
        let end = usize::try_from(self.earlier).unwrap_or(usize::MAX).min(text.len());
        // What is no Unicode was replaced, and may have moved the end into a character.
        let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let mut arts: Vec<_> = list::parse(&text[..end]).rev().take(most).map(|entry| entry.art).collect();
        arts.reverse();
        Ok(arts)
    }

    /// Leaves out the oldest lines where there are too many. The file is locked.
    fn shorten(&mut self) -> io::Result<()> {
        if let Some(lines) = self.lines.filter(|lines| *lines < CAPACITY + SLACK) {
            self.lines = Some(lines + 1);
            return Ok(());
        }
        // Counted once, and again when it should be too long: other sessions write too.
        let text = store::read(&self.path)?;
        let lines = text.lines().count();
        self.lines = Some(lines.min(CAPACITY));
        if lines <= CAPACITY {
            return Ok(());
        }
        let cut: usize = text.split_inclusive('\n').take(lines - CAPACITY).map(str::len).sum();
        store::replace(&self.path, &text[cut..])?;
        self.earlier = self.earlier.saturating_sub(cut as u64);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn lines(path: &std::path::Path) -> Vec<String> {
        std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_session_sees_what_came_before_it_and_not_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.txt");
        let mut first = HistoryFile::begin(path.clone());
        assert!(first.earlier(9).unwrap().is_empty());
        for art in ["deep:1", "deep:1", "deep:2"] {
            first.record(art, UNIX_EPOCH).unwrap();
        }
        assert_eq!(lines(&path), ["deep:1  # 1970-01-01", "deep:2  # 1970-01-01"]);
        let mut second = HistoryFile::begin(path.clone());
        second.record("deep:3", UNIX_EPOCH).unwrap();
        first.record("deep:4", UNIX_EPOCH).unwrap();
        assert_eq!(second.earlier(9).unwrap(), ["deep:1", "deep:2"]);
        assert_eq!(second.earlier(1).unwrap(), ["deep:2"]);
        assert!(first.earlier(9).unwrap().is_empty());
        assert_eq!(lines(&path).len(), 4);
    }

    #[test]
    fn the_oldest_are_forgotten_and_the_session_still_knows_what_came_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.txt");
        let many: String = (0..CAPACITY + 50).map(|seed| format!("deep:{seed}\n")).collect();
        std::fs::write(&path, many).unwrap();
        let mut history = HistoryFile::begin(path.clone());
        history.record("ink:1", UNIX_EPOCH).unwrap();
        let lines = lines(&path);
        assert_eq!((lines.len(), lines[0].as_str()), (CAPACITY, "deep:51"));
        assert_eq!(history.earlier(1).unwrap(), [format!("deep:{}", CAPACITY + 49)]);
    }

    #[test]
    fn sessions_that_write_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.txt");
        std::thread::scope(|scope| {
            for session in 0..4 {
                let path = path.clone();
                scope.spawn(move || {
                    let mut history = HistoryFile::begin(path);
                    (0..100).for_each(|n| history.record(&format!("deep:{}", 1000 * session + n), UNIX_EPOCH).unwrap());
                });
            }
        });
        let mut seeds: Vec<_> = lines(&path);
        seeds.sort();
        seeds.dedup();
        assert_eq!(seeds.len(), 400);
        assert!(seeds.iter().all(|line| line.ends_with("  # 1970-01-01")));
    }
}
