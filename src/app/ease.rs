//! Nothing jumps: how a view and a picture pass from one state to the next. Pure in time.

use std::time::Duration;

use crate::recipe::View;
use crate::work::Work;

/// How long a view takes to settle.
const VIEW_TAKES: Duration = Duration::from_millis(250);
/// How long one picture takes to become another at a key, and where nothing should move: then as a slow fade.
const QUICK_TAKES: Duration = Duration::from_millis(500);
const SLOW_TAKES: Duration = Duration::from_secs(2);
/// How long it takes where pictures follow each other by themselves, and the share of the time between two of them that
/// it takes at most.
const DRIFT_TAKES: Duration = Duration::from_secs(9);
const DRIFT_SHARE: f64 = 0.75;

/// A view on its way to where it should be. A new aim starts from where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EasedView {
    from: View,
    to: View,
    started: Duration,
}

impl EasedView {
    /// At rest.
    pub(crate) fn new(view: View) -> Self {
        Self { from: view, to: view, started: Duration::ZERO }
    }

    /// Sets out for `view`.
    pub(crate) fn ease_to(&mut self, view: View, now: Duration) {
        *self = Self { from: self.at(now), to: view, started: now };
    }

    /// Whether it is still under way.
    pub(crate) fn moves(&self, now: Duration) -> bool {
        self.from != self.to && now < self.started + VIEW_TAKES
    }

    /// Where it stands; exactly the aim once it is there.
    pub(crate) fn at(&self, now: Duration) -> View {
        if !self.moves(now) {
            return self.to;
        }
        let (from, to) = (self.from, self.to);
        let left = 1.0 - progress(self.started, VIEW_TAKES, now);
        // Decelerates, so that the first frame after a key already shows a good part of it.
        let eased = 1.0 - left * left * left;
        let zoom = from.zoom * (to.zoom / from.zoom).powf(eased);
        // The centre follows the zoom's own path, so that the point under the pointer stays there.
        let travelled = if from.zoom == to.zoom {
            eased
        } else {
            (1.0 / zoom - 1.0 / from.zoom) / (1.0 / to.zoom - 1.0 / from.zoom)
        };
        let centre = |axis: usize| from.center[axis] + (to.center[axis] - from.center[axis]) * travelled;
        let rotation = from.rotation + (to.rotation - from.rotation) * eased;
        View { zoom, center: [centre(0), centre(1)], rotation }
    }
}

/// How one picture becomes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// At a key.
    Quick,
    /// At a key, where nothing should move.
    Slow,
    /// By itself, the next being due after this time: evenly.
    Drift(Duration),
}

impl Manner {
    fn takes(self) -> Duration {
        match self {
            Self::Quick => QUICK_TAKES,
            Self::Slow => SLOW_TAKES,
            Self::Drift(every) => DRIFT_TAKES.min(every.mul_f64(DRIFT_SHARE)),
        }
    }
}

/// A picture on its way to become the current one.
#[derive(Clone, Debug)]
pub(crate) struct Transition {
    /// What was there before; `None` where it was itself half way: then what was on the screen.
    pub from: Option<(Work, View)>,
    manner: Manner,
    started: Duration,
}

impl Transition {
    /// Begins one from `before`, seen through `view`. One that is still under way (`running`) is cut
    /// off: the new one starts from what is on the screen.
    pub(crate) fn begin(before: Work, view: View, running: Option<&Self>, manner: Manner, now: Duration) -> Self {
        let interrupts = running.is_some_and(|transition| !transition.is_over(now));
        Self { from: (!interrupts).then_some((before, view)), manner, started: now }
    }

    /// Whether only the new picture is left.
    pub(crate) fn is_over(&self, now: Duration) -> bool {
        now >= self.started + self.manner.takes()
    }

    /// The share of the way that lies behind, 0..=1: slow at both ends where a key began it, else even.
    pub(crate) fn amount(&self, now: Duration) -> f64 {
        let t = progress(self.started, self.manner.takes(), now);
        if matches!(self.manner, Manner::Drift(_)) { t } else { t * t * (3.0 - 2.0 * t) }
    }

    /// The seconds that it takes where it is long enough for a way through other pictures.
    pub(crate) fn drifts(&self) -> Option<f64> {
        matches!(self.manner, Manner::Drift(_)).then(|| self.manner.takes().as_secs_f64())
    }

    /// Tells one transition from another.
    pub(crate) fn started(&self) -> Duration {
        self.started
    }
}

fn progress(started: Duration, takes: Duration, now: Duration) -> f64 {
    (now.saturating_sub(started).as_secs_f64() / takes.as_secs_f64()).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn pictures_that_follow_by_themselves_take_their_time_and_an_even_pace() {
        let glossy = Work::new(crate::recipe::Preset::Glossy.recipe(crate::recipe::Seed::from(1)));
        for (every, takes) in [(60_000, 9000), (10_000, 7500), (1000, 750)] {
            let manner = Manner::Drift(every * MS);
            let transition = Transition::begin(glossy.clone(), View::HOME, None, manner, Duration::ZERO);
            assert!(!transition.is_over((takes - 1) * MS) && transition.is_over(takes * MS));
            assert!((transition.amount(takes / 4 * MS) - 0.25).abs() < 1e-3);
        }
    }

    #[test]
    fn a_view_starts_where_it_stands_and_ends_exactly_at_its_aim() {
        let aim = View { zoom: 3.0, center: [0.25, -0.5], rotation: 90.0 };
        let mut view = EasedView::new(View::HOME);
        view.ease_to(aim, 10 * MS);
        assert_eq!(view.at(10 * MS), View::HOME);
        let halfway = view.at(70 * MS);
        view.ease_to(View::HOME, 70 * MS);
        assert_eq!(view.at(70 * MS), halfway);
        view.ease_to(aim, 100 * MS);
        assert_eq!(view.at(350 * MS), aim);
        assert!(!view.moves(350 * MS));
    }

    #[test]
    fn zooming_at_a_pointer_keeps_its_point_all_the_way() {
        // The pointer 0.4 right of the middle: centre + 0.4/zoom stays 0.4.
        let aim = View { zoom: 8.0, center: [0.4 - 0.05, 0.0], rotation: 0.0 };
        let mut view = EasedView::new(View::HOME);
        view.ease_to(aim, Duration::ZERO);
        for ms in (0..300_u32).step_by(10) {
            let View { zoom, center, .. } = view.at(ms * MS);
            assert!((center[0] + 0.4 / zoom - 0.4).abs() < 1e-12);
        }
    }
}
