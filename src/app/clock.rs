//! The clock that runs through the loop.

use std::time::Duration;

const SPEED_STEP: f64 = 1.25;
const SPEED_RANGE: [f64; 2] = [0.01, 100.0];
/// A brisk clock runs so many times faster at first, and settles to its own pace within so many seconds.
const BRISK: f64 = 1.5;
const SETTLES: f64 = 60.0;

/// A clock that runs through the loop: seconds, at its pace, unless it is paused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    /// Where it stood when it was read last.
    seconds: f64,
    read: Duration,
    speed: f64,
    /// The share of the speed that the link can carry, 0..=1.
    throttle: f64,
    /// The share of its pace at which the artwork's loop is calm, 0..=1.
    calm: f64,
    /// The share at which nothing flashes, 0..=1.
    steady: f64,
    /// Whether it runs faster during the first minute.
    brisk: bool,
    paused: bool,
}

impl Clock {
    /// Stands at `seconds` into the loop at `now`; 1 is the loop's own speed.
    pub(super) const fn new(seconds: f64, speed: f64, now: Duration) -> Self {
        Self { seconds, read: now, speed, throttle: 1.0, calm: 1.0, steady: 1.0, brisk: false, paused: false }
    }

    /// Runs faster for the first minute of the program, which shows what it can do.
    pub(super) const fn begin_briskly(&mut self) {
        self.brisk = true;
    }

    /// Seconds into the loop at `now`.
    pub(super) fn seconds(&self, now: Duration) -> f64 {
        self.seconds + self.passed(self.read, now)
    }

    /// The seconds of the loop that pass from `start` to `end`, if nothing changes in between.
    pub(super) fn passed(&self, start: Duration, end: Duration) -> f64 {
        if self.paused {
            return 0.0;
        }
        let gained = if self.brisk { (gained(end) - gained(start)).max(0.0) } else { 0.0 };
        (end.saturating_sub(start).as_secs_f64() + gained) * self.pace()
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

    /// The share of its pace at which nothing flashes, 0..=1.
    pub(super) const fn steady(&self) -> f64 {
        self.steady
    }

    /// How fast it really runs, the first minute aside.
    pub(super) fn pace(&self) -> f64 {
        self.speed * self.throttle * self.calm * self.steady
    }

    pub(super) const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Runs at the share `throttle` of its speed from `now` on.
    pub(super) fn set_throttle(&mut self, throttle: f64, now: Duration) {
        self.set(self.seconds(now), now);
        self.throttle = throttle;
    }

    /// Runs at the share `calm` of the loop's pace from `now` on, and of that at the share `steady`.
    pub(super) fn set_calm(&mut self, calm: f64, steady: f64, now: Duration) {
        if (calm, steady) != (self.calm, self.steady) {
            self.set(self.seconds(now), now);
            (self.calm, self.steady) = (calm, steady);
        }
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

/// What a brisk clock gains until `now`: the integral of BRISK − 1, eased to 0 by 1 − s²(3 − 2s) within the time in
/// which it settles.
fn gained(now: Duration) -> f64 {
    let s = (now.as_secs_f64() / SETTLES).min(1.0);
    (BRISK - 1.0) * SETTLES * (s - s * s * s + 0.5 * s * s * s * s)
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

    #[test]
    fn the_first_minute_is_brisk_and_settles() {
        let mut clock = Clock::new(0.0, 1.0, at(0));
        clock.begin_briskly();
        let speed = |clock: &Clock, second: u64| clock.seconds(at(second + 1)) - clock.seconds(at(second));
        assert!((speed(&clock, 0) - 1.5).abs() < 0.01);
        assert!((0..70).all(|second| speed(&clock, second + 1) < speed(&clock, second) + 1e-9));
        assert!((speed(&clock, 60) - 1.0).abs() < 1e-9);
        let before = clock.seconds(at(30));
        clock.set_calm(0.5, 0.5, at(30));
        assert!((clock.seconds(at(30)) - before).abs() < 1e-9 && clock.pace() == 0.25);
    }
}
