//! `--terminal-colors`: the picture in the 16 colours that the terminal has, as soon as it has named them.

use super::Runner;

/// How many acknowledgements say that no answer will come. Queries are answered in their order, and one was out before.
const SILENCE: u64 = 3;

impl Runner {
    /// Asks for the colours, if they are wanted.
    pub(super) fn ask_for_colors(&mut self) {
        if self.options.terminal_colors && !self.screen.ask_for_theme() {
            self.say_colors_are_unknown();
        }
    }

    /// Paints in the colours once they are known.
    pub(super) fn take_colors(&mut self) {
        if !self.options.terminal_colors {
            return;
        }
        let now = self.now();
        match self.screen.ansi() {
            Some(ansi) if self.state.paint_in(ansi.from_dark_to_light(), now) => self.schedule.change(),
            Some(_) => {}
            None if self.screen.acknowledgements() >= SILENCE && !self.told_colors => self.say_colors_are_unknown(),
            None => {}
        }
    }

    fn say_colors_are_unknown(&mut self) {
        let now = self.now();
        self.told_colors = true;
        self.state.say("this terminal does not say which colours it has", now);
        self.schedule.redraw();
    }
}
