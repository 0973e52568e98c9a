//! Names that mean an open descriptor of the process: `/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/1`.
//!
//! Such a name leads on to the file that is open there. To open or replace that file by its own name would begin at
//! its start, or take it away from who has it open: what is meant is to go on where the descriptor stands.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::check_stdout;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OutputPlace {
    /// A file, there or not; no link itself.
    File(PathBuf),
    /// An open descriptor.
    Descriptor(PathBuf),
}

/// The most links one behind the other, as Linux has it.
const LINKS: u32 = 40;

/// Follows the links at the end of `path`, also where nothing is there.
pub(super) fn follow(path: &Path) -> OutputPlace {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if number(&path).is_some() {
            return OutputPlace::Descriptor(path);
        }
        let Ok(next) = fs::read_link(&path) else { break };
        // A relative one begins where the link is.
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    OutputPlace::File(path)
}

/// Opens the descriptor that `path` names once more: both go on at the same place of the file.
pub(super) fn open(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd as _;
        let standard = match number(path).filter(|(own, _)| *own) {
            Some((_, 1)) => {
                check_stdout()?;
                Some(io::stdout().as_fd().try_clone_to_owned()?)
            }
            Some((_, 2)) => Some(io::stderr().as_fd().try_clone_to_owned()?),
            Some((_, other)) => duplicate(other),
            None => None,
        };
        if let Some(descriptor) = standard {
            return Ok(descriptor.into());
        }
    }
    // The next best where there is no way to its own place in the file: the end.
    File::options().append(true).open(path)
}

/// Standard output, apart from the buffer that the standard library keeps before it.
///
/// # Errors
/// If it was closed, or the system has no descriptor left.
pub(super) fn stdout() -> io::Result<File> {
    check_stdout()?;
    #[cfg(unix)]
    let stdout = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let stdout = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned()?;
    Ok(stdout.into())
}

/// Whether the descriptor that `path` names is this process's own, and its number.
fn number(path: &Path) -> Option<(bool, i32)> {
    let name = path.file_name()?.to_str()?;
    let number = name.parse::<i32>().ok().filter(|_| name.bytes().all(|byte| byte.is_ascii_digit()))?;
    let folder = fs::canonicalize(path.parent()?).ok()?;
    if folder == Path::new("/dev/fd") {
        return Some((true, number));
    }
    let process = folder.strip_prefix("/proc").ok().filter(|rest| rest.ends_with("fd"))?;
    Some((process.starts_with(std::process::id().to_string()), number))
}

/// A second descriptor for the same open file, if the system gives one.
#[cfg(target_os = "linux")]
fn duplicate(number: i32) -> Option<std::os::fd::OwnedFd> {
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
    // As for a descriptor of another process: no borrowed one can be made of a bare number in safe code.
    let own = pidfd_open(getpid(), PidfdFlags::empty()).ok()?;
    pidfd_getfd(own, number, PidfdGetfdFlags::empty()).ok()
}

/// Elsewhere opening `/dev/fd/N` is the same as duplicating N.
#[cfg(all(unix, not(target_os = "linux")))]
fn duplicate(_: i32) -> Option<std::os::fd::OwnedFd> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_to_their_end_and_to_descriptors() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (target, link) in [("b", "a"), ("../b/c", "sub/link"), ("/dev/stdout", "out"), ("loop", "loop")] {
            fs::create_dir_all(at("sub")).unwrap();
            std::os::unix::fs::symlink(target, at(link)).unwrap();
        }
        assert_eq!(follow(&at("a")), OutputPlace::File(at("b")));
        assert_eq!(follow(&at("sub/link")), OutputPlace::File(at("sub/../b/c")));
        assert_eq!(follow(&at("plain")), OutputPlace::File(at("plain")));
        assert_eq!(follow(&at("out")), OutputPlace::Descriptor("/proc/self/fd/1".into()));
        assert_eq!(follow(Path::new("/dev/fd/7")), OutputPlace::Descriptor("/dev/fd/7".into()));
        assert_eq!(follow(&at("loop")), OutputPlace::File(at("loop")));
    }

    #[test]
    fn a_duplicate_goes_on_where_the_descriptor_stands() {
        use std::io::Write as _;
        use std::os::fd::AsRawFd as _;
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"before ").unwrap();
        let mut again = open(Path::new(&format!("/dev/fd/{}", file.as_raw_fd()))).unwrap();
        again.write_all(b"between ").unwrap();
        file.write_all(b"behind").unwrap();
        assert_eq!(file.metadata().unwrap().len(), 21);
        assert!(open(Path::new("/dev/fd/9999")).is_err());
    }
}
