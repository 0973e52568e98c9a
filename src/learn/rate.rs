//! How large each step is: the rate of learning, in f64 and with `libm`, so that it is the same everywhere.

/// The rate at the start. Twice as much is fine for 3,000 steps, and collapsed on all of eight pictures in 8,000.
const RATE: f64 = 1.5e-2;
/// The rate of budgets beyond [`SHORT`] steps.
const LONG_RATE: f64 = 7e-3;
/// A few seconds of learning.
const SHORT: u64 = 10_000;
/// The share of a budget over which the rate grows from 0.
const WARM_UP: f64 = 0.02;
/// Steps over which it grows without a budget.
const OPEN_WARM_UP: f64 = 60.0;
/// The steps after which an open-ended rate is halved, and thirded after twice as many.
const HALVED: f64 = 500.0;
/// What is left of the rate at the end of a budget.
const LEAST: f64 = 0.002;

/// How the rate goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LearningRate {
    /// Down along half a cosine over this many steps.
    Budget(u64),
    /// Ever slower: the average of the last steps is good at any time.
    Open,
}

impl LearningRate {
    /// The rate after `steps` steps.
    pub(super) fn at(self, steps: u64) -> f64 {
        let done = steps as f64 + 0.5;
        match self {
            Self::Budget(total) => {
                let progress = (done / total as f64).min(1.0);
                let rate = if total > SHORT { LONG_RATE } else { RATE };
                let warm = (progress / WARM_UP).min(1.0);
                rate * warm * (0.5 + 0.5 * libm::cos(std::f64::consts::PI * progress) + LEAST)
            }
            Self::Open => RATE * (done / OPEN_WARM_UP).min(1.0) / (1.0 + done / HALVED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_warms_up_and_ends_near_nothing() {
        let rate = LearningRate::Budget(8000);
        assert!(rate.at(0) < RATE / 100.0);
        assert!(rate.at(200) > 0.9 * RATE);
        assert!(rate.at(7999) < 0.01 * RATE && rate.at(7999) > 0.0);
        assert!(rate.at(1_000_000) > 0.0, "one may go on");
        assert!(LearningRate::Budget(100_000).at(10_000) < RATE / 2.0);
    }

    #[test]
    fn an_open_end_never_stops() {
        let rates: Vec<_> = [500, 1000, 10_000, 1_000_000].map(|steps| LearningRate::Open.at(steps)).to_vec();
        assert!(rates.is_sorted_by(|one, next| one > next && *next > 0.0), "{rates:?}");
    }
}
