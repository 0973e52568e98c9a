//! Files that appear whole or not at all: written beside their target, then put in its place, which keeps the mode,
//! the owner and the links that it had. Pipes, devices and open descriptors are written as they come.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Seek, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::{Arc, Once};

use super::descriptor::{self, Place};
use super::part::Part;
use super::{ExportError, Format, Refusal};

/// A file being written. Dropped before [`Output::commit`], it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Output {
    /// What the user calls it.
    path: PathBuf,
    medium: Medium,
    bytes: u64,
}

#[derive(Debug)]
enum Medium {
    /// Beside the target, to be put in its place.
    Beside { part: BufWriter<Part>, target: Target },
    /// A device, a pipe, an open descriptor: what a rename would replace.
    Stream(BufWriter<File>),
}

/// What a part will take the place of.
#[derive(Debug)]
struct Target {
    /// The file's own path, behind all links.
    path: PathBuf,
    /// What is there.
    before: Option<Box<Metadata>>,
    /// The old file stays and takes the new contents: another name leads to it too, or its folder is closed to us.
    in_place: bool,
}

const BUFFER: usize = 1 << 17;
/// What any new file is allowed, before the user's mask.
const NEW: u32 = 0o666;

impl Output {
    /// Opens `path` for a file of `format`, before the long work starts. A pipe waits for its reader.
    ///
    /// # Errors
    /// [`ExportError::File`] if `path` is a directory, write-protected, or nothing can be written there;
    /// [`ExportError::Refused`] if it is a terminal, which bytes of `format` would only confuse.
    pub(super) fn create(path: &Path, format: Format) -> Result<Self, ExportError> {
        outlive_file_limits();
        let failed = |error: io::Error| ExportError::file("write", path, &error);
        let target = match descriptor::follow(path) {
            Place::Descriptor(named) => return Self::stream(path, descriptor::open(&named).map_err(failed)?, format),
            Place::File(target) => target,
        };
        let target = match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(failed(ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => {
                return Self::stream(path, File::options().write(true).open(&target).map_err(failed)?, format);
            }
            Ok(found) => Target::replacing(target, found).map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::NotFound => Target { path: target, before: None, in_place: false },
            Err(error) => return Err(failed(error)),
        };
        let (part, target) = target.part().map_err(failed)?;
        let medium = Medium::Beside { part: BufWriter::with_capacity(BUFFER, part), target };
        Ok(Self { path: path.to_owned(), medium, bytes: 0 })
    }

    /// Standard output.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if it is a terminal, which bytes of `format` would only confuse.
    pub(super) fn stdout(format: Format) -> Result<Self, ExportError> {
        outlive_file_limits();
        let path = Path::new("standard output");
        let stdout = descriptor::stdout().map_err(|error| ExportError::file("write", path, &error))?;
        Self::stream(path, stdout, format)
    }

    fn stream(path: &Path, file: File, format: Format) -> Result<Self, ExportError> {
        if file.is_terminal() && !format.is_text() {
            return Err(Refusal::Terminal(format).into());
        }
        let medium = Medium::Stream(BufWriter::with_capacity(BUFFER, file));
        Ok(Self { path: path.to_owned(), medium, bytes: 0 })
    }

    /// Writes out what is left and puts the file in its place; returns how many bytes it has.
    ///
    /// # Errors
    /// [`ExportError::File`], and then the target is as it was before.
    pub(super) fn commit(mut self) -> Result<u64, ExportError> {
        let failed = self.failure();
        self.flush().map_err(&failed)?;
        match self.medium {
            Medium::Beside { part, target } => {
                let part = part.into_inner().map_err(io::IntoInnerError::into_error);
                part.and_then(|part| target.take(part)).map_err(failed)
            }
            Medium::Stream(_) => Ok(self.bytes),
        }
    }

    /// Where the file will be, as the user calls it.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The part, which another program may write: it can go back in it.
    ///
    /// # Errors
    /// [`ExportError::Refused`] for pipes and devices, in which it can't.
    pub(super) fn part(&mut self) -> Result<&mut Part, ExportError> {
        match &mut self.medium {
            Medium::Beside { part, .. } => Ok(part.get_mut()),
            Medium::Stream(_) => Err(Refusal::Unseekable.into()),
        }
    }

    /// Turns what went wrong while writing into an error that names the file.
    pub(super) fn failure(&self) -> impl Fn(io::Error) -> ExportError + use<> {
        let path = self.path.clone();
        move |error| ExportError::file("write", &path, &error)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.medium {
            Medium::Beside { part, .. } => part.write(bytes),
            Medium::Stream(file) => file.write(bytes),
        }?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.medium {
            Medium::Beside { part, .. } => part.flush(),
            Medium::Stream(file) => file.flush(),
        }
    }
}

impl Target {
    /// For the file at `path`, of which `found` is known.
    ///
    /// # Errors
    /// If the user may not write it. A mark against writing counts for the superuser too.
    fn replacing(path: PathBuf, found: Metadata) -> io::Result<Self> {
        if found.permissions().readonly() {
            return Err(io::Error::other("the file is write-protected; allow writing or choose another name"));
        }
        File::options().write(true).open(&path)?;
        let in_place = has_other_names(&found);
        Ok(Self { path, before: Some(Box::new(found)), in_place })
    }

    /// A new part beside the target, or elsewhere where the folder takes no new file and the target is one to write.
    fn part(mut self) -> io::Result<(Part, Self)> {
        let directory = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mode = self.before.as_deref().map_or(NEW, private_mode);
        match Part::create_in(directory, mode) {
            Err(error) if self.before.is_some() && is_closed(error.kind()) => {
                self.in_place = true;
                Ok((Part::create_in(&std::env::temp_dir(), mode)?, self))
            }
            part => Ok((part?, self)),
        }
    }

    /// Puts `part` in the target's place. Returns how many bytes it has.
    fn take(self, part: Part) -> io::Result<u64> {
        let length = part.file().metadata()?.len();
        let same_owner = self.before.as_deref().is_none_or(|before| pass_on(before, part.file()));
        if self.in_place || !same_owner {
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

#[cfg(not(unix))]
fn pass_on(_: &Metadata, _: &File) -> bool {
    true
}

/// Has a file above the limit of its size fail to be written, as on a full disk, instead of ending the process.
fn outlive_file_limits() {
    #[cfg(unix)]
    {
        static CAUGHT: Once = Once::new();
        // If that fails, it is as if it had not been tried.
        CAUGHT.call_once(|| drop(signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())));
    }
}

/// Writes a file of `bytes`, a PNG, whole or not at all.
///
/// # Errors
/// [`ExportError::File`], and then what was there before is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let mut output = Output::create(path, Format::Png)?;
    let failed = output.failure();
    output.write_all(bytes).map_err(failed)?;
    output.commit().map(|_| ())
}

/// Makes `directory` and those above it, where they are missing.
///
/// # Errors
/// [`ExportError::File`].
pub fn make_directory(directory: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(directory).map_err(|error| ExportError::file("create the directory", directory, &error))
}
