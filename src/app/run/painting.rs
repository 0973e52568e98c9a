//! When a frame is painted, what for, and what comes of it.

use std::time::{Duration, Instant};

use super::Runner;
use crate::app::action::{Action, bindings};
use crate::app::stage::{Blend, Painted, Request};
use crate::app::words::Words;
use crate::recipe::knob::Knob;

/// What to say of a picture in which nothing is left to be seen.
const FLAT: Words = Words::with_keys(
    "one flat colour from here on: {} goes back out, {} resets the view",
    &[Action::Turn(Knob::Zoom, -1), Action::ResetView],
);

impl Runner {
    pub(super) fn paint_if_due(&mut self) {
        let now = self.now();
        if self.schedule.paints(self.moves(now), self.due(Instant::now())) {
            let (ready, learnt) = (self.ready.take(), self.learnt.take());
            self.painter.ask(Request { ready, learnt, ..self.request(now) });
            self.painting = self.drawn;
            self.schedule.asked(self.state.moves(now) && self.stale_after(now), now);
        }
    }

    /// Whether a frame at `now` could differ from the one before: something moves, or what is shown is not yet what
    /// was asked for, because that would flash.
    pub(super) fn moves(&self, now: Duration) -> bool {
        self.state.moves(now) || self.painted.as_ref().is_some_and(|(painted, _)| !painted.settled)
    }

    /// Whether the frame asked for at `now` is bound to be followed by another: an ease ends exactly.
    fn stale_after(&self, now: Duration) -> bool {
        self.state.transition().is_some_and(|transition| !transition.is_over(now))
            || self.state.view(now) != self.state.recipe().view
    }

    fn request(&self, now: Duration) -> Request {
        let blend = self.state.transition().filter(|transition| !transition.is_over(now));
        Request {
            work: self.state.work(),
            ready: None,
            learnt: None,
            view: self.state.view(now),
            seconds: self.state.seconds(now),
            asked: now,
            viewport: self.viewport(),
            blend: blend.map(|transition| Blend {
                from: transition.from.clone(),
                amount: transition.amount(now),
                drifts: transition.drifts(),
                id: transition.started(),
            }),
            budget: Duration::from_secs_f64(1.0 / self.options.fps),
            stand_ins: self.state.stand_ins(),
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
        self.state.clock.set_calm(painted.calm, painted.steady, self.began.elapsed());
        self.say_if_flat(&painted);
        self.painted = Some((painted, self.painting));
        self.number += 1;
    }

    /// The artwork has changed, and with it the length of the loop: the clock goes on from where the
    /// motion stands in the new one.
    fn rebase(&mut self, painted: &Painted) {
        let now = self.began.elapsed();
        let clock = &mut self.state.clock;
        clock.set(painted.seconds + clock.passed(painted.asked, now), now);
    }

    /// Says once that the picture has become one flat colour on the way closer, and what leads back.
    fn say_if_flat(&mut self, painted: &Painted) {
        let now = self.now();
        let recipe = self.state.recipe();
        let closer = recipe.view.zoom > recipe.preset.recipe(recipe.seed.clone()).view.zoom;
        let at_rest = self.state.view(now) == recipe.view && painted.settled;
        if !at_rest || self.state.transition().is_some_and(|transition| !transition.is_over(now)) {
            return;
        }
        if !closer {
            self.flat = false;
        } else if !self.flat && painted.frame.is_flat() {
            self.flat = true;
            self.state.say(FLAT.text(bindings()), now);
            self.schedule.redraw();
        }
    }
}
