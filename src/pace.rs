//! The even pace: measures how much a picture changes along its loop, and spreads that change evenly over time.
//!
//! Between probes of a small painting the mean Oklab difference is summed to an arc length; the clock
//! then runs along this length instead of along the phase, so that the picture neither stalls nor jumps.
//! The visual length also says how long a loop should take. A [`Passage`] does the same for the way from one picture
//! to another.

use crate::curve::hermite;
use crate::painter::Painting;
use crate::recipe::Period;
use color::{Oklab, difference};

mod halved;
mod measure;
mod passage;

use measure::{Changes, PROBES};

pub use passage::{Passage, Station};

/// The mean Oklab difference (×100) a second that the eye calls calm: visual speed 1.
pub const CALM_SPEED: f64 = 3.0;
/// The shortest and the longest loop that `period=auto` chooses, in seconds.
pub const AUTO_PERIOD: std::ops::RangeInclusive<f64> = 8.0..=120.0;

/// The most weights and biases of a network whose loop is measured: 4·10¹⁰ multiply-adds, half a second of
/// a core. Larger ones go along their loop evenly in phase.
const MEASURABLE: usize = 270_000;
/// The least share of the mean rate of change that an interval counts for: time has to pass in it, too. It is so little
/// that half a loop in which nothing happens is over in a frame or two of the longest loop, for a picture that stands
/// still looks stuck. An edge that the probes do not see move passes by less than one of their pixels meanwhile.
const LEAST_CHANGE: f64 = 0.001;

/// From seconds to phases of the loop, at an even visual pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    period: f64,
    length: f64,
    calm: f64,
    /// The phase of each probe: increasing, from 0 to 1.
    phases: Vec<f64>,
    /// The share of the loop's visual length before each probe: increasing, from 0 to 1.
    arc: Vec<f64>,
    /// The slope of the phase over the arc at each probe but the last, which is the first.
    slopes: Vec<f64>,
    /// Where the loop was measured more finely, how much changes from each probe to the next: see `halved`.
    levels: Option<Vec<u8>>,
}

impl Timeline {
    /// Measures the loop of `painting` at the view of its recipe. Deterministic.
    pub fn measure(painting: &Painting) -> Self {
        let recipe = painting.recipe();
        let measurable = recipe.parameters() <= MEASURABLE;
        let period = |length: f64| match recipe.period {
            Period::Seconds(seconds) => seconds,
            Period::Auto if !measurable => *AUTO_PERIOD.end(),
            Period::Auto => (length / CALM_SPEED).clamp(*AUTO_PERIOD.start(), *AUTO_PERIOD.end()),
        };
        let moves = !recipe.motion.is_empty() && measurable;
        let changes = if moves { Changes::measure(painting, period) } else { Changes::unknown() };
        let length = changes.changes.iter().sum::<f64>();
        Self::new(period(length), length, recipe.period == Period::Auto, changes)
    }

    fn new(period: f64, length: f64, auto: bool, changes: Changes) -> Self {
        let counted = counted(&changes);
        let levels = (counted.len() > PROBES).then(|| halved::levels(&counted));
        let arc = match &levels {
            Some(levels) => cumulative_shares(levels.iter().map(|level| halved::change(*level))),
            None => cumulative_shares(counted.iter().copied()),
        };
        let slopes = monotone_slopes(&changes.phases, &arc);
        let speed = length / (CALM_SPEED * period);
        let calm = if auto && speed > 1.0 { 1.0 / speed } else { 1.0 };
        Self { period, length, calm, phases: changes.phases, arc, slopes, levels }
    }

    /// Seconds that one loop takes at speed 1.
    pub fn period(&self) -> f64 {
        self.period
    }

    /// The share of its pace, above 0 and up to 1, at which the loop runs at visual speed 1: less than 1 only where a
    /// chosen period does not say otherwise and the longest one is too short for all that the loop shows. A file ends
    /// some time; who watches may take longer.
    pub fn calm(&self) -> f64 {
        self.calm
    }

