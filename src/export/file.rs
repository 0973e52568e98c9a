//! Files that appear whole or not at all: written beside their target, then renamed over it.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::{Arc, Once};

use tempfile::NamedTempFile;

use super::{ExportError, Format};

/// A file being written. Dropped before [`Output::commit`], it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Output {
    path: PathBuf,
    sink: Sink,
    bytes: u64,
}

#[derive(Debug)]
enum Sink {
    /// Beside the target, to be renamed.
    Beside(BufWriter<NamedTempFile>),
    /// A device or pipe, which a rename would replace.
    Device(BufWriter<File>),
    Stdout(BufWriter<io::Stdout>),
}

const BUFFER: usize = 1 << 17;

impl Output {
    /// Opens `path` for writing, before the long work starts.
    ///
    /// # Errors
    /// [`ExportError::File`] if `path` is a directory or nothing can be written beside it.
    pub(super) fn create(path: &Path) -> Result<Self, ExportError> {
        outlive_file_limits();
        let failed = |error: io::Error| ExportError::file("write", path, &error);
        // A link is followed, so that its target is replaced and the link stays.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let sink = match fs::metadata(&path) {
            Ok(found) if found.is_dir() => return Err(failed(io::ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => {
                let device = File::options().write(true).open(&path).map_err(failed)?;
                Sink::Device(BufWriter::with_capacity(BUFFER, device))
            }
            _ => Sink::Beside(BufWriter::with_capacity(BUFFER, beside(&path).map_err(failed)?)),
        };
        Ok(Self { path, sink, bytes: 0 })
    }

    /// Standard output.
    ///
    /// # Errors
    /// [`ExportError::Refused`] if it is a terminal, which bytes of `format` would only confuse.
    pub(super) fn stdout(format: Format) -> Result<Self, ExportError> {
        if io::stdout().is_terminal() && !format.is_text() {
            return Err(ExportError::Refused(format!(
                "standard output is a terminal, which can't show .{}; pipe it on, or name a file with -o",
                format.ending()
            )));
        }
        let sink = Sink::Stdout(BufWriter::with_capacity(BUFFER, io::stdout()));
        Ok(Self { path: "standard output".into(), sink, bytes: 0 })
    }

    /// Writes out what is left and puts the file in its place; tells how many bytes it has.
    ///
    /// # Errors
    /// [`ExportError::File`], and then the target is as it was before.
    pub(super) fn commit(mut self) -> Result<u64, ExportError> {
        let failed = self.failure();
        self.flush().map_err(&failed)?;
        if let Sink::Beside(buffered) = self.sink {
            let placed = buffered.into_inner().map_err(io::IntoInnerError::into_error);
            let placed = placed.and_then(|file| file.persist(&self.path).map_err(|error| error.error));
            let file = placed.map_err(&failed)?;
            // Another program may have written it.
            return Ok(file.metadata().map_err(&failed)?.len());
        }
        Ok(self.bytes)
    }

    /// Where the file will be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The path at which another program may write the file's contents.
    ///
    /// # Errors
    /// [`ExportError::Refused`] for pipes and devices, in which it can't go back.
    pub(super) fn seekable_path(&self) -> Result<&Path, ExportError> {
        match &self.sink {
            Sink::Beside(file) => Ok(file.get_ref().path()),
            Sink::Device(_) | Sink::Stdout(_) => Err(ExportError::Refused(
                "a video file can't be written to a pipe or a device; name a file with -o, or pipe .y4m".to_owned(),
            )),
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
        let written = match &mut self.sink {
            Sink::Beside(file) => file.write(bytes),
            Sink::Device(file) => file.write(bytes),
            Sink::Stdout(out) => out.write(bytes),
        }?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Beside(file) => file.flush(),
            Sink::Device(file) => file.flush(),
            Sink::Stdout(out) => out.flush(),
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

/// Writes a file of `bytes`, whole or not at all.
///
/// # Errors
/// [`ExportError::File`], and then what was there before is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let mut output = Output::create(path)?;
    let failed = output.failure();
    output.write_all(bytes).map_err(failed)?;
    output.commit().map(|_| ())
}

/// Finds out whether a file can be written at `path`, and leaves nothing behind: before long work that ends there.
///
/// # Errors
/// [`ExportError::File`].
pub fn try_writing(path: &Path) -> Result<(), ExportError> {
    Output::create(path).map(drop)
}

/// Makes `directory` and those above it, where they are missing.
///
/// # Errors
/// [`ExportError::File`].
pub fn make_directory(directory: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(directory).map_err(|error| ExportError::file("create the directory", directory, &error))
}

/// A temporary file in the directory of `path`, with the permissions of any new file.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".neurotty-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(directory)
}
