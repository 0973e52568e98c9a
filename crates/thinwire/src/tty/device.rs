//! The terminal device: taken over, and given back as it was found.
//!
//! Raw mode is set here rather than by crossterm: that acts on standard input or `/dev/tty`, which need not be the
//! terminal that is painted on, keeps the former state behind a lock of its own, and restores it without dropping the
//! replies that came too late.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::stdio;
use rustix::termios::{self, OptionalActions, QueueSelector, Termios};

use super::Size;
use super::modes::{self, CANCEL};
use super::replies::Replies;
use crate::link::leftovers;
use crate::wire::image::DELETE;

/// How long leaving waits for the device to take the last bytes.
const LAST_WRITE: Duration = Duration::from_millis(500);
/// How often an abort tries to write, ten milliseconds apart where the device takes nothing.
const ABORT_WRITES: u32 = 20;

/// The terminal, in raw mode from [`Device::enter`] to [`Device::leave`].
#[derive(Debug)]
pub(crate) struct Device {
    device: File,
    /// The flags of the file description, where it is shared with the shell.
    shared: Option<OFlags>,
    entered: Mutex<Option<Termios>>,
    replies: Replies,
    /// Whether images are to be deleted.
    images: AtomicBool,
}

impl Device {
    /// Opens the terminal that `stdout` is, or else the controlling one, as a file description of its own:
    /// it can then be switched to non-blocking without touching the one that is shared with the shell.
    pub(crate) fn open() -> io::Result<Self> {
        let name = termios::ttyname(io::stdout(), Vec::new());
        let opened = name.and_then(|name| open_device(name.as_c_str())).or_else(|_| open_device(c"/dev/tty"));
        let (device, shared) = match opened {
            Ok(device) => (device, None),
            // As another user, or in a root without /dev: what was inherited may be used all the same.
            Err(error) => inherited().map(|(device, flags)| (device, Some(flags))).ok_or(error)?,
        };
        Ok(Self {
            device: File::from(device),
            shared,
            entered: Mutex::new(None),
            replies: Replies::default(),
            images: AtomicBool::new(false),
        })
    }

    /// Raw mode, alternate screen, mouse and focus events.
    pub(crate) fn enter(&self) -> io::Result<()> {
        let mut entered = self.lock();
        if entered.is_some() {
            return Ok(());
        }
        let original = termios::tcgetattr(&self.device)?;
        let mut raw = original.clone();
        raw.make_raw();
        termios::tcsetattr(&self.device, OptionalActions::Now, &raw)?;
        *entered = Some(original);
        drop(entered);
        if let Some(flags) = self.shared {
            rustix::fs::fcntl_setfl(&self.device, flags | OFlags::NONBLOCK)?;
        }
        self.replies.asked(&leftovers::ASKED);
        self.write_all(modes::enter(true).as_bytes(), LAST_WRITE)
    }

    /// Gives the terminal back. Outstanding replies are waited for as long as `patience`, so that none of
    /// them is typed into the shell. Safe to call more than once; every step is tried, whatever failed before.
    pub(crate) fn leave(&self, patience: Duration) {
        let Some(original) = self.lock().take() else { return };
        if self.images.swap(false, Ordering::Relaxed) {
            _ = self.write_all(CANCEL.as_bytes(), LAST_WRITE).and_then(|()| self.write_all(DELETE, LAST_WRITE));
        }
        let written = self.write_all(modes::leave(&self.replies.give_keyboard_back()).as_bytes(), LAST_WRITE);
        if written.is_ok() {
            self.replies.wait(patience);
        }
        // Flush drops input that nobody has read, as a reply that came too late.
        _ = termios::tcsetattr(&self.device, OptionalActions::Flush, &original);
        if let Some(flags) = self.shared {
            _ = rustix::fs::fcntl_setfl(&self.device, flags);
        }
    }

