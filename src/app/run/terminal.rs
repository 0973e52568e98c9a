//! What a terminal sends besides keys that are bound, and what is said of it.

use terminput::{KeyCode, KeyEvent, KeyEventKind};

use super::Runner;
use crate::curate;
use crate::recipe::{Recipe, text};
use thinwire::Copied;

impl Runner {
    /// Gives what was pasted to the open view, or opens it as a line of text.
    pub(super) fn paste(&mut self, pasted: &str) {
        let now = self.now();
        if self.state.view_takes_text(pasted, now) {
            self.schedule.answer();
            return;
        }
        if self.state.is_learning() {
            self.state.say("not while a network learns", now);
            return self.schedule.redraw();
        }
        match text::parse(pasted) {
            Ok(line) if line.seeded => {
                let at = line.recipe.at;
                self.state.open(Recipe { at: 0.0, ..line.recipe }, now);
                if at > 0.0 {
                    self.state.clock.set(at, now);
                }
                self.fit();
                self.schedule.answer();
            }
            Ok(line) => self.draw_seed(move |entropy| curate::draw(&line.recipe, entropy)),
            Err(_) => {
                self.state.say("what was pasted is not a line of text", now);
                self.schedule.redraw();
            }
        }
    }

    /// Copies the line that was asked for last, and says what became of it. It takes a moment, and a key that is held
    /// asks often.
    pub(super) fn copy_if_asked(&mut self) {
        let Some(line) = self.to_copy.take() else { return };
        let what = match self.screen.copy(&line) {
            // The terminal does not say whether it took it.
            Copied::Asked => format!("sent to the clipboard: {line}"),
            Copied::Tmux => format!("copied to tmux's buffer: {line}"),
            Copied::Refused => "not copied: no clipboard can be reached from here".to_owned(),
        };
        let now = self.now();
        self.state.say(what, now);
        self.schedule.redraw();
    }

    /// A key that does nothing brings the status bar back; one of another alphabet is explained once.
    pub(super) fn unbound(&mut self, key: KeyEvent) {
        if key.kind == KeyEventKind::Release || is_modifier(key.code) {
            return;
        }
        let now = self.now();
        self.state.show_status(now);
        let foreign = matches!(key.code, KeyCode::Char(letter) if letter.is_alphabetic() && !letter.is_ascii());
        if foreign && !std::mem::replace(&mut self.told_layout, true) {
            self.state.say("keys are those of a Latin keyboard: switch the layout to use them", now);
        }
        self.schedule.redraw();
    }

    /// Says once that a terminal is larger than what is painted of it.
    pub(super) fn say_what_is_cut(&mut self) {
        let size = self.screen.size();
        if size.is_cut && !std::mem::replace(&mut self.told_cut, true) {
            let now = self.now();
            self.state.say(format!("so large a terminal is painted up to {}x{} cells", size.columns, size.rows), now);
        }
    }
}

/// Whether a key is pressed together with others, and means nothing alone.
pub(super) fn is_modifier(key: KeyCode) -> bool {
    matches!(key, KeyCode::Modifier(..) | KeyCode::CapsLock | KeyCode::ScrollLock | KeyCode::NumLock)
}
