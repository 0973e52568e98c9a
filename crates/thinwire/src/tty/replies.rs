//! How many answers of the terminal are outstanding, so that none of them is typed into the shell.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Queries and the replies to them, counted from any thread.
#[derive(Debug)]
pub(super) struct Replies {
    queries: AtomicU64,
    replies: AtomicU64,
    /// Whether replies can be expected at all.
    expected: AtomicBool,
}

impl Default for Replies {
    fn default() -> Self {
        Self { queries: AtomicU64::new(0), replies: AtomicU64::new(0), expected: AtomicBool::new(true) }
    }
}

impl Replies {
    /// Counts a query that a reply will follow.
    pub(super) fn queried(&self) {
        self.queries.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a reply.
    pub(super) fn replied(&self) {
        self.replies.fetch_add(1, Ordering::Relaxed);
        self.expected.store(true, Ordering::Relaxed);
    }

    /// Does not count on replies until the next one comes.
    pub(super) fn silent(&self) {
        self.expected.store(false, Ordering::Relaxed);
    }

    /// Forgets what is outstanding.
    pub(super) fn forget(&self) {
        self.replies.store(self.queries.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Waits until `deadline` for what is outstanding; the reading thread counts it.
    pub(super) fn wait(&self, deadline: Instant) {
        let outstanding = || self.replies.load(Ordering::Relaxed) < self.queries.load(Ordering::Relaxed);
        while self.expected.load(Ordering::Relaxed) && outstanding() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(2));
        }
    }
}
