//! What the terminal still has to answer, and how leaving waits for it, so that none of it is typed into the shell.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::input::Reply;
use crate::input::tokenizer::Expected;
use crate::link::due::{Due, Query};
use crate::link::leftovers::{Leftovers, POP_KEYBOARD};

/// Leaving waits until no input has come for so long: what is being pasted ends in this program.
const QUIET: Duration = Duration::from_millis(60);
/// How many times as long leaving waits while input keeps coming.
const LONGER: u32 = 3;
/// How long leaving waits at most after a signal.
const HURRIED: Duration = Duration::from_millis(800);

/// Queries, the replies to them, and what they say of the keyboard, from any thread.
#[derive(Debug, Default)]
pub(crate) struct Replies {
    state: Mutex<ReplyState>,
    /// Signals to end that have come.
    signals: AtomicUsize,
    /// Nobody reads any more.
    deaf: AtomicBool,
}

#[derive(Debug, Default)]
struct ReplyState {
    due: Due,
    leftovers: Leftovers,
    /// The keyboard protocol is on.
    keyboard: bool,
    /// When something was read last.
    last: Option<Instant>,
}

impl Replies {
    /// Counts queries that replies will follow.
    pub(crate) fn asked(&self, queries: &[Query]) {
        self.lock().due.ask(queries, Instant::now());
    }

    /// Counts the last `count` queries of this kind no more: they have not gone out.
    pub(crate) fn unasked(&self, query: Query, count: usize) {
        self.lock().due.forget(query, count);
    }

    /// Counts a reply.
    pub(super) fn answered(&self, reply: &Reply) {
        let mut state = self.lock();
        state.due.answer(reply);
        state.leftovers.learn(reply);
    }

    /// Notes that something was read, with C1 controls of 8 bits perhaps.
    pub(super) fn received(&self, eight_bits: bool) {
        let mut state = self.lock();
        state.last = Some(Instant::now());
        if eight_bits {
            state.leftovers.note_eight_bits();
        }
    }

    /// Which replies are due now.
    pub(super) fn expected(&self) -> Expected {
        self.lock().due.expected(Instant::now())
    }

    /// How many answers to this query are due.
    pub(crate) fn count(&self, query: Query) -> usize {
        self.lock().due.count(query)
    }

    /// Notes that the keyboard protocol is switched on. Returns whether it was off.
    pub(crate) fn push_keyboard(&self) -> bool {
        !std::mem::replace(&mut self.lock().keyboard, true)
    }

    /// What gives the keyboard back as it was found.
    pub(super) fn give_keyboard_back(&self) -> String {
        let mut state = self.lock();
        let pop = if std::mem::take(&mut state.keyboard) { POP_KEYBOARD } else { "" };
        format!("{pop}{}", state.leftovers.restore())
    }

    /// Makes leaving wait less: the program was asked to end. The second time it does not wait at all.
    pub(super) fn hurry(&self) {
        self.signals.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that nobody reads any more, and nothing is worth waiting for.
    #[cfg(any(unix, test))]
    pub(super) fn deafen(&self) {
        self.deaf.store(true, Ordering::Relaxed);
    }

    /// Waits up to `patience` until every reply has come, or will not come any more, and longer while something is being
    /// pasted: until input is quiet.
    pub(super) fn wait(&self, patience: Duration) {
        let began = Instant::now();
        while !self.deaf.load(Ordering::Relaxed) {
            let [due, quiet] = self.look(Instant::now());
            let most = match self.signals.load(Ordering::Relaxed) {
                0 if !quiet => LONGER * patience,
                0 => patience,
                1 => patience.min(HURRIED),
                _ => Duration::ZERO,
            };
            if quiet && !due || began.elapsed() >= most {
                break;
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether replies are due, and whether input is quiet.
    fn look(&self, now: Instant) -> [bool; 2] {
        let mut state = self.lock();
        let quiet = state.last.is_none_or(|last| now.saturating_duration_since(last) >= QUIET);
        [state.due.expected(now).any, quiet]
    }

    fn lock(&self) -> MutexGuard<'_, ReplyState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_waited_for_that_will_not_come() {
        const FOREVER: Duration = Duration::from_secs(3600);
        let answered = Replies::default();
        answered.asked(&[Query::Status]);
        answered.answered(&Reply::Status);
        answered.wait(FOREVER);
        let deaf = Replies::default();
        deaf.asked(&[Query::Status]);
        deaf.deafen();
        deaf.wait(FOREVER);
        assert!(deaf.expected().any);
        let hurried = Replies::default();
        hurried.asked(&[Query::Status]);
        hurried.hurry();
        hurried.hurry();
        hurried.wait(FOREVER);
        assert!(hurried.expected().any, "it waited for what was due");
    }

    #[test]
    fn the_keyboard_protocol_is_switched_on_once_and_taken_back() {
        let replies = Replies::default();
        assert!(replies.push_keyboard() && !replies.push_keyboard());
        assert!(replies.give_keyboard_back().starts_with(POP_KEYBOARD));
        assert!(!replies.give_keyboard_back().contains(POP_KEYBOARD));
    }
}
