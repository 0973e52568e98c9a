//! The progress of a loop on its way to a file.

use std::time::Duration;

use super::action::{Action, bindings, key_of};

/// Progress of the running export.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Exporting {
    began: Duration,
    /// The share that is done, 0..=1, and when that was.
    done: (f64, Duration),
}

impl Exporting {
    /// Nothing is done yet.
    pub(super) fn begin(now: Duration) -> Self {
        Self { began: now, done: (0.0, now) }
    }

    /// `share` of it is done.
    pub(super) fn reach(&mut self, share: f64, now: Duration) {
        self.done = (share, now);
    }

    /// As `exporting loop 42%, 12 s left (e cancels)`: the time that the rest takes at the rate so far, once that says
    /// something.
    pub(super) fn text(&self) -> String {
        let (share, at) = self.done;
        let (percent, key) = ((share * 100.0).floor(), key_of(bindings(), Action::Export));
        if share < 0.02 {
            return format!("exporting loop {percent}% ({key} cancels)");
        }
        let left = at.saturating_sub(self.began).as_secs_f64() * (1.0 - share) / share;
        let left = if left < 60.0 { format!("{left:.0} s") } else { format!("{:.0} min", left / 60.0) };
        format!("exporting loop {percent}%, {left} left ({key} cancels)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_the_rate_so_far_says() {
        let mut exporting = Exporting::begin(Duration::from_secs(5));
        assert_eq!(exporting.text(), "exporting loop 0% (e cancels)");
        exporting.reach(0.25, Duration::from_secs(9));
        assert_eq!(exporting.text(), "exporting loop 25%, 12 s left (e cancels)");
        exporting.reach(0.5, Duration::from_secs(605));
        assert_eq!(exporting.text(), "exporting loop 50%, 10 min left (e cancels)");
    }
}
