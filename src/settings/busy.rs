//! Files that are busy for a moment: on Windows a scanner for viruses or an indexer opens what was just written, and
//! until it has looked nobody renames or removes it. Elsewhere that keeps nobody from either.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::{NamedTempFile, PersistError};

/// How long a file is waited for.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is tried.
const PAUSE: Duration = Duration::from_millis(10);
/// `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`: another program has the file open.
const IN_USE: [i32; 2] = [32, 33];

/// Puts `part` in its place by `place`.
///
/// # Errors
/// As `place`.
pub(crate) fn persist(
    part: NamedTempFile,
    place: impl Fn(NamedTempFile) -> Result<File, PersistError>,
) -> Result<File, PersistError> {
    let place = |part| place(part).map_err(|PersistError { error, file }| (error, file));
    again(part, is_busy, place).map_err(|(error, file)| PersistError { error, file })
}

/// Removes the file at `path`.
///
/// # Errors
/// As [`fs::remove_file`].
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    again((), is_busy, |()| fs::remove_file(path).map_err(|error| (error, ()))).map_err(|(error, ())| error)
}

/// Whether `error` may be gone in a moment.
fn is_busy(error: &io::Error) -> bool {
    // A file that is to be replaced gives the one, what replaces it the other.
    let is_in_use = || error.raw_os_error().is_some_and(|code| IN_USE.contains(&code));
    cfg!(windows) && (error.kind() == ErrorKind::PermissionDenied || is_in_use())
}

/// Attempts something on `file` until it succeeds, an error comes that is none of a busy file, or time is up.
fn again<F, T>(
    mut file: F,
    is_busy: impl Fn(&io::Error) -> bool,
    attempt: impl Fn(F) -> Result<T, (io::Error, F)>,
) -> Result<T, (io::Error, F)> {
    let began = Instant::now();
    loop {
        match attempt(file) {
            Err((error, same)) if is_busy(&error) && began.elapsed() < PATIENCE => file = same,
            ended => return ended,
        }
        thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_busy_file_is_waited_for_and_no_other() {
        let attempts = Cell::new(0);
        let attempt = |kind: ErrorKind, free: u32| {
            attempts.set(0);
            let began = Instant::now();
            let ended = again(
                "part",
                |error| error.kind() == ErrorKind::PermissionDenied,
                |file| {
                    attempts.set(attempts.get() + 1);
                    if attempts.get() < free { Err((io::Error::from(kind), file)) } else { Ok(file) }
                },
            );
            (ended.map_err(|(error, file)| (error.kind(), file)), began.elapsed())
        };
        assert_eq!(attempt(ErrorKind::PermissionDenied, 3).0, Ok("part"));
        assert_eq!(attempts.get(), 3);
        assert_eq!(attempt(ErrorKind::StorageFull, 3).0, Err((ErrorKind::StorageFull, "part")));
        assert_eq!(attempts.get(), 1);
        let (ended, time) = attempt(ErrorKind::PermissionDenied, u32::MAX);
        assert_eq!(ended, Err((ErrorKind::PermissionDenied, "part")));
        assert!(time >= PATIENCE, "{time:?}");
    }

    #[test]
    fn nothing_is_tried_again_where_no_file_is_busy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone");
        assert_eq!(remove(&path).map_err(|error| error.kind()), Err(ErrorKind::NotFound));
        fs::write(&path, "old").unwrap();
        let part = NamedTempFile::new_in(folder.path()).unwrap();
        persist(part, |part| part.persist(&path)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"");
        let part = NamedTempFile::new_in(folder.path()).unwrap();
        let error = persist(part, |part| part.persist_noclobber(&path)).unwrap_err();
        assert_eq!(error.error.kind(), ErrorKind::AlreadyExists);
        assert!(error.file.path().exists());
        remove(&path).unwrap();
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_a_scanner_has_open_is_placed_and_removed_when_it_has_looked() {
        use std::os::windows::fs::OpenOptionsExt as _;
        /// `FILE_SHARE_READ | FILE_SHARE_WRITE`: nobody renames or removes it meanwhile.
        const SHARED: u32 = 3;
        let scan = |path: &Path| {
            let file = File::options().read(true).share_mode(SHARED).open(path).unwrap();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(200));
                drop(file);
            })
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        let part = NamedTempFile::new_in(folder.path()).unwrap();
        let scanner = scan(part.path());
        assert!(part.path().exists() && fs::rename(part.path(), &path).is_err(), "it is busy");
        drop(persist(part, |part| part.persist(&path)).unwrap());
        scanner.join().unwrap();
        let scanner = scan(&path);
        assert!(fs::remove_file(&path).is_err(), "it is busy");
        remove(&path).unwrap();
        scanner.join().unwrap();
        assert!(!path.exists());
    }
}
