//! What is known about the way to the terminal, for those who look at it.

use std::time::{Duration, Instant};

use super::Screen;
use crate::link::multiplexer::Multiplexer;

/// What is known about the way to the terminal, for the status bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Bytes a second that the link carries, or that go through a multiplexer; `None` while nothing is known.
    pub rate: Option<f64>,
    /// From a query to its reply at the quickest; zero while nothing is known.
    pub round_trip: Duration,
    /// Frames a second that were shown lately.
    pub fps: f64,
    /// Colour difference (Oklab × 100) up to which a change is not sent; 0 is exact.
    pub tolerance: f64,
    /// The terminal does not reply: frames have a fixed budget.
    pub fallback: bool,
    /// What replies instead of the terminal.
    pub through: Option<Multiplexer>,
}

impl Screen {
    /// What is known about the way to the terminal.
    pub fn link(&self) -> Link {
        let frames = self.shown_at.len().saturating_sub(1) as f64;
        let span = match (self.shown_at.front(), self.shown_at.back()) {
            (Some(first), Some(last)) => last.duration_since(*first).as_secs_f64(),
            _ => 0.0,
        };
        Link {
            rate: self.pacing.usable(),
            round_trip: self.pacing.round_trip(),
            // The first frames after a pause are too close together to say.
            fps: frames / span.max(0.25),
            tolerance: f64::from(self.tolerance),
            fallback: self.pacing.is_fallback(),
            through: self.through,
        }
    }

    /// Remembers that a frame went out at `now`, for a second.
    pub(super) fn count_frame(&mut self, now: Instant) {
        self.shown_at.push_back(now);
        while self.shown_at.front().is_some_and(|first| now.duration_since(*first) > Duration::from_secs(1)) {
            self.shown_at.pop_front();
        }
    }
}
