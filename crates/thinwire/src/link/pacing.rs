//! When the next frame may go out and how large it may be: paced by the terminal's own acknowledgements.
//!
//! Megabytes of buffers can stand between a program and the eye. After each frame a status query goes
//! out, and its reply says that the terminal has parsed the frame. From these the link's rate and round
//! trip are estimated, and no more is in flight than rate × (round trip + a short queue), the
//! bandwidth-delay product that BBR keeps to as well (Cardwell et al. 2016). Time is an argument, so that
//! a simulated link can be paced in virtual time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What may queue up at the slowest point of the link, besides what a round trip holds. Seconds. A link that carries
/// full speed drains more in that time than a frame that is on its way.
const QUEUE: f64 = 0.035;
const QUEUE_AT_FULL_SPEED: f64 = 0.05;
/// Frames without a reply, at most.
const MOST_FRAMES: usize = 4;
/// Bytes of a frame while nothing is known of the link.
const FIRST_BUDGET: usize = 8 * 1024;
/// Bytes of a frame where the terminal does not reply.
const FALLBACK_BUDGET: usize = 16 * 1024;
/// No frame gets less, so that a very slow link still moves, and a terminal that is slow whatever it is sent
/// is not sent ever less. Bytes, and bytes a cell.
const LEAST_BUDGET: usize = 512;
const LEAST_BUDGET_PER_CELL: f64 = 0.25;
/// Share of the rate that is used; the rest lets queues drain, which shows the true round trip. More of it where a
/// queue drains at once, because the link carries full speed.
const UTILISATION: f64 = 0.85;
const UTILISATION_AT_FULL_SPEED: f64 = 0.95;
/// Weight of the past in the rate, a reply later.
const MEMORY: f64 = 0.8;
/// A reply cannot be timed more finely than threads are woken. Seconds.
const RESOLUTION: f64 = 2e-4;
/// Bytes a second and cell below which frames come slower than asked for, so that each can be better:
/// half a byte a cell and frame at 30 frames a second. Chosen on simulated links, see `benches/screen.rs`.
const FULL_SPEED_RATE: f64 = 160.0;
/// How much slower: the interval grows with this power of the shortfall.
const SLOWING: f64 = 0.27;
/// Seconds on the link from which text goes alone.
const LONG_TEXT: f64 = 0.004;
/// Seconds on the link after which text is cut, so that its first rows are seen while the others come.
const CUT_TEXT: f64 = 0.025;
/// A terminal that does not reply is asked this often whether it does by now.
const PROBE: Duration = Duration::from_secs(10);
/// A reply that has not come after so long never will.
const LOST: Duration = Duration::from_secs(60);
/// The shortest round trip is measured afresh this often.
const ROUND_TRIP_WINDOW: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug)]
struct Sent {
    at: Instant,
    bytes: usize,
}

/// The state of the link as far as the acknowledgements show it.
#[derive(Clone, Debug)]
pub struct Pacing {
    interval: Duration,
    cells: f64,
    in_flight: VecDeque<Sent>,
    /// What was given up on, and may be answered all the same.
    overdue: VecDeque<Sent>,
    /// When a query went out last.
    asked: Option<Instant>,
    next: Option<Instant>,
    last_reply: Option<Instant>,
    round_trip: ShortestRoundTrip,
    delivered: Delivered,
    ceiling: Ceiling,
    fallback: bool,
    /// Text went out alone, and the picture waits.
    held: bool,
    /// When the rest of a text that was cut goes out.
    text_due: Option<Instant>,
}

/// What must not be exceeded, whatever the acknowledgements say: where they are not the terminal's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ceiling {
    /// Bytes a second.
    pub rate: f64,
    /// Bytes of a frame's picture.
    pub frame: usize,
}

impl Default for Ceiling {
    /// None.
    fn default() -> Self {
        Self { rate: f64::INFINITY, frame: usize::MAX }
    }
}

impl Pacing {
    /// Paces at most `fps` frames a second, 0.1..=1000.
    pub fn new(fps: f64) -> Self {
        let mut pacing = Self {
            interval: Duration::ZERO,
            cells: 80.0 * 24.0,
            in_flight: VecDeque::new(),
            overdue: VecDeque::new(),
            asked: None,
            next: None,
            last_reply: None,
            round_trip: ShortestRoundTrip::default(),
            delivered: Delivered::default(),
            ceiling: Ceiling::default(),
            fallback: false,
            held: false,
            text_due: None,
        };
        pacing.set_fps(fps);
        pacing
    }

    /// Changes the largest frame rate, in frames a second, 0.1..=1000.
    pub fn set_fps(&mut self, fps: f64) {
        self.interval = Duration::from_secs_f64(1.0 / fps.clamp(0.1, 1000.0));
    }

