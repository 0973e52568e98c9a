//! How many bytes a second go on through a multiplexer, found out from what queues up behind it.
//!
//! The delay that waiting bytes stand for is compared with the smallest that was seen: as in TCP Vegas (Brakmo and
//! Peterson 1995) the rate rises while the queue is short and falls when it grows. What a multiplexer throws away
//! halves the rate.

use std::time::Duration;

/// Bytes a second at the start: behind a connection to another machine little, for it may be slow and a queue is
/// slow to drain; within one machine more than a terminal takes.
const REMOTE_START: f64 = 64e3;
const LOCAL_START: f64 = 8e6;
const RANGE: [f64; 2] = [16e3, 8e6];
/// Fewer bytes than a small frame are no queue.
const FRAME: f64 = 4096.0;
/// Samples until the averages mean something.
const SETTLING: u32 = 8;
/// The smallest delay is forgotten slowly, by half in a minute: ways grow longer.
const FORGETTING: f64 = 1.001;
/// Seconds that bytes may queue up.
const LONG_QUEUE: f64 = 0.10;
const SHORT_QUEUE: f64 = 0.05;
/// The rate's change from one sample to the next, ten a second.
const QUICK_RISE: f64 = 1.15;
const RISE: f64 = 1.02;
const FALL: f64 = 0.8;
/// Samples after a fall until it has taken effect.
const HOLD: u32 = 6;
/// Of discarded output.
const HALVED: f64 = 0.5;
/// Weight of the past in what is measured.
const MEMORY: f64 = 0.5;
/// The rate rises only while this share of it is used: what was never tried says nothing.
const USED: f64 = 0.35;

/// What was seen since the sample before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// Since the sample before.
    pub elapsed: Duration,
    /// Bytes that were sent since.
    pub sent: u64,
    /// Bytes that wait on the connection of the multiplexer's client, sent and not acknowledged ones as well.
    pub backlog: Option<u64>,
    /// Bytes that were thrown away since.
    pub discarded: u64,
}

/// The rate, as far as the samples show it.
#[derive(Clone, Copy, Debug)]
pub struct Throttle {
    rate: f64,
    used: f64,
    waiting: f64,
    /// The delay without a queue, in seconds.
    base: f64,
    samples: u32,
    /// Samples to come in which nothing is changed.
    hold: u32,
    rise: f64,
    remote: bool,
}

impl Throttle {
    /// `remote`: whether the client has come from another machine.
    pub fn new(remote: bool) -> Self {
        let rate = if remote { REMOTE_START } else { LOCAL_START };
        Self { rate, used: 0.0, waiting: 0.0, base: f64::INFINITY, samples: 0, hold: 0, rise: QUICK_RISE, remote }
    }

    /// Bytes a second that may be sent.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Adjusts the rate.
    pub fn observe(&mut self, sample: Sample) {
        let elapsed = sample.elapsed.as_secs_f64().max(1e-3);
        self.used = MEMORY * self.used + (1.0 - MEMORY) * sample.sent as f64 / elapsed;
        if sample.discarded > 0 {
            self.change(HALVED.min(HALVED * self.used / self.rate));
            self.rise = RISE;
        } else if let Some(backlog) = sample.backlog {
            self.waiting = MEMORY * self.waiting + (1.0 - MEMORY) * backlog as f64;
            self.follow_queue();
        } else if !self.remote {
            self.rise_if_used(RISE);
        }
    }

    fn follow_queue(&mut self) {
        self.samples += 1;
        if self.samples < SETTLING || self.used < RANGE[0] / 4.0 {
            return;
        }
        let delay = self.waiting / self.used;
        self.base = (self.base * FORGETTING).min(delay);
        let queue = delay - self.base;
        if self.hold > 0 {
            self.hold -= 1;
        } else if queue > LONG_QUEUE && self.waiting > FRAME {
            self.change(FALL);
            (self.rise, self.hold) = (RISE, HOLD);
        } else if queue < SHORT_QUEUE {
            self.rise_if_used(self.rise);
        }
    }

    fn rise_if_used(&mut self, rise: f64) {
        if self.used > USED * self.rate {
            self.change(rise);
        }
    }

    fn change(&mut self, factor: f64) {
        self.rate = (self.rate * factor).clamp(RANGE[0], RANGE[1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_millis(100);

    /// Sends as much as may be over a link of `rate` bytes a second and a delay; returns the mean rate and the
    /// longest queue of the last twenty seconds, in seconds.
    fn over_a_link(rate: f64, delay: f64) -> (f64, f64) {
        let mut throttle = Throttle::new(true);
        let (mut queue, mut longest, mut mean) = (0.0_f64, 0.0_f64, 0.0);
        for tick in 0..600 {
            let sent = throttle.rate() * 0.1;
            queue = (queue + sent - rate * 0.1).max(0.0);
            let backlog = queue + delay * rate.min(throttle.rate());
            throttle.observe(Sample { elapsed: TICK, sent: sent as u64, backlog: Some(backlog as u64), discarded: 0 });
            if tick >= 400 {
                mean += throttle.rate() / 200.0;
                longest = longest.max(queue / rate);
            }
        }
        (mean, longest)
    }

    #[test]
    fn it_finds_what_a_link_carries_and_keeps_the_queue_short() {
        for (rate, delay) in [(32e3, 0.15), (125e3, 0.08), (125e3, 0.6), (1.25e6, 0.02), (4e6, 0.001)] {
            let (found, queue) = over_a_link(rate, delay);
            assert!((0.8..1.2).contains(&(found / rate)), "{found} for {rate} at {delay}");
            assert!(queue < 0.5, "{queue} s of queue at {rate}, {delay}");
        }
    }

    #[test]
    fn what_was_thrown_away_halves_it_and_without_a_sign_it_stays() {
        let mut throttle = Throttle::new(false);
        let sample = Sample { elapsed: TICK, sent: 100_000, ..Sample::default() };
        for _ in 0..20 {
            throttle.observe(Sample { discarded: 1, ..sample });
        }
        assert!(throttle.rate() < 1e6, "{}", throttle.rate());
        let mut remote = Throttle::new(true);
        (0..100).for_each(|_| remote.observe(sample));
        assert_eq!(remote.rate(), REMOTE_START);
    }
}
