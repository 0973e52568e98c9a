//! A running ffmpeg: fed, waited for, listened to, and ended when nobody wants its work any more.

use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

#[cfg(windows)]
use crate::export::unfinished::ChildProgram;
use crate::export::unfinished::{Listed, Unfinished};
use crate::export::{Cancel, ExportError, Format};

/// How often it is looked whether ffmpeg has ended, or should.
const LOOK: Duration = Duration::from_millis(20);
/// How long the end of its messages is waited for once it has ended: what it has started may hold the pipe open.
const ECHO: Duration = Duration::from_millis(300);
/// The most that is kept of its messages, in bytes: the first one gives the reason.
const KEPT: usize = 2000;
/// What ffmpeg, asked for it, puts into a message that is an error or worse.
const ERRORS: [&str; 3] = ["[error] ", "[fatal] ", "[panic] "];

/// `CREATE_NEW_PROCESS_GROUP` (<https://learn.microsoft.com/windows/win32/procthread/process-creation-flags>).
#[cfg(windows)]
const NEW_PROCESS_GROUP: u32 = 0x200;

/// What was wrong with ffmpeg.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FfmpegError {
    /// It is not installed.
    #[error("video needs ffmpeg, which is not installed")]
    Missing,
    /// It lacks the encoder that the format needs.
    #[error("this ffmpeg has no {encoder}, which .{} needs", format.ending())]
    MissingEncoder {
        /// As ffmpeg names it.
        encoder: &'static str,
        /// The format.
        format: Format,
    },
    /// The system could not start it; this is its message.
    #[error("can't start ffmpeg: {0}")]
    NotStarted(String),
    /// The system could not wait for it; this is its message.
    #[error("can't wait for ffmpeg: {0}")]
    NotWaitedFor(String),
    /// It ended with an error.
    #[error("ffmpeg failed ({status}): {}", why(said))]
    Failed {
        /// How it ended.
        status: String,
        /// Its messages.
        said: String,
    },
    /// It reported an error, and ended with success all the same.
    #[error("ffmpeg says: {0}")]
    Complained(String),
    /// It closed its input, and ended as if all were well.
    #[error("ffmpeg ended before it had all frames, and does not say why")]
    EndedEarly,
    /// It left another number of frames than it was fed.
    #[error("ffmpeg says that all is well, but wrote {found} of {expected} frames; try another one")]
    WrongFrames {
        /// How many it was fed.
        expected: u64,
        /// How many are in the file.
        found: u64,
    },
    /// It left a file that is not whole; this is what is wrong with it.
    #[error("ffmpeg says that all is well, but its file is damaged ({0}); try another one")]
    Damaged(String),
}

fn why(said: &str) -> &str {
    if said.is_empty() { "it does not say why" } else { said }
}

/// Whether the installed ffmpeg lists its encoders, and `encoder` is not among them. Names are the same in every version
/// and language.
pub(super) fn lacks(encoder: &str) -> bool {
    let mut list = Command::new("ffmpeg");
    list.args(["-hide_banner", "-encoders"]).stdin(Stdio::null()).stderr(Stdio::null());
    list.output().is_ok_and(|listed| {
        let names = String::from_utf8_lossy(&listed.stdout);
        listed.status.success() && !names.split_ascii_whitespace().any(|name| name == encoder)
    })
}

/// A running ffmpeg. Dropped before [`Ffmpeg::finish`], it is ended.
pub(super) struct Ffmpeg {
    child: Arc<Mutex<Child>>,
    frames: Option<ChildStdin>,
    complaints: Complaints,
    /// Until it has ended.
    listed: Option<Listed>,
}

