//! The way from one picture to another, at an even pace.
//!
//! Between alike networks there is a way through their weights, on which one picture grows out of the other. It is
//! taken where it is calm; where it would rush through many other pictures the two are shown over each other instead.

use super::{CALM_SPEED, mean_difference};
use crate::painter::{Frame, Painting, Viewport, crossfade};
use crate::recipe::View;
use color::Oklab;

/// Steps in which a way is measured, and what is measured at each.
const STEPS: usize = 64;
const PROBE: Viewport = Viewport::new(32, 18);
/// The most weights and biases of a network whose way is measured: larger ones would let a key wait.
const MEASURABLE: usize = 20_000;
/// A way through weights is as good as the direct one if it is at most this many times as long.
const DETOUR: f64 = 1.15;
/// The visual speed up to which a slow way through weights may go.
const FASTEST: f64 = 3.5;
/// The least share of the mean change that a step counts for.
const LEAST_CHANGE: f64 = 0.05;

/// One of the two pictures of a passage.
#[derive(Clone, Copy, Debug)]
pub struct Station<'a> {
    /// What is painted.
    pub painting: &'a Painting,
    /// Where it is looked at.
    pub view: View,
}

/// How one picture becomes another.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    through_weights: bool,
    length: f64,
    /// The share of the way's visual length at each step: increasing, from 0 to 1.
    arc: Vec<f64>,
}

impl Passage {
    /// Measures the way between two pictures, both at `phase` of their loops. With `seconds`, the way through weights
    /// may be as long as is still calm in that time; without, hardly longer than the direct one. Deterministic.
    pub fn measure(from: Station<'_>, to: Station<'_>, phase: f64, seconds: Option<f64>) -> Self {
        let [first, last] = [from, to].map(|station| station.painting.shot(phase, station.view, PROBE).oklab());
        let direct = mean_difference(&first, &last);
        let most = (DETOUR * direct).max(seconds.map_or(0.0, |seconds| FASTEST * CALM_SPEED * seconds));
        let blended = |share: f64| Some(between(from, to, share)?.shot(phase, to.view, PROBE).oklab());
        let weights = Self::along(true, blended).filter(|way| way.length <= most);
        let light = || Self::along(false, |share| Some(mixed(&first, &last, share as f32)));
        weights.or_else(light).unwrap_or_else(Self::unknown)
    }

    /// Measures a way, whose pictures `look` finds; `None` where there is none.
    fn along(through_weights: bool, look: impl Fn(f64) -> Option<Vec<Oklab>>) -> Option<Self> {
        let pictures: Option<Vec<Vec<Oklab>>> = (0..=STEPS).map(|step| look(step as f64 / STEPS as f64)).collect();
        let changes: Vec<f64> = pictures?.windows(2).map(|pair| mean_difference(&pair[0], &pair[1])).collect();
        Some(Self { through_weights, length: changes.iter().sum(), arc: shares(&changes) })
    }

    /// A way of which nothing is known.
    fn unknown() -> Self {
        Self { through_weights: false, length: 0.0, arc: shares(&[1.0; STEPS]) }
    }

    /// Whether it leads through the weights of networks between the two.
    pub fn leads_through_weights(&self) -> bool {
        self.through_weights
    }

    /// The visual length of the way: the mean Oklab difference (×100) summed along it.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Paints what lies at `share` of the way's visual length, 0..=1; the two as they are at `phase`.
    pub fn paint(&self, from: Station<'_>, to: Station<'_>, phase: f64, share: f64, viewport: Viewport) -> Frame {
        let t = self.step(share);
        if self.through_weights
            && let Some(between) = between(from, to, t)
        {
            return between.paint(phase, to.view, viewport);
        }
        let [from, to] = [from, to].map(|station| station.painting.paint(phase, station.view, viewport));
        crossfade(&from, &to, t as f32)
    }

    /// Where on the way, 0..=1, `share` of its visual length lies behind.
    fn step(&self, share: f64) -> f64 {
        let share = share.clamp(0.0, 1.0);
        let step = self.arc.partition_point(|arc| *arc <= share).clamp(1, STEPS) - 1;
        let (start, end) = (self.arc[step], self.arc[step + 1]);
        ((step as f64 + (share - start) / (end - start)) / STEPS as f64).clamp(0.0, 1.0)
    }
}

/// The painting that lies at `t` between two, where there is one and it is seen as both are.
fn between(from: Station<'_>, to: Station<'_>, t: f64) -> Option<Painting> {
    let small = |station: Station<'_>| station.painting.recipe().parameters() <= MEASURABLE;
    if from.view != to.view || !small(from) || !small(to) {
        return None;
    }
    Painting::blend(from.painting, to.painting, t)
}

/// Two pictures over each other in linear light, as [`crossfade`] shows them.
fn mixed(from: &[Oklab], to: &[Oklab], t: f32) -> Vec<Oklab> {
    let mix = |(from, to): (&Oklab, &Oklab)| {
        let (from, to) = (from.to_linear(), to.to_linear());
        Oklab::from_linear(std::array::from_fn(|channel| from[channel] + (to[channel] - from[channel]) * t))
    };
    from.iter().zip(to).map(mix).collect()
}

/// 0, then the sum of the changes up to each step as a share of all: increasing, the last one 1.
fn shares(changes: &[f64]) -> Vec<f64> {
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
