//! The thread that watches what queues up behind a multiplexer, while something is sent. It never holds up a frame.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::source::{SshConnection, connection_of, tmux_client};
use crate::Environment;
use crate::link::multiplexer::{Multiplexer, Sample, Throttle};

/// The queue is looked at this often.
const TICK: Duration = Duration::from_millis(100);
/// tmux is asked once in this many ticks.
const TICKS_PER_QUESTION: u32 = 20;
/// Looking may take this share of the time; a machine with very many connections is looked at less often.
const SHARE: u32 = 20;

/// The running thread.
#[derive(Debug)]
pub(crate) struct Watch {
    shared: Arc<WatchShared>,
    thread: Thread,
}

#[derive(Debug)]
struct WatchShared {
    sent: AtomicU64,
    /// The bits of the rate in bytes a second.
    rate: AtomicU64,
    closing: AtomicBool,
}

impl Watch {
    /// Begins to watch behind `multiplexer`, which runs on this machine.
    pub(crate) fn start(multiplexer: Multiplexer, environment: &Environment<'_>) -> Option<Self> {
        let client = Client::new(multiplexer, environment);
        let shared = Arc::new(WatchShared {
            sent: AtomicU64::new(0),
            rate: AtomicU64::new(Throttle::new(true).rate().to_bits()),
            closing: AtomicBool::new(false),
        });
        let watcher = Arc::clone(&shared);
        let thread = thread::Builder::new().name("multiplexer".into()).spawn(move || work(client, &watcher)).ok()?;
        Some(Self { shared, thread: thread.thread().clone() })
    }

    /// Notes that `bytes` went out.
    pub(crate) fn sent(&self, bytes: usize) {
        self.shared.sent.fetch_add(bytes as u64, Ordering::Relaxed);
        self.thread.unpark();
    }

    /// Bytes a second that may be sent.
    pub(crate) fn rate(&self) -> f64 {
        f64::from_bits(self.shared.rate.load(Ordering::Relaxed))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::Relaxed);
        self.thread.unpark();
    }
}

/// What is known of the multiplexer's client.
struct Client {
    multiplexer: Multiplexer,
    pane: Option<String>,
    process: Option<u32>,
    discarded: u64,
    remote: bool,
    connection: Option<SshConnection>,
}

impl Client {
    fn new(multiplexer: Multiplexer, environment: &Environment<'_>) -> Self {
        let mut client = Self {
            multiplexer,
            pane: environment("TMUX_PANE"),
            process: None,
            discarded: 0,
            remote: false,
            connection: None,
        };
        client.set_client_connection(environment("SSH_CONNECTION"));
        client
    }

    fn set_client_connection(&mut self, connection: Option<String>) {
        let connection = connection.filter(|value| !value.is_empty());
        self.remote = connection.is_some();
        self.connection = connection.and_then(|value| SshConnection::parse(&value));
    }

    /// Asks tmux. Returns how much was thrown away since, and whether this is another client than before.
    fn look(&mut self) -> (u64, bool) {
        if self.multiplexer != Multiplexer::Tmux {
            return (0, false);
        }
        let Some(seen) = tmux_client(self.pane.as_deref()) else { return (0, false) };
        if self.process != Some(seen.process) {
            (self.process, self.discarded) = (Some(seen.process), seen.discarded);
            self.set_client_connection(connection_of(seen.process));
            return (0, true);
        }
        let before = std::mem::replace(&mut self.discarded, seen.discarded);
        (seen.discarded.saturating_sub(before), false)
    }
}

fn work(mut client: Client, shared: &WatchShared) {
    client.look();
    let mut throttle = Throttle::new(client.remote);
    let (mut last, mut counted, mut tick) = (Instant::now(), 0, 0_u32);
    while !shared.closing.load(Ordering::Relaxed) {
        shared.rate.store(throttle.rate().to_bits(), Ordering::Relaxed);
        let sent = shared.sent.load(Ordering::Relaxed);
        if sent == counted {
            // Nothing is sent, as during a pause: nothing is to be seen either.
            thread::park();
            last = Instant::now();
            thread::sleep(TICK);
            counted = sent;
            continue;
        }
        let began = Instant::now();
        let mut discarded = 0;
        if tick % TICKS_PER_QUESTION == 0 {
            let (lost, changed) = client.look();
            discarded = lost;
            if changed {
                throttle = Throttle::new(client.remote);
            }
        }
        tick = tick.wrapping_add(1);
        let backlog = client.connection.and_then(SshConnection::backlog);
        throttle.observe(Sample { elapsed: began - last, sent: sent - counted, backlog, discarded });
        (last, counted) = (began, sent);
        thread::sleep(TICK.max(began.elapsed() * SHARE));
    }
}
