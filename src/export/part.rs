//! Parts: files under way, beside their target, locked while their process lives; on Windows open, which is as good. What a
//! killed one has left is swept by the next that writes into the folder.

use std::collections::BTreeSet;
#[cfg(unix)]
use std::fs::TryLockError;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::{NamedTempFile, PersistError};

use super::unfinished::{Listed, Unfinished};
use crate::settings::busy;

/// How the names of parts begin and end. Between them stand random letters, `@`, and who writes it.
const PREFIX: &str = ".neurotty-";
const SUFFIX: &str = ".part";
/// How often a part is made again, where a sweeper took it in the moment before it was locked.
const ATTEMPTS: u32 = 16;
/// After this time a part of another machine is left over: locks may not reach from there to here.
const FOREIGN: Duration = Duration::from_secs(24 * 3600);

/// A file under way. Dropped before [`PartialFile::place`], it is removed.
#[derive(Debug)]
pub(super) struct PartialFile {
    /// Until it is placed or removed.
    file: Option<NamedTempFile>,
    _listed: Listed,
}

impl PartialFile {
    /// A new, empty part in `directory`, with the permissions `mode` as far as the user's mask allows.
    pub(super) fn create_in(directory: &Path, mode: u32) -> io::Result<Self> {
        sweep(directory);
        for _ in 0..ATTEMPTS {
            let file = named_in(directory, mode)?;
            if is_held(file.as_file()) {
                let listed = Listed::new(Unfinished::Part(file.path().to_owned()));
                return Ok(Self { file: Some(file), _listed: listed });
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        self.part().path()
    }

    /// The open file.
    pub(super) fn file(&self) -> &File {
        self.part().as_file()
    }

    fn part(&self) -> &NamedTempFile {
        self.file.as_ref().expect("a part that is not placed has a file")
    }

    /// Opens what lies at the path now, if another program has put another file there.
    ///
    /// # Errors
    /// If it is no regular file.
    pub(super) fn reopen(&mut self) -> io::Result<()> {
        let found = fs::symlink_metadata(self.path()).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => io::Error::other("another program has removed it"),
            _ => error,
        })?;
        if !found.is_file() {
            return Err(io::Error::other("another program has left something else than a file in its place"));
        }
        if !is_same(&found, &self.file().metadata()?) {
            let opened = File::options().read(true).write(true).open(self.path())?;
            if let Some(part) = &mut self.file {
                *part.as_file_mut() = opened;
            }
            if !is_held(self.file()) {
                return Err(io::ErrorKind::ResourceBusy.into());
            }
        }
        Ok(())
    }

    /// Renames it to `target`.
    ///
    /// # Errors
    /// What the system says, and the part, which is still there.
    pub(super) fn place(mut self, target: &Path) -> Result<(), (io::Error, Self)> {
        let Some(file) = self.file.take() else { return Ok(()) };
        match busy::persist(file, |file| file.persist(target)) {
            Ok(_) => Ok(()),
            Err(PersistError { error, file }) => {
                self.file = Some(file);
                Err((error, self))
            }
        }
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        let Some((file, path)) = self.file.take().map(NamedTempFile::into_parts) else { return };
        // Closed first, or Windows keeps its name. Another program may need a moment to end, and if it takes longer, the
        // file is swept later.
        drop(file);
        let _ = busy::remove(&path);
    }
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file().flush()
    }
}

fn named_in(directory: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let suffix = format!("@{:08x}{SUFFIX}", machine());
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(&suffix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    builder.tempfile_in(directory)
}

/// Whether both are one file.
#[cfg(unix)]
fn is_same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// It can't be seen, and to open it once more does no harm.
#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// Locks a new part. Returns whether it is still there: a sweeper may have taken it before it was locked.
#[cfg(unix)]
fn is_held(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => false,
        // Where the file system has no locks, nothing is swept.
        Ok(()) | Err(TryLockError::Error(_)) => file.metadata().is_ok_and(|found| found.nlink() > 0),
    }
}

/// A new part is open, and no sweeper takes what is. A lock would keep other programs from writing it.
#[cfg(windows)]
fn is_held(_: &File) -> bool {
    true
}

/// Removes the parts in `directory` that no living process holds, once.
pub(super) fn sweep(directory: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(directory.to_owned()) {
        remove_left_overs(directory);
    }
}

fn remove_left_overs(directory: &Path) {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter(may_be_left_over).for_each(|entry| remove_unless_held(&entry.path()));
}

