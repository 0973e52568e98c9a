//! The even pace of a loop.

use crate::painter::Painting;
use crate::recipe::Period;

/// From seconds to phases of the loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    period: f64,
}

impl Timeline {
    /// Measures the loop of `painting`.
    pub fn measure(painting: &Painting) -> Self {
        let period = match painting.recipe().period {
            Period::Auto => 8.0,
            Period::Seconds(seconds) => seconds,
        };
        Self { period }
    }

    /// Seconds that one loop takes at speed 1.
    pub fn period(&self) -> f64 {
        self.period
    }

    /// The phase of the loop, in 0..1, after `seconds` at speed 1.
    pub fn phase(&self, seconds: f64) -> f64 {
        (seconds / self.period).rem_euclid(1.0)
    }
}
