//! The thread that owns the terminal's bytes: it reads input as it comes and writes what is queued as the
//! device takes it, so that neither a slow reader nor a blocked writer ever holds up the other.

use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use super::device::Device;
use super::event::event;
use crate::input::tokenizer::{Token, Tokenizer};
use crate::{Deliver, Event};

/// The running thread.
#[derive(Debug)]
pub(crate) struct Connection {
    shared: Arc<Shared>,
    wake: PipeWriter,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Vec<u8>>,
    queued: AtomicUsize,
    closing: AtomicBool,
}

impl Connection {
    /// Starts the thread; what the terminal sends goes to `deliver`.
    pub(crate) fn start(device: Arc<Device>, deliver: Deliver) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let (woken, wake) = io::pipe()?;
        let worker =
            TerminalWorker { device, deliver, shared: Arc::clone(&shared), woken, tokenizer: Tokenizer::default() };
        let thread = thread::Builder::new().name("terminal".into()).spawn(move || worker.run())?;
        Ok(Self { shared, wake, thread: Some(thread) })
    }

    /// Queues `bytes` for the terminal.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.shared.lock().extend(bytes);
        self.shared.queued.fetch_add(bytes.len(), Ordering::Relaxed);
        self.wake();
    }

    /// Bytes that the device has not taken yet.
    pub(crate) fn queued(&self) -> usize {
        self.shared.queued.load(Ordering::Relaxed)
    }

    /// Takes back what the device has not taken yet.
    pub(crate) fn discard(&self) -> Vec<u8> {
        let mut queue = self.shared.lock();
        self.shared.queued.fetch_sub(queue.len(), Ordering::Relaxed);
        std::mem::take(&mut *queue)
    }

    /// Ends the thread.
    pub(crate) fn stop(&mut self) {
        self.shared.closing.store(true, Ordering::Relaxed);
        self.wake();
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }

    fn wake(&mut self) {
        // The pipe can only be full of wake-ups, and it breaks only when the thread is gone.
        _ = self.wake.write(&[0]);
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct TerminalWorker {
    device: Arc<Device>,
    deliver: Deliver,
    shared: Arc<Shared>,
    woken: PipeReader,
    tokenizer: Tokenizer,
}

impl TerminalWorker {
    fn run(mut self) {
        // An error of the device means that the terminal is gone, as the end of its input does.
        _ = self.work();
    }

    fn work(&mut self) -> io::Result<()> {
        let mut tokens = Vec::new();
        while !self.shared.closing.load(Ordering::Relaxed) {
            let writing = self.shared.queued.load(Ordering::Relaxed) > 0;
            self.tokenizer.expect(self.device.replies().expected());
            let timeout = self.tokenizer.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let ready = self.device.wait(&self.woken, writing, timeout)?;
            if ready.woken {
                _ = self.woken.read(&mut [0; 256])?;
            }
            if ready.writable {
                self.write()?;
            }
            if !ready.readable {
                // Nothing waits in the device: what was read before is all that there is.
                self.tokenizer.expire(Instant::now(), &mut tokens);
            } else if !self.read(&mut tokens)? {
                return Ok(());
            }
            for token in tokens.drain(..) {
                (self.deliver)(event(token, &self.device));
            }
        }
        Ok(())
    }

    /// Returns false at the end of input.
    fn read(&mut self, tokens: &mut Vec<Token>) -> io::Result<bool> {
        let mut buffer = [0; 4096];
        match self.device.read(&mut buffer) {
            Ok(0) => Ok(false),
            Ok(length) => {
                self.tokenizer.feed(&buffer[..length], Instant::now(), tokens);
                self.device.replies().received(self.tokenizer.has_seen_eight_bits());
                Ok(true)
            }
            Err(error) if is_transient(&error) => Ok(true),
            Err(error) => Err(error),
        }
    }

    fn write(&self) -> io::Result<()> {
        let mut queue = self.shared.lock();
        match self.device.write(&queue) {
            Ok(written) => {
                queue.drain(..written);
                self.shared.queued.fetch_sub(written, Ordering::Relaxed);
                Ok(())
            }
            Err(error) if is_transient(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Drop for TerminalWorker {
    /// However the thread ends, by a panic too: without it the program is deaf.
    fn drop(&mut self) {
        self.device.replies().deafen();
        if !self.shared.closing.load(Ordering::Relaxed) {
            (self.deliver)(Event::Closed);
        }
    }
}

fn is_transient(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