    /// The loop's visual length: the mean Oklab difference (×100) summed along it; 0 where the network is
    /// too large to measure.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// How much of the loop's time each of [`PROBES`] equal parts of the phase takes: shares that sum to 1. Between
    /// them all is as it was measured, unless the loop was measured more finely.
    pub(crate) fn shares(&self) -> impl Iterator<Item = f64> {
        let is_even = self.levels.is_none();
        let end = move |part: usize| match part {
            PROBES => 1.0,
            _ if is_even => self.arc[part],
            _ => self.seconds(part as f64 / PROBES as f64) / self.period,
        };
        (0..PROBES).map(move |part| end(part + 1) - end(part))
    }

    /// Of a loop that was measured more finely, all its parts: bits that tell which were halved, and how much changes
    /// in each.
    pub(crate) fn halved(&self) -> Option<Vec<u8>> {
        self.levels.as_ref().map(|levels| halved::tree(&self.phases, levels))
    }

    /// The phase of the loop, in 0..1, after `seconds` at speed 1.
    pub fn phase(&self, seconds: f64) -> f64 {
        let share = (seconds / self.period).rem_euclid(1.0);
        let probe = self.arc.partition_point(|arc| *arc <= share).clamp(1, self.slopes.len()) - 1;
        // A remainder a hair below 1 may round up to the loop's end, which is its start.
        let phase = self.hermite(probe, share);
        if phase < 1.0 { phase } else { 0.0 }
    }

    /// The seconds into the loop, in 0..period, at which `phase` is reached: what keeps the picture in
    /// place where one timeline takes over from another.
    pub fn seconds(&self, phase: f64) -> f64 {
        let phase = phase.rem_euclid(1.0);
        let probe = self.phases.partition_point(|start| *start <= phase).clamp(1, self.slopes.len()) - 1;
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
        let (start, rise) = (self.phases[probe], self.phases[probe + 1] - self.phases[probe]);
        let next = (probe + 1) % self.slopes.len();
        hermite(start, rise, [self.slopes[probe] * width, self.slopes[next] * width], t)
    }
}

/// How much each interval counts for.
fn counted(Changes { phases, changes }: &Changes) -> Vec<f64> {
    let total = changes.iter().sum::<f64>();
    let least = if total > 0.0 { LEAST_CHANGE * total } else { 1.0 };
    changes.iter().zip(phases.windows(2)).map(|(change, ends)| change.max(least * (ends[1] - ends[0]))).collect()
}

/// 0, then the sum of the changes up to each probe as a share of all: increasing, the last one 1.
fn cumulative_shares(changes: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut arc = vec![0.0];
    let mut sum = 0.0;
    for change in changes {
        sum += change;
        arc.push(sum);
    }
    arc.iter_mut().for_each(|share| *share /= sum);
    arc
}

/// The slope at each probe that keeps the curve monotone and smooth, also where the loop closes:
/// the weighted harmonic mean of its neighbours' (Fritsch and Butland 1984).
fn monotone_slopes(phases: &[f64], arc: &[f64]) -> Vec<f64> {
    let count = arc.len() - 1;
    let width = |interval: usize| arc[interval + 1] - arc[interval];
    let rise = |interval: usize| phases[interval + 1] - phases[interval];
    (0..count)
        .map(|probe| {
            let last = (probe + count - 1) % count;
            let (before, after) = (width(last), width(probe));
            let (towards, from) = (2.0 * after + before, after + 2.0 * before);
            3.0 * (before + after) / (towards * before / rise(last) + from * after / rise(probe))
        })
        .collect()
}

/// The mean Oklab difference (×100) between two pictures of the same size.
pub fn mean_difference(one: &[Oklab], other: &[Oklab]) -> f64 {
    let sum: f64 = one.iter().zip(other).map(|(p, q)| f64::from(difference(*p, *q))).sum();
    sum / one.len() as f64
}