    /// Tells how many cells a frame has: the more, the slower frames come over a slow link.
    pub fn set_cells(&mut self, cells: usize) {
        self.cells = cells as f64;
    }

    /// Sets what must not be exceeded.
    pub fn set_ceiling(&mut self, ceiling: Ceiling) {
        self.ceiling = ceiling;
    }

    /// The earliest moment, `now` or later, at which another frame, or the rest of a text that was cut, may go out
    /// if no reply comes before.
    pub fn due(&self, now: Instant) -> Instant {
        if let Some(due) = self.text_due {
            return due.max(now);
        }
        let next = self.next.unwrap_or(now).max(now);
        match self.in_flight.front() {
            Some(oldest) if !self.fallback && self.is_full() => next.max(oldest.at + self.patience()),
            _ => next,
        }
    }

    /// How many bytes the next frame may have.
    pub fn budget(&self) -> usize {
        if self.fallback {
            return self.share();
        }
        self.share().min(self.window().saturating_sub(self.bytes_in_flight())).max(self.least())
    }

    /// Whether a frame that goes out at `now` should be followed by a status query. A terminal that does not reply is
    /// asked now and then.
    pub fn asks(&mut self, now: Instant) -> bool {
        self.give_up(now);
        let probed = self.asked.is_some_and(|asked| now.saturating_duration_since(asked) < PROBE);
        !self.fallback || !probed && self.in_flight.is_empty()
    }

    /// A frame of `bytes`, with a status query after it, went out at `now`.
    pub fn sent(&mut self, now: Instant, bytes: usize) {
        self.give_up(now);
        self.in_flight.push_back(Sent { at: now, bytes });
        self.asked = Some(now);
    }

    /// Does without replies where the oldest one is overdue. It is remembered what they would answer: a reply that is
    /// late must not be taken for one to a newer query.
    fn give_up(&mut self, now: Instant) {
        if self.in_flight.front().is_some_and(|oldest| now >= oldest.at + self.patience()) {
            self.fallback = true;
            self.overdue.extend(self.in_flight.drain(..));
        }
        let is_lost = |sent: &Sent| now.saturating_duration_since(sent.at) > LOST;
        while self.overdue.pop_front_if(|sent| is_lost(sent)).is_some() {}
    }

    /// The picture was part of what went out at `now`: the next one is an interval away.
    pub fn paced(&mut self, now: Instant) {
        let due = self.next.unwrap_or(now) + self.pace();
        // A frame that came late does not make the next ones hurry by more than one interval.
        self.next = Some(due.max(now));
    }

    /// How many bytes of text should go out at once.
    pub fn text_budget(&self) -> usize {
        let cut = |rate: f64| ((rate * CUT_TEXT) as usize).max(LEAST_BUDGET);
        self.rate().filter(|_| !self.fallback).map_or(usize::MAX, cut)
    }

    /// This many bytes of text went out at `now`, `whole` or cut. Returns whether the picture waits until the link has
    /// carried them, so that neither stands in one packet with the other: SSH shows nothing of a packet before the
    /// whole of it has come.
    pub fn text_sent(&mut self, now: Instant, bytes: usize, whole: bool) -> bool {
        // Text that changes all the time does not hold up the picture for ever.
        let waits = bytes > 0 && (!self.held || !whole);
        let until = if waits { self.hold(now, bytes) } else { None };
        (self.held, self.text_due) = (until.is_some(), until.filter(|_| !whole));
        self.held
    }

    /// Lets the picture wait until the link has carried text, and returns until when; `None` for text that takes no
    /// time.
    fn hold(&mut self, now: Instant, bytes: usize) -> Option<Instant> {
        let time = self.rate().filter(|_| !self.fallback).map_or(0.0, |rate| bytes as f64 / rate);
        (time > LONG_TEXT).then(|| {
            let carried = now + Duration::from_secs_f64(time.min(1.0));
            self.next = Some(self.next.map_or(carried, |next| next.max(carried)));
            carried
        })
    }

    /// The terminal replied to the oldest outstanding query, and the reply was read at `now`.
    pub fn acknowledged(&mut self, now: Instant) {
        self.fallback = false;
        if let Some(sent) = self.overdue.pop_front() {
            // So late as no queue of ours is long: the way itself is another one.
            self.round_trip = ShortestRoundTrip::default();
            self.round_trip.observe(now, now.saturating_duration_since(sent.at));
            self.last_reply = Some(now);
            return;
        }
        let Some(sent) = self.in_flight.pop_front() else { return };
        self.round_trip.observe(now, now.saturating_duration_since(sent.at));
        let arrives = sent.at + self.round_trip();
        let start = self.last_reply.map_or(arrives, |last| last.max(arrives));
        self.last_reply = Some(now);
        if sent.bytes >= LEAST_BUDGET {
            self.delivered.add(sent.bytes, now.saturating_duration_since(start));
        }
    }

