//! Files that appear whole or not at all: written beside their target, then put in its place, which keeps the mode,
//! the owner and the links that it had. Pipes, devices and open descriptors are written as they come.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::{Arc, Once};

use super::descriptor::{self, OutputPlace};
use super::destination::Destination;
use super::part::PartialFile;
use super::{ExportError, Format, Refusal, windows_name};

/// A file being written. Dropped before [`Output::commit`], it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Output {
    /// What the user calls it.
    path: PathBuf,
    medium: Backing,
    bytes: u64,
}

#[derive(Debug)]
enum Backing {
    /// Beside the target, to be put in its place.
    Beside { part: BufWriter<PartialFile>, destination: Destination },
    /// A device, a pipe, an open descriptor: what a rename would replace.
    Stream(BufWriter<File>),
    /// Text on a console, which takes no UTF-8 as a file.
    #[cfg(windows)]
    Console(io::Stdout),
}

const BUFFER: usize = 1 << 17;

impl Output {
    /// Opens `path` for a file of `format`, before the long work starts. A pipe waits for its reader.
    ///
    /// # Errors
    /// [`ExportError::File`] if `path` is a directory, write-protected, or nothing can be written there;
    /// [`ExportError::Refused`] if it is a terminal, which bytes of `format` would only confuse, or no name of a file.
    pub(super) fn create(path: &Path, format: Format) -> Result<Self, ExportError> {
        outlive_file_limits();
        if cfg!(windows)
            && let Some(character) = windows_name::forbidden(path)
        {
            return Err(Refusal::FileName { path: path.to_owned(), character }.into());
        }
        let failed = |error: io::Error| ExportError::file("write", path, &error);
        // Nothing can be found out about it but that it opens.
        if cfg!(windows) && windows_name::is_null_device(path) {
            let device = File::options().write(true).open(windows_name::NULL_DEVICE).map_err(failed)?;
            return Self::stream(path, device, format);
        }
        let target = match descriptor::follow(path) {
            OutputPlace::Descriptor(named) => {
                return Self::stream(path, descriptor::open(&named).map_err(failed)?, format);
            }
            OutputPlace::File(target) => target,
        };
        let destination = match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(failed(ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => {
                return Self::stream(path, File::options().write(true).open(&target).map_err(failed)?, format);
            }
            Ok(found) => Destination::replacing(target, found).map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::NotFound => Destination::new(target),
            Err(error) => return Err(failed(error)),
        };
        let (part, destination) = destination.part().map_err(failed)?;
        let medium = Backing::Beside { part: BufWriter::with_capacity(BUFFER, part), destination };
        Ok(Self { path: path.to_owned(), medium, bytes: 0 })
    }

    /// Standard output.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if it is a terminal, which bytes of `format` would only confuse.
    pub(super) fn stdout(format: Format) -> Result<Self, ExportError> {
        outlive_file_limits();
        let path = Path::new("standard output");
        #[cfg(windows)]
        if io::stdout().is_terminal() && format.is_text() {
            // Where it can't, what is written is printed as it is: there is nothing better.
            thinwire::interpret_sequences();
            return Ok(Self { path: path.to_owned(), medium: Backing::Console(io::stdout()), bytes: 0 });
        }
        let stdout = descriptor::stdout().map_err(|error| ExportError::file("write", path, &error))?;
        Self::stream(path, stdout, format)
    }

    fn stream(path: &Path, file: File, format: Format) -> Result<Self, ExportError> {
        if file.is_terminal() && !format.is_text() {
            return Err(Refusal::Terminal(format).into());
        }
        let medium = Backing::Stream(BufWriter::with_capacity(BUFFER, file));
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
            Backing::Beside { part, destination } => {
                let part = part.into_inner().map_err(io::IntoInnerError::into_error);
                part.and_then(|part| destination.take(part)).map_err(failed)
            }
            Backing::Stream(_) => Ok(self.bytes),
            #[cfg(windows)]
            Backing::Console(_) => Ok(self.bytes),
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
    pub(super) fn part(&mut self) -> Result<&mut PartialFile, ExportError> {
        match &mut self.medium {
            Backing::Beside { part, .. } => Ok(part.get_mut()),
            Backing::Stream(_) => Err(Refusal::Unseekable.into()),
            #[cfg(windows)]
            Backing::Console(_) => Err(Refusal::Unseekable.into()),
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
            Backing::Beside { part, .. } => part.write(bytes),
            Backing::Stream(file) => file.write(bytes),
            #[cfg(windows)]
            Backing::Console(console) => console.write(bytes),
        }?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.medium {
            Backing::Beside { part, .. } => part.flush(),
            Backing::Stream(file) => file.flush(),
            #[cfg(windows)]
            Backing::Console(console) => console.flush(),
        }
    }
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

/// Writes a file of `bytes`, a PNG or weights, whole or not at all.
///
/// # Errors
/// [`ExportError::File`], and then what was there before is as it was.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let mut output = Output::create(path, Format::Png)?;
    let failed = output.failure();
    output.write_all(bytes).map_err(failed)?;
    output.commit().map(|_| ())
}

/// Finds out whether a file of `format` can be written at `path`, and leaves nothing behind: before long work that
/// ends there.
///
/// # Errors
/// [`ExportError::File`], or [`ExportError::Refused`] for a terminal.
pub(crate) fn try_writing(path: &Path, format: Format) -> Result<(), ExportError> {
    Output::create(path, format).map(drop)
}

/// Makes `directory` and those above it, where they are missing.
///
/// # Errors
/// [`ExportError::File`].
pub(crate) fn make_directory(directory: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(directory).map_err(|error| ExportError::file("create the directory", directory, &error))
}
