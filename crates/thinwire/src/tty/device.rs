//! The terminal device: taken over, and given back as it was found.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::termios::{self, OptionalActions, Termios};

use super::Size;
use crate::wire::image::DELETE;

/// Alternate screen, no line wrap, hidden cursor, no bracketed paste, mouse with drag in SGR form, focus events.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004l\x1b[?1002h\x1b[?1006h\x1b[?1004h\x1b[m\x1b[2J";
/// The reverse, after CAN, which ends a sequence that was cut off, and the ends of a synchronized update and of a
/// hyperlink.
const LEAVE: &[u8] =
    b"\x18\x1b[?2026l\x1b]8;;\x1b\\\x1b[?1004l\x1b[?1006l\x1b[?1002l\x1b[m\x1b[?25h\x1b[?7h\x1b[?1049l";
/// Ends a sequence that was cut off.
const CANCEL: &[u8] = b"\x18";
/// How long leaving waits for the device to take the last bytes.
const LAST_WRITE: Duration = Duration::from_millis(500);

/// The terminal, in raw mode from [`Device::enter`] to [`Device::leave`].
#[derive(Debug)]
pub(crate) struct Device {
    device: File,
    entered: Mutex<Option<Termios>>,
    queries: AtomicU64,
    replies: AtomicU64,
    /// Whether replies can be expected at all.
    answers: AtomicBool,
    /// Whether images are to be deleted.
    images: AtomicBool,
}

impl Device {
    /// Opens the terminal that `stdout` is, or else the controlling one, as a file description of its own:
    /// it can then be switched to non-blocking without touching the one that is shared with the shell.
    pub(crate) fn open() -> io::Result<Self> {
        let name = termios::ttyname(io::stdout(), Vec::new());
        let opened = name.and_then(|name| open_device(name.as_c_str()));
        let device = opened.or_else(|_| open_device(c"/dev/tty"))?;
        Ok(Self {
            device: File::from(device),
            entered: Mutex::new(None),
            queries: AtomicU64::new(0),
            replies: AtomicU64::new(0),
            answers: AtomicBool::new(true),
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
        self.write_all(ENTER, LAST_WRITE)
    }

    /// Gives the terminal back. Outstanding replies are waited for as long as `patience`, so that none of
    /// them is typed into the shell. Safe to call more than once; every step is tried, whatever failed before.
    pub(crate) fn leave(&self, patience: Duration) {
        let Some(original) = self.lock().take() else { return };
        if self.images.swap(false, Ordering::Relaxed) {
            _ = self.write_all(CANCEL, LAST_WRITE).and_then(|()| self.write_all(DELETE, LAST_WRITE));
        }
        let written = self.write_all(LEAVE, LAST_WRITE);
        if written.is_ok() {
            self.drain(Instant::now() + patience);
        }
        // Flush drops input that nobody has read, as a reply that came too late.
        _ = termios::tcsetattr(&self.device, OptionalActions::Flush, &original);
        self.replies.store(self.queries.load(Ordering::Relaxed), Ordering::Relaxed);
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

    /// Counts a query that a reply will follow.
    pub(crate) fn queried(&self) {
        self.queries.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a reply.
    pub(crate) fn replied(&self) {
        self.replies.fetch_add(1, Ordering::Relaxed);
        self.answers.store(true, Ordering::Relaxed);
    }

    /// Does not count on replies until the next one comes.
    pub(crate) fn silent(&self) {
        self.answers.store(false, Ordering::Relaxed);
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

    /// The replies are read, and counted, by the reading thread.
    fn drain(&self, deadline: Instant) {
        let outstanding = || self.replies.load(Ordering::Relaxed) < self.queries.load(Ordering::Relaxed);
        while self.answers.load(Ordering::Relaxed) && outstanding() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(2));
        }
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

fn open_device(path: &std::ffi::CStr) -> rustix::io::Result<std::os::fd::OwnedFd> {
    rustix::fs::open(path, OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())
}

/// Gives the terminal back before the message of a panic is printed.
pub(crate) fn restore_on_panic(terminal: &Arc<Device>) {
    let terminal = Arc::downgrade(terminal);
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(terminal) = terminal.upgrade() {
            terminal.leave(Duration::from_millis(200));
        }
        report(panic);
    }));
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
