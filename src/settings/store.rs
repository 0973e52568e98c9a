//! Files of lines that several programs write at once: lines are added whole, under a lock.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::busy;
use super::utf16::ByteOrder;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;
/// The longest line that is read whole, in bytes: a line of text, or a path, and a note.
const LONGEST_LINE: u64 = 1 << 13;
/// How long another program's lock is waited for. Adding a line takes far less; a program that was stopped while it
/// held the lock may hold it for ever.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a lock is tried.
const PAUSE: Duration = Duration::from_millis(2);

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Its owner: mode 0600.
    Owner,
    /// Whoever the user's mask lets.
    Usual,
}

/// The text at `path`, in UTF-8 or UTF-16; empty where there is no file. What is no Unicode becomes `�`, of each line no
/// more is read than anybody writes.
pub(super) fn read(path: &Path) -> io::Result<String> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("it is not a regular file")),
        Ok(_) => {}
        Err(error) if is_missing(&error) => return Ok(String::new()),
        Err(error) => return Err(error),
    }
    let mut file = BufReader::new(File::open(path)?.take(LARGEST));
    let Some(order) = ByteOrder::told_by(file.fill_buf()?) else { return lines(file) };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    lines(order.decode(&bytes).as_bytes())
}

/// The lines of `file`, each as far as anybody writes one.
fn lines(mut file: impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    while file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)? > 0 {
        if !bytes.ends_with(b"\n") && file.skip_until(b'\n')? > 0 {
            bytes.push(b'\n');
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether there is no file.
pub(super) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Adds `line` behind what is at `path`, which is made with its folders where it is missing.
///
/// The caller holds the lock of the file.
pub(super) fn append(path: &Path, line: &str, readers: Readers) -> io::Result<()> {
    make_folder(path, readers)?;
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut file = new_file(readers).read(true).append(true).open(path)?;
    let mut beginning = Vec::new();
    (&file).take(2).read_to_end(&mut beginning)?;
    if ByteOrder::told_by(&beginning).is_some() {
        return Err(io::Error::other("the file is in UTF-16, which a line in UTF-8 would spoil; save it as UTF-8"));
    }
    // Its owner may have edited it, and left the last line without an end.
    let begin = if ends_in_line_end(&mut file)? { "" } else { "\n" };
    // One write: a program that ends half way leaves no half line, and one that does not lock parts none.
    file.write_all(format!("{begin}{line}\n").as_bytes())
}

fn ends_in_line_end(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Holds off other programs that ask for the same lock, until it is dropped: a file beside `path`, so that `path` itself
/// can be replaced meanwhile. Where no lock can be had, things go on without one.
pub(super) fn lock(path: &Path, readers: Readers) -> io::Result<Option<File>> {
    make_folder(path, readers)?;
    let file = new_file(Readers::Owner).write(true).truncate(false).open(lock_path(path))?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => thread::sleep(PAUSE),
            // A file system without locks, or a holder that does not come back: a line is added in one write anyhow.
            Err(_) => return Ok(None),
        }
    }
}

/// `.history.txt.lock` for `history.txt`.
fn lock_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.lock"))
}

fn make_folder(path: &Path, readers: Readers) -> io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(if readers == Readers::Owner { 0o700 } else { 0o777 });
    }
    #[cfg(not(unix))]
    let _ = readers;
    builder.create(folder)
}

/// How a file is opened that is made where it is missing.
fn new_file(readers: Readers) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(if readers == Readers::Owner { 0o600 } else { 0o666 });
    }
    #[cfg(not(unix))]
    let _ = readers;
    options
}

/// Puts `text` in the place of what is at `path`, whole or not at all. The caller holds the lock.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    // The file behind a link: the link stays.
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    // Temporary files are their owner's alone.
    let mut part = tempfile::Builder::new().prefix(".history").tempfile_in(folder)?;
    part.write_all(text.as_bytes())?;
    part.as_file().sync_all()?;
    busy::persist(part, |part| part.persist(&path)).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_behind_what_was_edited() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/lines.txt");
        append(&path, "one", Readers::Usual).unwrap();
        append(&path, "two", Readers::Usual).unwrap();
        fs::write(&path, "one\ntwo\nmine").unwrap();
        append(&path, "three", Readers::Usual).unwrap();
        assert_eq!(read(&path).unwrap(), "one\ntwo\nmine\nthree\n");
        assert_eq!(read(&folder.path().join("none")).unwrap(), "");
        assert!(read(folder.path()).is_err() && append(folder.path(), "x", Readers::Usual).is_err());
    }

    #[test]
    fn what_is_in_utf_16_is_read_and_not_added_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines.txt");
        let text = format!("\u{feff}one\r\n{}\r\ntwo\r\n", "x".repeat(1 << 15));
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(&path, &bytes).unwrap();
        let found = read(&path).unwrap();
        let lines: Vec<_> = found.lines().collect();
        assert_eq!((lines[0], lines[1].len(), lines[2]), ("\u{feff}one", LONGEST_LINE as usize, "two"));
        let error = append(&path, "three", Readers::Usual).unwrap_err();
        assert!(error.to_string().contains("save it as UTF-8"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn a_lock_is_given_to_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines.txt");
        let held = lock(&path, Readers::Owner).unwrap();
        assert!(held.is_some());
        assert!(lock(&path, Readers::Owner).unwrap().is_none(), "it waits for a while, and goes on without");
        drop(held);
        assert!(lock(&path, Readers::Owner).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/lines.txt");
        append(&path, "one", Readers::Owner).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        replace(&path, "two\n").unwrap();
        assert_eq!((mode(&path), read(&path).unwrap().as_str()), (0o600, "two\n"));
    }
}
