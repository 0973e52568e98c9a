//! How many steps may have been learnt by when: the logarithm of their number grows evenly.
//!
//! Most of what is worth seeing happens in the first tenth of a second: fog, blobs, a face. So the first steps take a
//! while, and each later one less, until no machine is fast enough to be held back.

use std::time::Duration;

/// How fast the logarithm grows at pace 1, a second: 500 steps take two seconds and a half.
const GROWTH: f64 = 2.486;
/// More steps than anything learns.
const MOST: f64 = 1e15;
/// The paces that there are.
const PACES: [f64; 2] = [1.0 / 64.0, 64.0];

/// Steps that are allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepPacing {
    /// A part of a step counts too.
    allowed: f64,
    pace: f64,
}

impl StepPacing {
    /// Nothing has been learnt yet. `pace` is how many times as fast as usual it goes.
    pub(crate) fn new(pace: f64) -> Self {
        Self { allowed: 0.0, pace }
    }

    /// Goes on at another pace.
    pub(crate) fn set_pace(&mut self, pace: f64) {
        self.pace = pace;
    }

    /// The number of steps that may be reached now, where `steps` have been taken and `passed` lies behind since this was
    /// asked last. It is at least `steps`.
    pub(crate) fn allow(&mut self, steps: u64, passed: Duration) -> u64 {
        // A machine that can't keep up gets no credit: the pace holds from where it is.
        let from = self.allowed.min(steps as f64 + 1.0);
        let grown = (from + 1.0) * (GROWTH * self.pace * passed.as_secs_f64()).exp() - 1.0;
        self.allowed = grown.min(MOST);
        (self.allowed as u64).max(steps)
    }
}

/// The pace that is `steps` steps faster than `pace`, each by a factor of two; negative for slower.
pub(crate) fn turned(pace: f64, steps: i32) -> f64 {
    (pace * 2.0_f64.powi(steps)).clamp(PACES[0], PACES[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The steps after each of `count` ticks, by a machine that takes at most `most` steps in each.
    fn walked(pace: f64, tick: f64, count: usize, most: u64) -> Vec<u64> {
        let mut pacing = StepPacing::new(pace);
        let mut steps = 0;
        (0..count)
            .map(|_| {
                let allowed = pacing.allow(steps, Duration::from_secs_f64(tick));
                steps += (allowed - steps).min(most);
                steps
            })
            .collect()
    }

    #[test]
    fn five_hundred_steps_take_two_seconds_and_a_half_whatever_the_ticks() {
        for tick in [0.005, 0.0125, 0.1] {
            let steps = walked(1.0, tick, (2.5 / tick) as usize, u64::MAX);
            let last = steps[steps.len() - 1];
            assert!((480..=520).contains(&last), "{last} steps by ticks of {tick} s");
        }
    }

    #[test]
    fn the_logarithm_grows_evenly() {
        let steps = walked(1.0, 0.01, 250, u64::MAX);
        let log = |second: f64| (steps[(second * 100.0) as usize - 1] as f64 + 1.0).ln();
        // From there on a step is little beside all of them.
        let growths = [log(1.5) - log(1.0), log(2.0) - log(1.5), log(2.5) - log(2.0)];
        assert!(growths.iter().all(|growth| (growth - 0.5 * GROWTH).abs() < 0.1), "{growths:?}");
    }

    #[test]
    fn twice_the_pace_takes_half_the_time() {
        let (usual, quick) = (walked(1.0, 0.02, 100, u64::MAX), walked(2.0, 0.01, 100, u64::MAX));
        assert_eq!(usual, quick);
    }

    #[test]
    fn a_machine_that_cannot_keep_up_runs_free_and_gets_no_credit() {
        let steps = walked(1.0, 0.01, 1000, 10);
        assert!(steps.windows(2).rev().take(500).all(|pair| pair[1] - pair[0] == 10), "it is held back");
        let mut pacing = StepPacing::new(1.0);
        pacing.allow(1000, Duration::from_secs(60));
        pacing.set_pace(1.0 / 64.0);
        let allowed = pacing.allow(1000, Duration::from_millis(10));
        assert!(allowed <= 1003, "{allowed}");
    }

    #[test]
    fn paces_are_octaves_apart_and_end_somewhere() {
        assert_eq!((turned(1.0, 1), turned(1.0, -1), turned(2.0, -1)), (2.0, 0.5, 1.0));
        assert_eq!((turned(1.0, 99), turned(1.0, -99)), (PACES[1], PACES[0]));
    }
}
