//! The threads that own the console's bytes: one reads, one writes, so that neither a silent user nor a slow console
//! ever holds up the other. A console cannot be waited for together with anything else.

use std::io;
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::super::event::event;
use super::device::Device;
use super::input::{self, Sequences};
use crate::input::tokenizer::Token;
use crate::{Deliver, Event};

/// A console that answers nothing for so long sends no sequences, whatever mode it has agreed to. Behind the queries that
/// go out when it is taken over stands one that every console answers: the acknowledgement.
const SILENCE: Duration = Duration::from_secs(1);

/// The running threads.
#[derive(Debug)]
pub(crate) struct Connection {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Vec<u8>>,
    /// Something was queued, or the end has come.
    news: Condvar,
    queued: AtomicUsize,
    closing: AtomicBool,
}

impl Connection {
    /// Starts the threads; what the console sends goes to `deliver`.
    pub(crate) fn start(device: Arc<Device>, deliver: Deliver) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let mut connection = Self { shared: Arc::clone(&shared), threads: Vec::new() };
        let reader = Reader { device: Arc::clone(&device), deliver: Arc::clone(&deliver), shared: Arc::clone(&shared) };
        connection.spawn("keys", move || reader.work(), &deliver)?;
        let written = Arc::clone(&deliver);
        connection.spawn("terminal", move || write(&device, &shared, &written), &deliver)?;
        Ok(connection)
    }

    fn spawn(
        &mut self,
        name: &str,
        work: impl FnOnce() -> io::Result<()> + Send + 'static,
        deliver: &Deliver,
    ) -> io::Result<()> {
        let end = End { shared: Arc::clone(&self.shared), deliver: Arc::clone(deliver) };
        let thread = thread::Builder::new().name(name.into()).spawn(move || {
            let _end = end;
            // An error means that the console is gone.
            _ = work();
        })?;
        self.threads.push(thread);
        Ok(())
    }

    /// Queues `bytes` for the console.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let mut queue = self.shared.lock();
        queue.extend(bytes);
        self.shared.queued.fetch_add(bytes.len(), Ordering::Relaxed);
        drop(queue);
        self.shared.news.notify_all();
    }

    /// Bytes that the console has not taken yet.
    pub(crate) fn queued(&self) -> usize {
        self.shared.queued.load(Ordering::Relaxed)
    }

    /// Takes back what the console has not begun to take.
    pub(crate) fn discard(&self) -> Vec<u8> {
        let mut queue = self.shared.lock();
        self.shared.queued.fetch_sub(queue.len(), Ordering::Relaxed);
        std::mem::take(&mut *queue)
    }

    /// Ends the threads.
    pub(crate) fn stop(&mut self) {
        {
            // With the lock, so that the writer is not between looking and waiting.
            let _queue = self.shared.lock();
            self.shared.closing.store(true, Ordering::Relaxed);
        }
        self.shared.news.notify_all();
        for thread in self.threads.drain(..) {
            _ = thread.join();
        }
    }
}

/// Says that the console is gone when a thread ends that should not, in any way.
struct End {
    shared: Arc<Shared>,
    deliver: Deliver,
}

impl Drop for End {
    fn drop(&mut self) {
        if !self.shared.is_closing() {
            (self.deliver)(Event::Closed);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// Waits for bytes to write; `None` when the end has come.
    fn next_bytes(&self) -> Option<Vec<u8>> {
        let idle = |queue: &mut Vec<u8>| queue.is_empty() && !self.is_closing();
        let mut queue = self.news.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        (!self.is_closing()).then(|| mem::take(&mut *queue))
    }
}

/// Writes what is queued, until the end. A console that sends no answers acknowledges what it is sent all the same: it has
/// parsed it when the call returns that writes it.
fn write(device: &Device, shared: &Shared, deliver: &Deliver) -> io::Result<()> {
    while let Some(bytes) = shared.next_bytes() {
        device.write_all(&bytes)?;
        shared.queued.fetch_sub(bytes.len(), Ordering::Relaxed);
        if !device.answers() {
            deliver(Event::Written { at: Instant::now() });
        }
    }
    Ok(())
}

struct Reader {
    device: Arc<Device>,
    deliver: Deliver,
    shared: Arc<Shared>,
}

impl Reader {
    fn work(&self) -> io::Result<()> {
        let mut sequences = Sequences::new()?;
        let mut since: Option<Instant> = None;
        let mut answered = false;
        let mut tokens = Vec::new();
        while !self.shared.is_closing() {
            if self.device.answers() {
                sequences.read(self.device.replies(), &mut tokens)?;
                answered |= tokens.iter().any(|token| matches!(token, Token::Reply(_)));
                if !answered && since.get_or_insert_with(Instant::now).elapsed() > SILENCE {
                    self.device.use_records()?;
                }
            } else {
                input::read_records(&mut tokens)?;
            }
            for token in tokens.drain(..) {
                (self.deliver)(event(token, &self.device));
            }
        }
        Ok(())
    }
}
