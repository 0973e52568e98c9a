//! Waiting for a message until a moment, as exactly as the system allows.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

/// Windows wakes whoever waits for a message no sooner than its clock ticks, every 15.6 ms. So the last part of the time
/// is slept, which is exact there too.
const TICK: Duration = Duration::from_millis(if cfg!(windows) { 16 } else { 0 });
/// How long at once: a message that comes meanwhile is late by as much.
const NAP: Duration = Duration::from_millis(1);

/// The next message, if it comes within `time`.
pub(super) fn receive<T>(inbox: &Receiver<T>, time: Duration) -> Result<T, RecvTimeoutError> {
    receive_between_ticks(inbox, time, TICK)
}

fn receive_between_ticks<T>(inbox: &Receiver<T>, time: Duration, tick: Duration) -> Result<T, RecvTimeoutError> {
    if tick.is_zero() {
        return inbox.recv_timeout(time);
    }
    let began = Instant::now();
    if let Some(long) = time.checked_sub(tick) {
        match inbox.recv_timeout(long) {
            Err(RecvTimeoutError::Timeout) => {}
            received => return received,
        }
    }
    loop {
        match inbox.try_recv() {
            Ok(message) => return Ok(message),
            Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
            Err(TryRecvError::Empty) => {}
        }
        let left = time.saturating_sub(began.elapsed());
        if left.is_zero() {
            return Err(RecvTimeoutError::Timeout);
        }
        thread::sleep(left.min(NAP));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// None, those of Windows, and such that all of the time is slept.
    const TICKS: [Duration; 3] = [Duration::ZERO, Duration::from_millis(16), Duration::from_secs(60)];

    #[test]
    fn a_message_is_received_whenever_it_comes_and_nothing_before_its_time() {
        for tick in TICKS {
            let (sender, inbox) = channel();
            for time in [0, 1, 10, 16, 40].map(Duration::from_millis) {
                let began = Instant::now();
                assert_eq!(receive_between_ticks(&inbox, time, tick), Err(RecvTimeoutError::Timeout));
                assert!(began.elapsed() >= time, "{time:?} at ticks of {tick:?}");
            }
            sender.send(1).unwrap();
            assert_eq!(receive_between_ticks(&inbox, Duration::ZERO, tick), Ok(1));
            let late = thread::spawn({
                let sender = sender.clone();
                move || {
                    thread::sleep(Duration::from_millis(20));
                    sender.send(2)
                }
            });
            assert_eq!(receive_between_ticks(&inbox, Duration::from_secs(10), tick), Ok(2));
            late.join().unwrap().unwrap();
            drop(sender);
            assert_eq!(
                receive_between_ticks(&inbox, Duration::from_millis(5), tick),
                Err(RecvTimeoutError::Disconnected)
            );
        }
    }
}
