//! The clock that runs through the loop.

use std::time::Duration;

const SPEED_STEP: f64 = 1.25;
const SPEED_RANGE: [f64; 2] = [0.01, 100.0];

/// A clock that runs through the loop: seconds, at its pace, unless it is paused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    /// Where it stood when it was read last.
    seconds: f64,
    read: Duration,
    speed: f64,
    /// The share of the speed that it runs at, 0..=1.
    throttle: f64,
    paused: bool,
}

impl Clock {
    /// Stands at `seconds` into the loop at `now`; 1 is the loop's own speed.
    pub(super) const fn new(seconds: f64, speed: f64, now: Duration) -> Self {
        Self { seconds, read: now, speed, throttle: 1.0, paused: false }
    }

    /// Seconds into the loop at `now`.
    pub(super) fn seconds(&self, now: Duration) -> f64 {
        let passed = if self.paused { 0.0 } else { now.saturating_sub(self.read).as_secs_f64() * self.pace() };
        self.seconds + passed
    }

    /// Stands at `seconds` into the loop at `now`.
    pub(super) fn set(&mut self, seconds: f64, now: Duration) {
        (self.seconds, self.read) = (seconds, now);
    }

    /// What the user wants: 1 is the loop's own pace.
    pub(super) const fn speed(&self) -> f64 {
        self.speed
    }

    /// The share of the speed that the link can carry, 0..=1.
    pub(super) const fn throttle(&self) -> f64 {
        self.throttle
    }

    /// How fast it really runs.
    pub(super) fn pace(&self) -> f64 {
        self.speed * self.throttle
    }

    pub(super) const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Runs at the share `throttle` of its speed from `now` on.
    pub(super) fn set_throttle(&mut self, throttle: f64, now: Duration) {
        self.set(self.seconds(now), now);
        self.throttle = throttle;
    }

    /// Stops, or goes on, at `seconds`: where it stands, but for what a line of text can't name.
    pub(super) fn toggle_pause(&mut self, seconds: f64, now: Duration) {
        self.set(seconds, now);
        self.paused = !self.paused;
    }

    /// Runs `steps` steps faster from `now` on; negative for slower.
    pub(super) fn change_speed(&mut self, steps: i32, now: Duration) {
        self.set(self.seconds(now), now);
        self.speed = (self.speed * SPEED_STEP.powi(steps)).clamp(SPEED_RANGE[0], SPEED_RANGE[1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_never_jumps() {
        let mut clock = Clock::new(2.0, 1.0, at(10));
        assert_eq!(clock.seconds(at(13)), 5.0);
        clock.set_throttle(0.5, at(13));
        assert_eq!((clock.seconds(at(13)), clock.seconds(at(15))), (5.0, 6.0));
        clock.change_speed(1, at(15));
        assert_eq!((clock.seconds(at(15)), clock.pace()), (6.0, 0.625));
        clock.toggle_pause(6.0, at(15));
        assert_eq!(clock.seconds(at(99)), 6.0);
        clock.toggle_pause(6.0, at(99));
        assert_eq!(clock.seconds(at(101)), 7.25);
    }
}