impl Ffmpeg {
    /// Starts `command`. In its messages, `names` of the file are replaced by the one that is `known`.
    pub(super) fn start(command: &mut Command, names: [String; 2], known: String) -> Result<Self, ExportError> {
        // Ctrl-C is for us alone: we decide when ffmpeg ends.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        #[cfg(windows)]
        std::os::windows::process::CommandExt::creation_flags(command, NEW_PROCESS_GROUP);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|error| match error.kind() {
            ErrorKind::NotFound => FfmpegError::Missing,
            _ => FfmpegError::NotStarted(error.to_string()),
        })?;
        let frames = child.stdin.take();
        let complaints = Complaints::listen(child.stderr.take(), names, known);
        #[cfg(unix)]
        let unfinished = Unfinished::Group(rustix::process::Pid::from_child(&child));
        let child = Arc::new(Mutex::new(child));
        #[cfg(windows)]
        let unfinished = Unfinished::Program(ChildProgram(Arc::clone(&child)));
        Ok(Self { child, frames, complaints, listed: Some(Listed::new(unfinished)) })
    }

    /// Does `work`, and ends ffmpeg when asked to stop meanwhile: it may be busy for long with what it was fed, and
    /// whoever feeds it or waits for it as well.
    pub(super) fn unless<T>(&mut self, cancel: Cancel<'_>, work: impl FnOnce(&mut Self) -> T) -> T {
        thread::scope(|scope| {
            let (done, over) = mpsc::channel::<()>();
            let child = Arc::clone(&self.child);
            scope.spawn(move || {
                while over.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                    if cancel.check().is_err() {
                        return kill(&child);
                    }
                }
            });
            let result = work(self);
            drop(done);
            result
        })
    }

    pub(super) fn feed(&mut self, pixels: &[u8]) -> io::Result<()> {
        self.frames.as_mut().ok_or(ErrorKind::BrokenPipe)?.write_all(pixels)
    }

    /// Ends the input and waits for the file. If ffmpeg succeeds, only messages count that are marked as errors or speak of
    /// the file: others come from a loader or a library. Whether the file is whole is looked at anyhow.
    ///
    /// # Errors
    /// [`ExportError::Ffmpeg`].
    pub(super) fn finish(&mut self) -> Result<(), ExportError> {
        drop(self.frames.take());
        let status = loop {
            match locked(&self.child).try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) => {}
                Err(error) => return Err(FfmpegError::NotWaitedFor(error.to_string()).into()),
            }
            thread::sleep(LOOK);
        };
        drop(self.listed.take());
        let Heard { all, errors, .. } = self.complaints.heard();
        if !status.success() {
            return Err(FfmpegError::Failed { status: status.to_string(), said: self.complaints.text(&all) }.into());
        }
        let said = self.complaints.text(&errors);
        if said.is_empty() { Ok(()) } else { Err(FfmpegError::Complained(said).into()) }
    }
}

impl Drop for Ffmpeg {
    fn drop(&mut self) {
        // Its input ends first. What is installed as ffmpeg may have started the real one, which Windows does not end
        // with it, and which ends then by itself.
        drop(self.frames.take());
        kill(&self.child);
    }
}

/// What ffmpeg writes on stderr.
struct Complaints {
    heard: Arc<Mutex<Heard>>,
    /// Closes when ffmpeg writes no more.
    end: Receiver<()>,
    names: [String; 2],
    known: String,
}

impl Complaints {
    /// Reads beside the feeding: a full pipe would stop ffmpeg, and ffmpeg us.
    fn listen(stderr: Option<ChildStderr>, names: [String; 2], known: String) -> Self {
        let heard = Arc::new(Mutex::new(Heard::default()));
        let (open, end) = mpsc::channel();
        let (kept, file) = (Arc::clone(&heard), names.clone());
        thread::spawn(move || {
            let _open = open;
            if let Some(stderr) = stderr {
                hear(stderr, &kept, &file);
            }
        });
        Self { heard, end, names, known }
    }

    /// What was heard until its end.
    fn heard(&self) -> Heard {
        let _ = self.end.recv_timeout(ECHO);
        let mut heard = locked(&self.heard).clone();
        heard.end_line(&self.names);
        heard
    }

    /// Messages on one line, without what we have asked for and with the name that the user knows.
    fn text(&self, messages: &[u8]) -> String {
        let mut text = String::from_utf8_lossy(messages).into_owned();
        for name in &self.names {
            text = text.replace(name, &self.known);
        }
        for level in ERRORS {
            text = text.replace(level, "");
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("; ")
    }
}

/// The beginning of what was written.
#[derive(Clone, Debug, Default)]
struct Heard {
    all: Vec<u8>,
    /// The lines that are errors.
    errors: Vec<u8>,
    /// The line that has not ended yet.
    line: Vec<u8>,
}

impl Heard {
    /// Takes in the next bytes from who writes the file of these `names`.
    fn push(&mut self, bytes: &[u8], names: &[String]) {
        keep(&mut self.all, bytes);
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            keep(&mut self.line, part);
            if part.ends_with(b"\n") {
                self.end_line(names);
            }
        }
    }

    /// Keeps the line if it is an error, or about the file: nobody speaks of that without a reason.
    fn end_line(&mut self, names: &[String]) {
        let text = String::from_utf8_lossy(&self.line);
        if ERRORS.iter().any(|level| text.contains(level)) || names.iter().any(|name| text.contains(name)) {
            keep(&mut self.errors, &self.line);
            keep(&mut self.errors, b"\n");
        }
        self.line.clear();
    }
}

/// Appends as much of `bytes` as there is room for.
fn keep(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = KEPT - kept.len();
    kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

/// Reads to the end.
fn hear(mut from: impl Read, heard: &Mutex<Heard>, names: &[String]) {
    let mut chunk = [0; 4096];
    loop {
        match from.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => locked(heard).push(&chunk[..count], names),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

fn kill(child: &Mutex<Child>) {
    let mut child = locked(child);
    // A script that calls the real one: all that it has started.
    #[cfg(unix)]
    if matches!(child.try_wait(), Ok(None)) {
        let group = rustix::process::Pid::from_child(&child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    // Both fail only if it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
