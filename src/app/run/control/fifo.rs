//! A FIFO that the program makes itself: for its owner alone, no link followed, removed at the end.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

/// The FIFO.
#[derive(Debug)]
pub(super) struct Pipe {
    path: PathBuf,
    /// Open for reading and writing, so that it never ends when a writer goes.
    file: File,
}

impl Pipe {
    /// Makes a FIFO at `path`, where nothing may be, not even a link.
    pub(super) fn make(path: &Path) -> io::Result<Self> {
        make(path)?;
        let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
        let found = file.metadata()?;
        // Somebody may have put something else there in between.
        if !found.file_type().is_fifo()
            || found.uid() != rustix::process::geteuid().as_raw()
            || found.mode() & 0o077 != 0
        {
            return Err(io::Error::other("it was replaced by something else"));
        }
        Ok(Self { path: path.to_owned(), file })
    }

    /// Reads what is written to it.
    pub(super) fn reader(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Takes it away, unless something else has its name by now.
    pub(super) fn remove(&self) {
        let identity = |found: &std::fs::Metadata| (found.dev(), found.ino());
        let own = self.file.metadata().ok().map(|found| identity(&found));
        let there = std::fs::symlink_metadata(&self.path).ok().map(|found| identity(&found));
        if own.is_some() && own == there {
            // Nothing is left to be done where it fails.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(not(target_vendor = "apple"))]
fn make(path: &Path) -> io::Result<()> {
    let made = rustix::fs::mkfifoat(rustix::fs::CWD, path, Mode::RUSR | Mode::WUSR);
    made.map_err(|error| explained(error.into()))
}

/// There is no call for this that needs no unsafe code; the system's own command is everywhere.
#[cfg(target_vendor = "apple")]
fn make(path: &Path) -> io::Result<()> {
    if std::fs::symlink_metadata(path).is_ok() {
        return Err(explained(ErrorKind::AlreadyExists.into()));
    }
    let made = std::process::Command::new("/usr/bin/mkfifo").args(["-m", "600", "--"]).arg(path).status()?;
    if made.success() { Ok(()) } else { Err(io::Error::other("mkfifo makes no pipe there")) }
}

fn explained(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::AlreadyExists {
        return io::Error::new(ErrorKind::AlreadyExists, "something is there already; remove it, or name another path");
    }
    error
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn it_is_its_owners_alone_and_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let pipe = Pipe::make(&path).unwrap();
        let found = std::fs::symlink_metadata(&path).unwrap();
        assert!(found.file_type().is_fifo());
        assert_eq!(found.mode() & 0o777, 0o600);
        File::options().write(true).open(&path).unwrap().write_all(b"deep:1\n").unwrap();
        let mut read = [0; 7];
        pipe.reader().unwrap().read_exact(&mut read).unwrap();
        assert_eq!(&read, b"deep:1\n");
        pipe.remove();
        assert!(std::fs::symlink_metadata(&path).is_err());
    }

    #[test]
    fn nothing_that_is_there_is_followed_replaced_or_removed() {
        let folder = tempfile::tempdir().unwrap();
        let [path, target] = ["pipe", "target"].map(|name| folder.path().join(name));
        symlink(&target, &path).unwrap();
        assert_eq!(Pipe::make(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert!(!target.exists());
        std::fs::remove_file(&path).unwrap();
        let pipe = Pipe::make(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, "mine").unwrap();
        pipe.remove();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }
}
