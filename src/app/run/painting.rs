//! When a frame is painted, what for, and what comes of it.

use std::time::{Duration, Instant};

use super::Runner;
use crate::app::stage::{Blend, Painted, Request};

impl Runner {
    pub(super) fn paint_if_due(&mut self) {
        let now = self.now();
        if self.schedule.paints(self.state.moves(now), self.due(Instant::now())) {
            self.painter.ask(self.request(now));
            self.painting = self.drawn;
            self.schedule.asked(self.state.moves(now) && self.stale_after(now), now);
        }
    }

    /// Whether the frame asked for at `now` is bound to be followed by another: an ease ends exactly.
    fn stale_after(&self, now: Duration) -> bool {
        self.state.transition().is_some_and(|transition| !transition.is_over(now))
            || self.state.view(now) != self.state.recipe().view
    }

    fn request(&self, now: Duration) -> Request {
        let blend = self.state.transition().filter(|transition| !transition.is_over(now));
        Request {
            recipe: self.state.recipe().clone(),
            view: self.state.view(now),
            seconds: self.state.seconds(now),
            asked: now,
            viewport: self.viewport(),
            blend: blend.map(|transition| Blend {
                from: transition.from.clone(),
                amount: transition.amount(now),
                id: transition.started(),
            }),
            budget: Duration::from_secs_f64(1.0 / self.options.fps),
            look: self.state.overlays.top().and_then(|view| view.look(self.state.recipe(), self.area())),
        }
    }

    pub(super) fn receive(&mut self, painted: Painted) {
        self.schedule.painted(self.now());
        if let Some(found) = &painted.found {
            self.state.receive(found);
        }
        if self.painted.as_ref().is_none_or(|(before, _)| before.period != painted.period) {
            self.rebase(&painted);
        }
        self.painted = Some((painted, self.painting));
        self.number += 1;
    }

    /// The artwork has changed, and with it the length of the loop: the clock goes on from where the
    /// motion stands in the new one.
    fn rebase(&mut self, painted: &Painted) {
        let clock = &mut self.state.clock;
        let now = self.began.elapsed();
        let passed = if clock.is_paused() { 0.0 } else { (now - painted.asked).as_secs_f64() };
        clock.set(painted.seconds + passed * clock.pace(), now);
    }
}
