//! When the next frame may go out and how large it may be: paced by the terminal's own acknowledgements.
//!
//! Megabytes of buffers can stand between a program and the eye. After each frame a status query goes
//! out, and its reply says that the terminal has parsed the frame. From these the link's rate and round
//! trip are estimated, and no more is sent than the link carries in a round trip and a little more.
//! Time is an argument, so that a simulated link can be paced in virtual time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What may queue up at the slowest point of the link, besides what a round trip holds.
const QUEUE: Duration = Duration::from_millis(50);
/// Frames without a reply, at most.
const MOST_FRAMES: usize = 4;
/// Bytes a frame when nothing is known, or when the terminal does not reply.
const FALLBACK_BUDGET: usize = 16 * 1024;
/// No frame is given less: the chrome of the smallest useful change. Bytes.
const LEAST_BUDGET: usize = 256;
/// Rate that counts as no limit. Bytes a second.
const FASTEST: f64 = 1e9;

#[derive(Clone, Copy, Debug)]
struct Sent {
    at: Instant,
    bytes: usize,
}

/// The state of the link as far as the acknowledgements tell.
#[derive(Clone, Debug)]
pub struct Pacing {
    interval: Duration,
    in_flight: VecDeque<Sent>,
    next: Option<Instant>,
    last_reply: Option<Instant>,
    shortest_round_trip: Option<Duration>,
    rate: Option<f64>,
    fallback: bool,
}

impl Pacing {
    /// Paces at most `fps` frames a second.
    pub fn new(fps: f64) -> Self {
        Self {
            interval: Duration::from_secs_f64(1.0 / fps.clamp(0.1, 1000.0)),
            in_flight: VecDeque::new(),
            next: None,
            last_reply: None,
            shortest_round_trip: None,
            rate: None,
            fallback: false,
        }
    }

    /// Changes the largest frame rate, in frames a second.
    pub fn set_fps(&mut self, fps: f64) {
        self.interval = Duration::from_secs_f64(1.0 / fps.clamp(0.1, 1000.0));
    }

    /// The earliest moment, `now` or later, at which another frame may go out if no reply comes before.
    pub fn due(&self, now: Instant) -> Instant {
        let next = self.next.unwrap_or(now).max(now);
        match self.in_flight.front() {
            Some(oldest) if !self.fallback && (self.in_flight.len() >= MOST_FRAMES || self.budget() < LEAST_BUDGET) => {
                next.max(oldest.at + self.patience())
            }
            _ => next,
        }
    }

    /// How many bytes the next frame may have.
    pub fn budget(&self) -> usize {
        let Some(rate) = self.rate.filter(|_| !self.fallback) else { return FALLBACK_BUDGET };
        let window = rate * (self.round_trip() + QUEUE).as_secs_f64();
        let in_flight: usize = self.in_flight.iter().map(|sent| sent.bytes).sum();
        (window as usize).saturating_sub(in_flight).max(if in_flight == 0 { FALLBACK_BUDGET } else { 0 })
    }

    /// A frame of `bytes`, with a status query after it, went out at `now`.
    pub fn sent(&mut self, now: Instant, bytes: usize) {
        if self.in_flight.front().is_some_and(|oldest| now >= oldest.at + self.patience()) {
            self.fallback = true;
            self.in_flight.clear();
        }
        self.in_flight.push_back(Sent { at: now, bytes });
        self.in_flight.truncate(4 * MOST_FRAMES);
        let due = self.next.unwrap_or(now) + self.interval;
        self.next = Some(if due + self.interval < now { now + self.interval } else { due });
    }

    /// The terminal replied to the oldest outstanding query, and the reply was read at `now`.
    pub fn acknowledged(&mut self, now: Instant) {
        let Some(sent) = self.in_flight.pop_front() else { return };
        self.fallback = false;
        let round_trip = now.saturating_duration_since(sent.at);
        let shortest = self.shortest_round_trip.map_or(round_trip, |shortest| shortest.min(round_trip));
        self.shortest_round_trip = Some(shortest);
        let start = self.last_reply.map_or(sent.at, |last| last.max(sent.at + shortest));
        let service = now.saturating_duration_since(start).as_secs_f64().max(1e-4);
        self.last_reply = Some(now);
        if sent.bytes >= LEAST_BUDGET {
            let sample = (sent.bytes as f64 / service).min(FASTEST);
            self.rate = Some(self.rate.map_or(sample, |rate| rate + (sample - rate) * 0.25));
        }
    }

    /// Starts anew after a pause: nothing is in flight, the rate is as it was.
    pub fn restart(&mut self) {
        self.in_flight.clear();
        self.next = None;
        self.last_reply = None;
    }

    /// The shortest time from a query to its reply; zero before the first.
    pub fn round_trip(&self) -> Duration {
        self.shortest_round_trip.unwrap_or_default()
    }

    /// What the link carries, in bytes a second; `None` while nothing is known.
    pub fn rate(&self) -> Option<f64> {
        self.rate
    }

    /// Whether the terminal does not reply, and frames go out at a fixed budget.
    pub fn is_fallback(&self) -> bool {
        self.fallback
    }

    fn patience(&self) -> Duration {
        (self.round_trip() * 4).max(Duration::from_secs(1))
    }
}