    /// Gives the terminal back within a signal handler: no memory is taken, and no lock waited for. `leave` is
    /// what is written.
    pub(super) fn leave_at_abort(&self, mut leave: &[u8]) {
        let Ok(entered) = self.entered.try_lock() else { return };
        let Some(original) = entered.as_ref() else { return };
        for _ in 0..ABORT_WRITES {
            match rustix::io::write(&self.device, leave) {
                Ok(written) if written < leave.len() => leave = &leave[written..],
                Err(rustix::io::Errno::AGAIN) => {
                    let room = Timespec { tv_sec: 0, tv_nsec: 10_000_000 };
                    _ = poll(&mut [PollFd::new(&self.device, PollFlags::OUT)], Some(&room));
                }
                Err(rustix::io::Errno::INTR) => {}
                _ => break,
            }
        }
        // Not what waits until everything is written: a terminal that takes nothing would hold up the end.
        _ = termios::tcsetattr(&self.device, OptionalActions::Now, original);
        _ = termios::tcflush(&self.device, QueueSelector::IFlush);
        if let Some(flags) = self.shared {
            _ = rustix::fs::fcntl_setfl(&self.device, flags);
        }
    }

    /// Columns, rows and the shape of a cell.
    pub(crate) fn size(&self) -> Size {
        match termios::tcgetwinsize(&self.device) {
            Ok(size) => Size::new(size.ws_col, size.ws_row, size.ws_xpixel, size.ws_ypixel),
            Err(_) => Size::new(80, 24, 0, 0),
        }
    }

    /// Notes whether leaving has to delete images.
    pub(crate) fn set_images(&self, images: bool) {
        self.images.store(images, Ordering::Relaxed);
    }

    /// Whether answers of the terminal are read.
    pub(crate) const fn answers(&self) -> bool {
        true
    }

    /// What the terminal still has to answer.
    pub(crate) fn replies(&self) -> &Replies {
        &self.replies
    }

    /// Waits up to `timeout` (`None`: for ever) for input, room for output if `writing`, or a byte on `wake`.
    pub(crate) fn wait(&self, wake: impl AsFd, writing: bool, timeout: Option<Duration>) -> io::Result<Readiness> {
        let interest = if writing { PollFlags::IN | PollFlags::OUT } else { PollFlags::IN };
        let mut polled = [PollFd::new(&self.device, interest), PollFd::from_borrowed_fd(wake.as_fd(), PollFlags::IN)];
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        match poll(&mut polled, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let events = polled[0].revents();
        Ok(Readiness {
            readable: events.intersects(PollFlags::IN | PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
            writable: events.contains(PollFlags::OUT),
            woken: !polled[1].revents().is_empty(),
        })
    }

    /// Reads what there is. `Ok(0)`: the terminal is gone.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        (&self.device).read(buffer)
    }

    /// Writes what the device takes now.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        (&self.device).write(bytes)
    }

    fn write_all(&self, mut bytes: &[u8], patience: Duration) -> io::Result<()> {
        let deadline = Instant::now() + patience;
        while !bytes.is_empty() {
            match self.write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(2));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Termios>> {
        self.entered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What [`Device::wait`] saw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Readiness {
    /// Input, or the end of it.
    pub(crate) readable: bool,
    /// Room for output.
    pub(crate) writable: bool,
    /// The wake-up pipe has a byte, or was closed.
    pub(crate) woken: bool,
}

fn open_device(path: &std::ffi::CStr) -> rustix::io::Result<OwnedFd> {
    rustix::fs::open(path, OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())
}

/// A terminal among the standard streams that can be read and written, and the flags of its file description.
fn inherited() -> Option<(OwnedFd, OFlags)> {
    let streams = [stdio::stdout(), stdio::stdin(), stdio::stderr()];
    streams.into_iter().find_map(|stream| {
        let flags = rustix::fs::fcntl_getfl(stream).ok()?;
        let usable = termios::isatty(stream) && flags & OFlags::RWMODE == OFlags::RDWR;
        let device = rustix::io::fcntl_dupfd_cloexec(stream, 0).ok().filter(|_| usable)?;
        Some((device, flags))
    })
}

/// Whether a shell looks after this process group: a session's own first group has nobody to wake it.
pub(crate) fn has_job_control() -> bool {
    use rustix::process::{getpgrp, getsid};
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the process group, as the terminal does at Ctrl-Z, until the shell lets it go on.
pub(crate) fn stop() {
    use rustix::process::{Signal, kill_current_process_group};
    _ = kill_current_process_group(Signal::STOP);
}
