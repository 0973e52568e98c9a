//! The console: taken over, and given back as it was found.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::super::Size;
use super::super::modes::{self, CANCEL};
use super::super::replies::Replies;
use super::console::{self, Modes};
use crate::link::leftovers;
use crate::wire::image::DELETE;

/// The console, in raw mode from [`Device::enter`] to [`Device::leave`].
#[derive(Debug)]
pub(crate) struct Device {
    entered: Mutex<Option<Modes>>,
    replies: Replies,
    /// Whether input comes as sequences rather than as records.
    sequences: AtomicBool,
    /// Whether images are to be deleted.
    images: AtomicBool,
}

impl Device {
    /// The console that standard output is.
    pub(crate) fn open() -> io::Result<Self> {
        let missing = |why: &str| Err(io::Error::new(io::ErrorKind::NotFound, why));
        if !io::stdout().is_terminal() {
            return missing("standard output is no console");
        }
        // The terminal of MSYS and Cygwin is a pipe, and the console that is there besides is hidden.
        if !console::is_standard_output() {
            return missing(
                "standard output is no console of Windows: use Windows Terminal, start the program by `winpty`, \
                 or set MSYS=enable_pcon for the shell",
            );
        }
        Modes::current()?;
        Ok(Self {
            entered: Mutex::new(None),
            replies: Replies::default(),
            // The reader begins before the console is taken over: as records it would lose the escape of a first reply.
            sequences: AtomicBool::new(true),
            images: AtomicBool::new(false),
        })
    }

    /// Raw mode, alternate screen, mouse and focus events.
    pub(crate) fn enter(&self) -> io::Result<()> {
        let mut entered = self.lock();
        if entered.is_some() {
            return Ok(());
        }
        let original = Modes::current()?;
        if let Err(error) = self.switch() {
            _ = original.restore();
            return Err(error);
        }
        *entered = Some(original);
        let asks = self.answers();
        if asks {
            self.replies.asked(&leftovers::ASKED);
        }
        self.write_all(modes::enter(asks).as_bytes())
    }

    fn switch(&self) -> io::Result<()> {
        console::interpret_sequences()?;
        let sequences = console::read_sequences().is_ok();
        self.sequences.store(sequences, Ordering::Relaxed);
        if sequences { Ok(()) } else { console::read_records() }
    }

    /// Gives the console back. Outstanding replies are waited for as long as `patience`, so that none of them is typed
    /// into the shell. Safe to call more than once; every step is tried, whatever failed before.
    pub(crate) fn leave(&self, patience: Duration) {
        let Some(original) = self.lock().take() else { return };
        if self.images.swap(false, Ordering::Relaxed) {
            _ = self.write_all(CANCEL.as_bytes()).and_then(|()| self.write_all(DELETE));
        }
        let leave = modes::leave(&self.replies.give_keyboard_back());
        if self.write_all(leave.as_bytes()).is_ok() && self.answers() {
            self.replies.wait(patience);
        }
        _ = original.restore();
    }

    /// Whether answers of the console are read: where input comes as sequences rather than as records.
    pub(crate) fn answers(&self) -> bool {
        self.sequences.load(Ordering::Relaxed)
    }

    /// Has input come as records from now on, for a console that promises sequences and sends none.
    pub(super) fn use_records(&self) -> io::Result<()> {
        let entered = self.lock();
        self.sequences.store(false, Ordering::Relaxed);
        if entered.is_some() { console::read_records() } else { Ok(()) }
    }

    /// Columns and rows; the shape of a cell is unknown.
    pub(crate) fn size(&self) -> Size {
        let (columns, rows) = crossterm::terminal::size().unwrap_or((80, 24));
        Size::new(columns, rows, 0, 0)
    }

    /// Notes whether leaving has to delete images.
    pub(crate) fn set_images(&self, images: bool) {
        self.images.store(images, Ordering::Relaxed);
    }

    /// What the console still has to answer.
    pub(crate) fn replies(&self) -> &Replies {
        &self.replies
    }

    /// Writes `bytes`, which are UTF-8, and waits until the console has read them. Bytes of two threads do not mix.
    pub(super) fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Modes>> {
        self.entered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a shell looks after this process: none stops and continues one here.
pub(crate) fn has_job_control() -> bool {
    false
}

/// Does nothing: see [`has_job_control`].
pub(crate) fn stop() {}
