//! Where a file will be, and what is there already: a part takes its place, with its mode, its owner, its
//! extended attributes and its other names.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Seek as _};
use std::path::{Path, PathBuf};

use super::part::PartialFile;

/// What a part will take the place of.
#[derive(Debug)]
pub(super) struct Destination {
    /// The file's own path, behind all links.
    path: PathBuf,
    /// What is there.
    before: Option<Box<Metadata>>,
    /// The old file stays and takes the new contents: another name leads to it too, or its folder is closed to us.
    in_place: bool,
}

/// What any new file is allowed, before the user's mask.
const NEW: u32 = 0o666;

impl Destination {
    /// For a file that is not there yet.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, before: None, in_place: false }
    }

    /// For the file at `path`, of which `found` is known.
    ///
    /// # Errors
    /// If the user may not write it. A mark against writing counts for the superuser too.
    pub(super) fn replacing(path: PathBuf, found: Metadata) -> io::Result<Self> {
        if found.permissions().readonly() {
            return Err(io::Error::other("the file is write-protected; allow writing or choose another name"));
        }
        File::options().write(true).open(&path)?;
        let in_place = has_other_names(&found);
        Ok(Self { path, before: Some(Box::new(found)), in_place })
    }

    /// A new part beside the file, or elsewhere where the folder takes no new one though the old may be written.
    pub(super) fn part(mut self) -> io::Result<(PartialFile, Self)> {
        let directory = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mode = self.before.as_deref().map_or(NEW, private_mode);
        match PartialFile::create_in(directory, mode) {
            Err(error) if self.before.is_some() && is_closed(error.kind()) => {
                self.in_place = true;
                Ok((PartialFile::create_in(&std::env::temp_dir(), mode)?, self))
            }
            part => Ok((part?, self)),
        }
    }

    /// Puts `part` in the file's place. Returns how many bytes it has.
    pub(super) fn take(self, part: PartialFile) -> io::Result<u64> {
        let length = part.file().metadata()?.len();
        let owned = |before: &Metadata| pass_on(before, part.file()) && pass_on_attributes(&self.path, part.file());
        let same = self.before.as_deref().is_none_or(owned);
        if self.in_place || !same {
            copy(part.file(), &self.path, length)?;
            return Ok(length);
        }
        // A power cut shortly after a rename would leave an empty file.
        sync(part.file())?;
        match part.place(&self.path) {
            Ok(()) => {}
            // Mounted by itself, or another's in a folder where files can't be replaced.
            Err((error, part)) if self.before.is_some() && is_closed(error.kind()) => {
                copy(part.file(), &self.path, length)?;
            }
            Err((error, _)) => return Err(error),
        }
        Ok(length)
    }
}

/// Whether a folder takes no new file, though a file in it may be written.
fn is_closed(error: ErrorKind) -> bool {
    use ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(error, PermissionDenied | ReadOnlyFilesystem | ResourceBusy | CrossesDevices)
}

/// Writes the contents of `part` over those of the file at `path`, for which room is made before.
fn copy(mut part: &File, path: &Path, length: u64) -> io::Result<()> {
    let mut target = File::options().write(true).open(path)?;
    reserve(&target, length)?;
    part.rewind()?;
    io::copy(&mut part, &mut target)?;
    target.set_len(length)?;
    sync(&target)
}

/// Has the file system keep room for `length` bytes, where it can: a full disk is found while the old contents stand.
fn reserve(file: &File, length: u64) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{FallocateFlags, fallocate};
        let reserved = fallocate(file, FallocateFlags::KEEP_SIZE, 0, length).map_err(io::Error::from);
        let no_room = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge];
        if let Err(error) = reserved
            && no_room.contains(&error.kind())
        {
            return Err(error);
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (file, length);
    Ok(())
}

/// Waits until the file is on the disk, where there is one.
fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

/// Whether other names lead to the same file, which a rename would part from it.
#[cfg(unix)]
fn has_other_names(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(found) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// The mode of a part that will replace the file: nobody reads in it who may not read that file.
#[cfg(unix)]
fn private_mode(before: &Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(before) & 0o666 | 0o600
}

#[cfg(not(unix))]
fn private_mode(_: &Metadata) -> u32 {
    NEW
}

/// Gives `file` the owner and the mode of what it replaces. Returns whether the system lets us.
#[cfg(unix)]
fn pass_on(before: &Metadata, file: &File) -> bool {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let owner = |found: &Metadata| (found.uid(), found.gid());
    let same = file.metadata().is_ok_and(|found| owner(&found) == owner(before));
    // The owner first: a change of owner takes marks off the mode.
    let same = same || fchown(file, Some(before.uid()), Some(before.gid())).is_ok();
    same && file.set_permissions(before.permissions()).is_ok()
}

/// Gives `file` the extended attributes of the one at `before`: who else may read it (ACL), and what the user has noted.
/// Returns whether the system lets us.
#[cfg(target_os = "linux")]
fn pass_on_attributes(before: &Path, file: &File) -> bool {
    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
    /// The most that Linux keeps of names, and of a value, in bytes.
    const LARGEST: usize = 1 << 16;
    let (mut names, mut value) = (vec![0; LARGEST], vec![0; LARGEST]);
    // A file system without any has none to pass on.
    let length = listxattr(before, &mut names[..]).unwrap_or(0);
    let names = names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.into_iter().all(|name| {
        let length = getxattr(before, name, &mut value[..]);
        let set = length.and_then(|length| fsetxattr(file, name, &value[..length], XattrFlags::empty()));
        // The system's own labels follow from where the file is.
        set.is_ok() || !(name.starts_with(b"user.") || name.starts_with(b"system."))
    })
}

#[cfg(not(target_os = "linux"))]
fn pass_on_attributes(_: &Path, _: &File) -> bool {
    true
}

#[cfg(not(unix))]
fn pass_on(_: &Metadata, _: &File) -> bool {
    true
}
