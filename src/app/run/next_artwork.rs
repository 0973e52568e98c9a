//! The way to another artwork: when it is time for one, or a key wants one, it is chosen on another thread and shown
//! once it is ready to be painted.

use super::{Runner, Walk};
use crate::curate;
use crate::recipe::Recipe;
use crate::work::Work;

impl Runner {
    /// Moves to another artwork when it is time. A pause holds that too.
    pub(super) fn cycle_if_due(&mut self) {
        let now = self.now();
        if self.schedule.cycles(now) && !self.state.clock.is_paused() {
            let shown = self.state.work();
            match self.options.walk.as_mut().map(Walk::step) {
                // Where nothing in the list can be opened any more, what is shown stays.
                Some(step) => self.draw_work(move |entropy| step(entropy).unwrap_or(shown)),
                None => self.draw_seed(move |entropy| curate::draw(shown.recipe(), entropy)),
            }
            self.drifts = true;
        }
    }

    /// Has `draw` choose an artwork from a random number; one that was asked for before is forgotten.
    pub(super) fn draw_seed(&mut self, draw: impl FnOnce(u64) -> Recipe + Send + 'static) {
        let shown = self.state.work();
        self.draw_work(move |ticket| shown.with(Recipe { at: 0.0, ..draw(ticket) }));
    }

    /// Has another artwork made ready, instead of any that was asked for before.
    pub(super) fn draw_work(&mut self, draw: impl FnOnce(u64) -> Work + Send + 'static) {
        self.ticket = self.ticket.wrapping_add(1);
        self.drifts = false;
        self.seeds.ask(self.ticket, move |ticket| {
            let work = draw(ticket);
            // Its loop is measured here, while the picture before goes on.
            work.timeline();
            work
        });
    }

    /// Shows an artwork that was drawn, in the terminal's own colours where those are shown.
    pub(super) fn show_drawn(&mut self, work: Work) {
        let (now, shown) = (self.now(), self.state.in_terminal_colors(&work));
        // What is drawn is ready to be painted, which it stays only with its own colours.
        self.ready = Some(if shown == work { work } else { shown.clone() });
        match self.options.cycle.filter(|_| self.drifts) {
            Some(every) => self.state.drift(shown, every, now),
            None => self.state.open_work(shown, now),
        }
        self.schedule.change();
    }
}