    /// Starts again after a pause: nothing is in flight, what was learned of the link stays.
    pub fn restart(&mut self) {
        self.in_flight.clear();
        self.overdue.clear();
        self.next = None;
        self.last_reply = None;
        self.text_due = None;
    }

    /// The shortest time from a query to its reply; zero before the first.
    pub fn round_trip(&self) -> Duration {
        self.round_trip.current.unwrap_or_default()
    }

    /// What the link carries, in bytes a second; `None` while nothing is known.
    pub fn rate(&self) -> Option<f64> {
        self.delivered.rate()
    }

    /// Whether the terminal does not reply, and frames go out at a fixed budget.
    pub fn is_fallback(&self) -> bool {
        self.fallback
    }

    /// What may be sent, in bytes a second; `None` while nothing is known.
    pub fn usable(&self) -> Option<f64> {
        let rate = self.rate().unwrap_or(f64::INFINITY).min(self.ceiling.rate);
        rate.is_finite().then_some(rate)
    }

    /// From one frame to the next: the longer, the less the link carries for each cell.
    fn pace(&self) -> Duration {
        self.interval.mul_f64(self.shortfall().powf(SLOWING))
    }

    /// The rate that full speed needs over the rate that the link carries, at least 1.
    fn shortfall(&self) -> f64 {
        self.usable().map_or(1.0, |rate| (FULL_SPEED_RATE * self.cells / rate).max(1.0))
    }

    /// Blends: `fast` on a link without shortfall, nearly `slow` on one that carries half of full speed or less.
    fn at_full_speed(&self, fast: f64, slow: f64) -> f64 {
        slow + (fast - slow) * self.shortfall().powi(-3)
    }

    /// What the link carries from one frame to the next, in bytes.
    pub fn share(&self) -> usize {
        let utilisation = self.at_full_speed(UTILISATION_AT_FULL_SPEED, UTILISATION);
        let share = |rate: f64| (utilisation * rate * self.pace().as_secs_f64()) as usize;
        let unknown = if self.fallback { FALLBACK_BUDGET } else { FIRST_BUDGET };
        let known = self.rate().filter(|_| !self.fallback).map_or(unknown, share);
        known.min(share(self.ceiling.rate)).min(self.ceiling.frame)
    }

    /// Bytes that may be in flight.
    fn window(&self) -> usize {
        let span = self.round_trip().as_secs_f64() + self.at_full_speed(QUEUE_AT_FULL_SPEED, QUEUE);
        self.rate().map_or(FIRST_BUDGET, |rate| (rate * span) as usize)
    }

    fn least(&self) -> usize {
        ((LEAST_BUDGET_PER_CELL * self.cells) as usize).max(LEAST_BUDGET)
    }

    fn bytes_in_flight(&self) -> usize {
        self.in_flight.iter().map(|sent| sent.bytes).sum()
    }

    /// A frame that has room for less than half of its share waits for a reply instead.
    fn is_full(&self) -> bool {
        let room = self.window().saturating_sub(self.bytes_in_flight());
        self.in_flight.len() >= MOST_FRAMES || room < self.share() / 2 && !self.in_flight.is_empty()
    }

    fn patience(&self) -> Duration {
        (self.round_trip() * 4).max(Duration::from_secs(1))
    }
}

/// Bytes and the time that they took, the past fading.
#[derive(Clone, Copy, Debug, Default)]
struct Delivered {
    bytes: f64,
    seconds: f64,
}

impl Delivered {
    fn add(&mut self, bytes: usize, time: Duration) {
        self.bytes = MEMORY * self.bytes + bytes as f64;
        self.seconds = MEMORY * self.seconds + time.as_secs_f64().max(RESOLUTION);
    }

    fn rate(self) -> Option<f64> {
        (self.bytes > 0.0).then(|| self.bytes / self.seconds)
    }
}

/// The least of two windows of time, so that a longer way is noticed within two of them.
#[derive(Clone, Copy, Debug, Default)]
struct ShortestRoundTrip {
    current: Option<Duration>,
    recent: Option<Duration>,
    since: Option<Instant>,
}

impl ShortestRoundTrip {
    fn observe(&mut self, now: Instant, sample: Duration) {
        let since = *self.since.get_or_insert(now);
        self.recent = Some(self.recent.map_or(sample, |recent| recent.min(sample)));
        self.current = Some(self.current.map_or(sample, |current| current.min(sample)));
        if now.saturating_duration_since(since) >= ROUND_TRIP_WINDOW {
            (self.current, self.recent, self.since) = (self.recent, None, Some(now));
        }
    }
}
