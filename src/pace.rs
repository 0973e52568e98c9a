//! The even pace: measures how much a picture changes along its loop, and spreads that change evenly over time.
//!
//! Between probes of a small painting the mean Oklab difference is summed to an arc length; the clock
//! then runs along this length instead of along the phase, so that the picture neither stalls nor jumps.
//! The visual length also says how long a loop should take.

use rayon::prelude::*;

use crate::curve::hermite;
use crate::painter::{Painting, Viewport};
use crate::recipe::Period;
use color::{Oklab, difference};

/// The mean Oklab difference (×100) a second that the eye calls calm: visual speed 1.
pub const CALM_SPEED: f64 = 3.0;
/// The shortest and the longest loop that `period=auto` chooses, in seconds.
pub const AUTO_PERIOD: std::ops::RangeInclusive<f64> = 8.0..=120.0;

/// Pictures that are measured along the loop.
const PROBES: usize = 256;
/// What is measured of each: 32×18 pixels.
const PROBE: Viewport = Viewport::new(32, 18);
/// The most weights and biases of a network whose loop is measured: 4·10¹⁰ multiply-adds, half a second of
/// a core. Larger ones go along their loop evenly in phase.
const MEASURABLE: usize = 270_000;
/// The least share of the mean change that an interval counts for, so that where the probes see
/// nothing the clock runs through quickly, yet not in a single frame.
const LEAST_CHANGE: f64 = 0.05;

/// From seconds to phases of the loop, at an even visual pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    period: f64,
    length: f64,
    /// The share of the loop's visual length before each probe: increasing, from 0 to 1.
    arc: Vec<f64>,
    /// The slope of the phase over the arc at each probe.
    slopes: Vec<f64>,
}

impl Timeline {
    /// Measures the loop of `painting` at the view of its recipe. Deterministic.
    pub fn measure(painting: &Painting) -> Self {
        let recipe = painting.recipe();
        let measurable = recipe.parameters() <= MEASURABLE;
        let changes =
            if recipe.motion.is_empty() || !measurable { vec![0.0; PROBES] } else { measure_changes(painting) };
        let length = changes.iter().sum::<f64>();
        let period = match recipe.period {
            Period::Seconds(seconds) => seconds,
            Period::Auto if !measurable => *AUTO_PERIOD.end(),
            Period::Auto => (length / CALM_SPEED).clamp(*AUTO_PERIOD.start(), *AUTO_PERIOD.end()),
        };
        Self::new(period, length, &changes)
    }

    fn new(period: f64, length: f64, changes: &[f64]) -> Self {
        let arc = cumulative_shares(changes);
        let slopes = monotone_slopes(&arc);
        Self { period, length, arc, slopes }
    }

    /// Seconds that one loop takes at speed 1.
    pub fn period(&self) -> f64 {
        self.period
    }

    /// The loop's visual length: the mean Oklab difference (×100) summed along it; 0 where the network is
    /// too large to measure.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// How much of the loop's time each part of it takes, of as many parts as were measured: shares that sum to 1.
    pub fn shares(&self) -> impl Iterator<Item = f64> {
        self.arc.windows(2).map(|ends| ends[1] - ends[0])
    }

    /// The phase of the loop, in 0..1, after `seconds` at speed 1.
    pub fn phase(&self, seconds: f64) -> f64 {
        let share = (seconds / self.period).rem_euclid(1.0);
        let probe = self.arc.partition_point(|arc| *arc <= share).clamp(1, PROBES) - 1;
        // A remainder a hair below 1 may round up to the loop's end, which is its start.
        let phase = self.hermite(probe, share);
        if phase < 1.0 { phase } else { 0.0 }
    }

    /// The seconds into the loop, in 0..period, at which `phase` is reached: what keeps the picture in
    /// place where one timeline takes over from another.
    pub fn seconds(&self, phase: f64) -> f64 {
        let phase = phase.rem_euclid(1.0);
        let probe = ((phase * PROBES as f64) as usize).min(PROBES - 1);
        let (mut low, mut high) = (self.arc[probe], self.arc[probe + 1]);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if self.hermite(probe, middle) <= phase { low = middle } else { high = middle }
        }
        low * self.period
    }

    /// The cubic Hermite curve through the phases of `probe` and the next one, at `share` of the arc.
    fn hermite(&self, probe: usize, share: f64) -> f64 {
        let width = self.arc[probe + 1] - self.arc[probe];
        let t = (share - self.arc[probe]) / width;
        let (start, rise) = (probe as f64 / PROBES as f64, 1.0 / PROBES as f64);
        hermite(start, rise, [self.slopes[probe] * width, self.slopes[(probe + 1) % PROBES] * width], t)
    }
}

/// The mean Oklab difference (×100) between each probe and the next, the last one's next being the first.
fn measure_changes(painting: &Painting) -> Vec<f64> {
    let view = painting.recipe().view;
    let look = |probe| painting.shot(probe as f64 / PROBES as f64, view, PROBE).oklab();
    let probes: Vec<Vec<Oklab>> = (0..PROBES).into_par_iter().map(look).collect();
    (0..PROBES).map(|probe| mean_difference(&probes[probe], &probes[(probe + 1) % PROBES])).collect()
}

/// 0, then the sum of the changes up to each probe as a share of all: increasing, the last one 1.
fn cumulative_shares(changes: &[f64]) -> Vec<f64> {
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let least = if mean > 0.0 { LEAST_CHANGE * mean } else { 1.0 };
    let mut arc = vec![0.0];
    let mut sum = 0.0;
    for change in changes {
        sum += change.max(least);
        arc.push(sum);
    }
    arc.iter_mut().for_each(|share| *share /= sum);
    arc
}

/// The slope at each probe that keeps the curve monotone and smooth, also where the loop closes:
/// the weighted harmonic mean of its neighbours' (Fritsch and Butland 1984).
fn monotone_slopes(arc: &[f64]) -> Vec<f64> {
    let count = arc.len() - 1;
    let width = |interval: usize| arc[interval + 1] - arc[interval];
    let rise = 1.0 / count as f64;
    (0..count)
        .map(|probe| {
            let (before, after) = (width((probe + count - 1) % count), width(probe));
            let (towards, from) = (2.0 * after + before, after + 2.0 * before);
            3.0 * (before + after) * rise / (towards * before + from * after)
        })
        .collect()
}

/// The mean Oklab difference (×100) between two pictures of the same size.
pub fn mean_difference(one: &[Oklab], other: &[Oklab]) -> f64 {
    let sum: f64 = one.iter().zip(other).map(|(p, q)| f64::from(difference(*p, *q))).sum();
    sum / one.len() as f64
}
