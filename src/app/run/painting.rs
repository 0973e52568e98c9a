//! When a frame is painted, what for, and what comes of it.

use std::time::{Duration, Instant};

use super::Runner;
use crate::app::Overlay;
use crate::app::stage::{Blend, Look, Painted, Request};
use crate::app::view::xray;

impl Runner {
    pub(super) fn paint_if_due(&mut self) {
        let now = self.now();
        if self.painting.is_some() || !self.wants_frame(now) {
            return;
        }
        let instant = Instant::now();
        let in_time = self.screen.due(instant).is_some_and(|due| due <= instant + self.paint_time);
        // What the user did is answered at once; what moves by itself waits for its turn.
        if self.stale || in_time {
            self.painter.ask(self.request(now));
            self.painting = Some(self.drawn);
            (self.stale, self.asked) = (self.state.moves(now) && self.stale_after(now), instant);
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
            look: self.look(),
        }
    }

    /// What the open view wants to know of the network.
    fn look(&self) -> Look {
        match self.state.overlay() {
            Overlay::None | Overlay::Help => Look::Picture,
            Overlay::Dial => Look::Dial,
            Overlay::Tour(_) => Look::Measure,
            Overlay::Xray(focus) => {
                let recipe = self.state.recipe();
                let widest = recipe.hidden.iter().max().map_or(recipe.color.channels(), |width| usize::from(*width));
                let layout = xray::Layout::of(self.area(), recipe.hidden.len() + 1, widest);
                Look::Xray(layout.wanted(focus))
            }
        }
    }

    pub(super) fn receive(&mut self, painted: Painted) {
        let medium = self.painting.take().unwrap_or_default();
        let took = self.asked.elapsed();
        // Settles slowly downwards, so that one quick frame does not make the next one late.
        self.paint_time = took.max(self.paint_time * 7 / 8).min(Duration::from_millis(100));
        if self.painted.as_ref().is_none_or(|(before, _)| before.period != painted.period) {
            self.rebase(&painted);
        }
        self.painted = Some((painted, medium));
        self.number += 1;
        self.dirty = true;
    }

    /// The artwork has changed, and with it the length of the loop: the clock goes on from where the
    /// motion stands in the new one.
    fn rebase(&mut self, painted: &Painted) {
        let gone = if self.state.is_paused() { 0.0 } else { (self.now() - painted.asked).as_secs_f64() };
        let now = self.now();
        self.state.set_clock(painted.seconds + gone * self.state.pace(), now);
    }
}
