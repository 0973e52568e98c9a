//! How much a picture changes along its loop: probes that lie closer together where it changes fast.
//!
//! Most loops change smoothly, and 256 small pictures of them say all. Where edges are hard, a picture stands still and
//! then jumps between two probes, or an edge moves by less than a small picture shows: there the pictures are larger,
//! and every interval is halved until what happens within it is no more than an eye sees in a frame or two.

use rayon::prelude::*;

use super::{CALM_SPEED, mean_difference};
use crate::painter::{Painting, Viewport};
use color::Oklab;

/// Pictures that are measured of every loop, evenly spaced.
pub(super) const PROBES: usize = 256;
/// What is measured of each.
const SMALL: Viewport = Viewport::new(32, 18);
/// What is measured where edges are hard and the loop is calm: an edge that creeps changes few pixels at a time.
const LARGE: Viewport = Viewport::new(64, 36);
/// The visual speed from which on so much changes that few pixels say how much: moments matter more than pixels.
const WILD_SPEED: f64 = 4.0;
/// The most pictures of any loop, and the most multiply-adds for the closer look: a tenth of a second of a core or two.
const MOST_PROBES: usize = 6144;
const WORK: usize = 5_000_000_000;
/// An interval is halved only if it holds more than this many frames' change, at this rate in frames a second.
const FRAMES: f64 = 2.0;
const FRAME_RATE: f64 = 30.0;
/// It is halved where it or a neighbour changes this many times faster than the other,
const KINK: f64 = 1.5;
/// or where its ends differ so much (Oklab × 100) that they have little to do with each other: whatever lies between
/// them, two pictures can differ no more than that.
const SATURATED: f64 = 8.0;
/// Intervals that may be so before a loop counts as uneven at all.
const TOLERATED: usize = PROBES / 32;
/// No interval is shorter: 1/65536 of the loop.
const SHORTEST: f64 = 1.0 / 65_536.0;

/// How much a loop changes between each of its probes and the next.
pub(super) struct Changes {
    /// The phase of each probe, increasing from 0, then 1.
    pub(super) phases: Vec<f64>,
    /// The mean Oklab difference (×100) from each probe to the next, one fewer than phases.
    pub(super) changes: Vec<f64>,
}

impl Changes {
    /// Of a loop that is not measured.
    pub(super) fn unknown() -> Self {
        let phases = (0..=PROBES).map(|probe| probe as f64 / PROBES as f64).collect();
        Self { phases, changes: vec![0.0; PROBES] }
    }

    /// Measures the loop of `painting`; `period` says how many seconds a loop of a visual length takes. Deterministic.
    pub(super) fn measure(painting: &Painting, period: impl Fn(f64) -> f64) -> Self {
        let coarse = Probes::even(painting, SMALL);
        let length = coarse.length();
        if coarse.to_halve(period(length)).len() <= TOLERATED {
            return coarse.into();
        }
        let wild = length > WILD_SPEED * CALM_SPEED * period(length);
        let viewport = if wild { SMALL } else { LARGE };
        let cost = painting.recipe().parameters().max(1) * (viewport.width * viewport.height) as usize;
        let most = (WORK / cost).min(MOST_PROBES);
        match most {
            ..=PROBES => coarse.into(),
            _ if wild => coarse.refined(most, period).into(),
            _ => Probes::even(painting, viewport).refined(most, period).into(),
        }
    }
}

/// Pictures along a loop.
struct Probes<'a> {
    painting: &'a Painting,
    viewport: Viewport,
    /// Increasing, from 0.
    phases: Vec<f64>,
    pictures: Vec<Vec<Oklab>>,
    /// From each picture to the next, the last one's next being the first.
    changes: Vec<f64>,
}

impl<'a> Probes<'a> {
    fn even(painting: &'a Painting, viewport: Viewport) -> Self {
        let phases: Vec<f64> = (0..PROBES).map(|probe| probe as f64 / PROBES as f64).collect();
        let pictures = look(painting, viewport, &phases);
        let changes = changes(&pictures);
        Self { painting, viewport, phases, pictures, changes }
    }

    fn length(&self) -> f64 {
        self.changes.iter().sum()
    }

    fn width(&self, interval: usize) -> f64 {
        self.phases.get(interval + 1).copied().unwrap_or(1.0) - self.phases[interval]
    }

    /// The intervals within which something may be hidden, those that change most first; the loop takes `period`
    /// seconds.
    fn to_halve(&self, period: f64) -> Vec<usize> {
        let count = self.changes.len();
        let seen = FRAMES * self.length() / (FRAME_RATE * period);
        let rate = |interval: usize| self.changes[interval] / self.width(interval);
        let hides = |interval: &usize| {
            let rates = [interval + count - 1, *interval, interval + 1].map(|near| rate(near % count));
            let [least, most] = [rates.iter().copied().fold(f64::MAX, f64::min), rates.into_iter().fold(0.0, f64::max)];
            let change = self.changes[*interval];
            change > seen && self.width(*interval) > SHORTEST && (most > KINK * least || change > SATURATED)
        };
        let mut found: Vec<usize> = (0..count).filter(hides).collect();
        found.sort_by(|one, other| self.changes[*other].total_cmp(&self.changes[*one]));
        found
    }

    /// Halves intervals until nothing is hidden, or there are `most`.
    fn refined(mut self, most: usize, period: impl Fn(f64) -> f64) -> Self {
        loop {
            let mut halved = self.to_halve(period(self.length()));
            halved.truncate(most.saturating_sub(self.changes.len()));
            if halved.is_empty() {
                return self;
            }
            self.halve(&halved);
        }
    }

    fn halve(&mut self, intervals: &[usize]) {
        let middle = |interval: &usize| self.phases[*interval] + 0.5 * self.width(*interval);
        let phases: Vec<f64> = intervals.iter().map(middle).collect();
        let pictures = look(self.painting, self.viewport, &phases);
        let old = std::mem::take(&mut self.phases).into_iter().zip(std::mem::take(&mut self.pictures));
        let mut all: Vec<(f64, Vec<Oklab>)> = old.chain(phases.into_iter().zip(pictures)).collect();
        all.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let (phases, pictures): (Vec<f64>, Vec<Vec<Oklab>>) = all.into_iter().unzip();
        self.changes = changes(&pictures);
        (self.phases, self.pictures) = (phases, pictures);
    }
}

impl From<Probes<'_>> for Changes {
    fn from(probes: Probes<'_>) -> Self {
        let Probes { mut phases, changes, .. } = probes;
        phases.push(1.0);
        Self { phases, changes }
    }
}

/// The pictures at `phases`, at the view of the recipe.
fn look(painting: &Painting, viewport: Viewport, phases: &[f64]) -> Vec<Vec<Oklab>> {
    let view = painting.recipe().view;
    phases.par_iter().map(|phase| painting.shot(*phase, view, viewport).oklab()).collect()
}

/// The mean Oklab difference (×100) between each picture and the next, the last one's next being the first.
fn changes(pictures: &[Vec<Oklab>]) -> Vec<f64> {
    let count = pictures.len();
    (0..count).into_par_iter().map(|index| mean_difference(&pictures[index], &pictures[(index + 1) % count])).collect()
}
