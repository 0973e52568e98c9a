//! Takes learning back where it goes wrong.
//!
//! At the rates that learn fastest a network sometimes collapses: within some steps it paints grey, and does not
//! come back. The guard adds up the errors of a window of batches. Where a window errs many times as much as the
//! best one, or many windows in a row err by more than 1 dB beyond it, the state goes back to the last trusted one,
//! and learning goes on at a lower rate, from other batches. Trusted is the state at the start of the best window:
//! what followed it has been seen to be good.
//!
//! A single window says little: on letters with sharp edges one that is 2 dB worse is followed by a better one,
//! and the average of the steps, which is what is shown, gets better all the while.

use super::adam::AdamState;

/// Batches of a window: more than two rounds through 256×160 pixels, so that what is drawn hardly matters.
const WINDOW: u32 = 128;
/// The error, as a multiple of the best window's, that is a collapse: 6 dB.
const COLLAPSED: f64 = 4.0;
/// The error that may not last: 1 dB.
const WORSE: f64 = 1.259;
/// Windows in a row for which it is let be.
const PATIENCE: u32 = 8;
/// What the rate is multiplied by then.
const SLOWER: f64 = 0.7;

/// Watches the errors of a learner.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    sum: f64,
    batches: u32,
    /// The mean error of the best window.
    best: f64,
    /// Windows in a row that were worse.
    worse: u32,
    trusted: AdamState,
    /// The state at the start of this window.
    start: AdamState,
    slowdown: f64,
    setbacks: u32,
}

impl Guard {
    pub(super) fn new(state: &AdamState) -> Self {
        let (trusted, start) = (state.clone(), state.clone());
        Self { sum: 0.0, batches: 0, best: f64::INFINITY, worse: 0, trusted, start, slowdown: 1.0, setbacks: 0 }
    }

    /// The last state that is known to be good.
    pub(super) fn trusted(&self) -> &AdamState {
        &self.trusted
    }

    /// What the rate is multiplied by.
    pub(super) fn slowdown(&self) -> f64 {
        self.slowdown
    }

    /// How often a state was taken back.
    #[cfg(test)]
    pub(super) fn setbacks(&self) -> u32 {
        self.setbacks
    }

    /// Hears of the error of a batch, and of the state after it.
    pub(super) fn watch(&mut self, error: f64, state: &mut AdamState) {
        self.sum += error;
        self.batches += 1;
        // One batch that is no number spoils all that follow.
        if self.batches == WINDOW || !error.is_finite() {
            self.judge(self.sum / f64::from(self.batches), state);
            (self.sum, self.batches) = (0.0, 0);
        }
    }

    /// Ends a window of this mean error.
    fn judge(&mut self, mean: f64, state: &mut AdamState) {
        self.worse = if mean > WORSE * self.best { self.worse + 1 } else { 0 };
        if !mean.is_finite() || mean > COLLAPSED * self.best || self.worse == PATIENCE {
            state.copy_from(&self.trusted);
            self.slowdown *= SLOWER;
            self.setbacks += 1;
            self.worse = 0;
        } else if mean <= self.best {
            self.best = mean;
            std::mem::swap(&mut self.trusted, &mut self.start);
        }
        self.start.copy_from(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::gradient::Lanes;

    fn state(value: f32) -> AdamState {
        let mut parameters = Lanes::zeros(16);
        parameters.fill(value);
        AdamState::new(parameters)
    }

    fn watch(guard: &mut Guard, error: f64, state: &mut AdamState) {
        (0..WINDOW).for_each(|_| guard.watch(error, state));
    }

    #[test]
    fn a_collapse_goes_back_to_the_start_of_the_best_window() {
        let mut guard = Guard::new(&state(0.0));
        watch(&mut guard, 0.5, &mut state(1.0));
        watch(&mut guard, 0.1, &mut state(2.0));
        // A little worse is the way of learning.
        watch(&mut guard, 0.3, &mut state(3.0));
        assert_eq!(guard.setbacks(), 0);
        let mut collapsed = state(4.0);
        watch(&mut guard, 0.5, &mut collapsed);
        assert_eq!((guard.setbacks(), collapsed.parameters[0]), (1, 1.0));
        assert!(guard.slowdown() < 1.0);
    }

    #[test]
    fn what_gets_no_better_again_goes_back_too() {
        let mut guard = Guard::new(&state(0.0));
        let mut state = state(1.0);
        watch(&mut guard, 0.1, &mut state);
        (1..PATIENCE).for_each(|_| watch(&mut guard, 0.2, &mut state));
        assert_eq!(guard.setbacks(), 0);
        watch(&mut guard, 0.12, &mut state);
        (1..PATIENCE).for_each(|_| watch(&mut guard, 0.2, &mut state));
        assert_eq!(guard.setbacks(), 0, "one that was good counts from the start");
        watch(&mut guard, 0.2, &mut state);
        assert_eq!((guard.setbacks(), state.parameters[0]), (1, 0.0));
    }

    #[test]
    fn what_is_no_number_goes_back_at_once() {
        let mut guard = Guard::new(&state(0.0));
        let mut spoilt = state(f32::NAN);
        guard.watch(f64::NAN, &mut spoilt);
        assert_eq!(spoilt.parameters[0], 0.0);
    }
}