/// Whether it has a part's name, and locks would be seen from here.
fn may_be_left_over(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let Some(name) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)) else {
        return false;
    };
    let here = name.split_once('@').is_none_or(|(_, writer)| writer == format!("{:08x}", machine()));
    let age = || entry.metadata().and_then(|found| found.modified()).ok()?.elapsed().ok();
    here || age().is_some_and(|age| age > FOREIGN)
}

fn remove_unless_held(path: &Path) {
    // What an encoder made in a part's place. No process holds that, and one with anything in it stays.
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        let _ = fs::remove_dir(path);
        return;
    }
    // A link or a pipe is none of ours, and to open it might take for ever.
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
        return;
    }
    remove_file_unless_held(path);
}

/// If that fails, it stays for the next.
#[cfg(unix)]
fn remove_file_unless_held(path: &Path) {
    // The lock is held until the name is removed, so that no other process takes the file meanwhile.
    if let Ok(file) = File::options().write(true).open(path)
        && file.try_lock().is_ok()
    {
        let _ = fs::remove_file(path);
    }
}

/// Opens it in a way that nobody else may have it open beside, which fails if somebody has, a program that a killed process
/// has started perhaps; and that removes it when it is closed again.
#[cfg(windows)]
fn remove_file_unless_held(path: &Path) {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// Of <https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew>.
    const DELETE: u32 = 0x1_0000;
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x400_0000;
    let mut options = File::options();
    options.access_mode(DELETE).share_mode(0).custom_flags(FILE_FLAG_DELETE_ON_CLOSE);
    drop(options.open(path));
}

/// A number for the name of this machine: FNV-1a, 32 bits.
fn machine() -> u32 {
    #[cfg(unix)]
    let system = rustix::system::uname();
    #[cfg(unix)]
    let name = system.nodename().to_bytes();
    #[cfg(not(unix))]
    let name = b"";
    name.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let held = PartialFile::create_in(folder.path(), 0o666).unwrap();
        let left = [".neurotty-abcdef.part".to_owned(), format!(".neurotty-abcdef@{:08x}.part", machine())];
        let others = [".neurotty-abcdef@0.part", ".neurotty-abcdef", "neurotty-a.part"];
        for name in left.iter().map(String::as_str).chain(others) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join(".neurotty-folder.part")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("nowhere", folder.path().join(".neurotty-link.part")).unwrap();
        // It was swept when the first part was made, and is not again by this process.
        sweep(folder.path());
        assert!(left.iter().all(|name| folder.path().join(name).exists()));
        remove_left_overs(folder.path());
        assert!(held.path().exists());
        assert!(left.iter().all(|name| !folder.path().join(name).exists()));
        assert!(!folder.path().join(".neurotty-folder.part").exists());
        assert!(others.iter().all(|name| folder.path().join(name).exists()));
        #[cfg(unix)]
        assert!(folder.path().join(".neurotty-link.part").symlink_metadata().is_ok());
    }

    /// As ffmpeg has its file open on Windows.
    #[cfg(windows)]
    #[test]
    fn what_another_program_still_writes_is_swept_once_it_has_ended() {
        use std::os::windows::fs::OpenOptionsExt as _;
        /// `FILE_SHARE_READ | FILE_SHARE_WRITE`.
        const SHARED: u32 = 3;
        let folder = tempfile::tempdir().unwrap();
        let mut part = PartialFile::create_in(folder.path(), 0o666).unwrap();
        let path = folder.path().join(".neurotty-abcdef.part");
        for path in [part.path(), &path] {
            let open = || File::options().write(true).create(true).truncate(false).share_mode(SHARED).open(path);
            let program = open().unwrap();
            remove_left_overs(folder.path());
            assert!(path.exists());
            drop(program);
        }
        part.reopen().unwrap();
        remove_left_overs(folder.path());
        assert!(part.path().exists() && !path.exists());
        let target = folder.path().join("video.mp4");
        assert!(part.place(&target).is_ok());
        remove_left_overs(folder.path());
        assert!(target.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_part_that_was_taken_is_not_held() {
        let folder = tempfile::tempdir().unwrap();
        let file = named_in(folder.path(), 0o666).unwrap();
        fs::remove_file(file.path()).unwrap();
        assert!(!is_held(file.as_file()));
        let file = named_in(folder.path(), 0o666).unwrap();
        let other = File::open(file.path()).unwrap();
        other.lock().unwrap();
        assert!(!is_held(file.as_file()));
    }
}
