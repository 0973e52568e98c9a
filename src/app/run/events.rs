//! What the user, the terminal and the system ask for, and what is done about it.

use terminput::{KeyEvent, MouseEvent};

use super::control::Command;
use super::memory::Remembered;
use super::{Runner, input};
use crate::app::Effect;
use crate::app::action::{Action, action_for};
use crate::app::view::Context;
use crate::curate;
use crate::plain_text;
use thinwire::Event;

/// Frames a second, at most, while the window is not the one that is worked in.
const UNFOCUSED_FPS: f64 = 5.0;

impl Runner {
    pub(super) fn event(&mut self, event: Event) {
        if self.options.screensaver && input::is_press(&event) {
            self.state.quit();
            return;
        }
        match event {
            Event::Key(key) => self.key(key),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Resize => self.resize(),
            Event::Paste(text) => self.paste(&text),
            Event::Terminate(_) => {
                self.saver.hurry();
                self.state.quit();
            }
            Event::Closed => self.state.quit(),
            Event::Suspend => self.screen.suspend(),
            Event::Resumed => {
                if self.screen.resume().is_err() {
                    self.state.quit();
                }
                self.resize();
            }
            Event::Reply { reply, at } => {
                if self.screen.receive(&reply, at) {
                    self.schedule.redraw();
                }
                self.take_colors();
                self.refine_image();
            }
            Event::Written { at } => {
                self.screen.written(at);
                self.take_colors();
                self.refine_image();
            }
            Event::Focus(focused) => self.focus(focused),
        }
    }

    /// A key goes to the open view first.
    fn key(&mut self, event: KeyEvent) {
        let Some(key) = input::key(event) else { return self.unbound(event) };
        let now = self.now();
        if self.state.view_takes(key, now) {
            self.answer();
        } else if let Some(action) = action_for(key) {
            self.act(action);
        } else {
            self.unbound(event);
        }
    }

    /// A click goes to the open view too; whatever it makes of it, the picture under the pointer can be dragged.
    fn mouse(&mut self, event: MouseEvent) {
        let cell = [event.column, event.row];
        if input::is_click(&event) {
            let (area, now) = (self.area(), self.now());
            let found = self.painted.as_ref().and_then(|(painted, _)| painted.found.as_ref());
            if self.state.ask_view(|view, recipe| view.click(cell, &Context { recipe, found }, area), now) {
                self.answer();
            }
        }
        let under = self.under(cell);
        if let Some(action) = self.input.mouse(event, under) {
            self.act(action);
        }
    }

    fn act(&mut self, action: Action) {
        let now = self.now();
        let effect = self.state.update(action, now);
        self.answer();
        if let Some(effect) = effect {
            self.perform(effect);
        }
    }

    /// What a key or the pointer changed is shown at once.
    pub(super) fn answer(&mut self) {
        self.fit();
        self.schedule.answer();
    }

    fn focus(&mut self, focused: bool) {
        // What nobody works with need not be smooth; a screensaver is there to be looked at.
        let fps =
            if focused || self.options.screensaver { self.options.fps } else { self.options.fps.min(UNFOCUSED_FPS) };
        self.screen.set_fps(fps);
    }

    fn perform(&mut self, effect: Effect) {
        let now = self.now();
        match effect {
            Effect::Suspend => self.screen.suspend(),
            Effect::Reseed(base) => self.draw_seed(move |entropy| curate::draw(&base, entropy)),
            Effect::Preset(recipe) => self.draw_seed(move |entropy| curate::offer(recipe, entropy)),
            Effect::Surprise(base) => self.draw_seed(move |entropy| curate::surprise(&base, entropy)),
            Effect::Save(work) => {
                let said = if self.saver.save(*work) { "saving…" } else { "saving; one that waited gives way" };
                self.state.say(said, now);
            }
            Effect::Export(work, speed) => self.saver.export(*work, speed),
            Effect::StopExport => self.saver.stop_export(),
            Effect::Copy(line) => self.to_copy = Some(line),
            Effect::Keep(line) => self.memory.keep(line),
            Effect::Earlier => self.memory.earlier(),
            Effect::OpenEarlier(path) => self.memory.open(path),
            Effect::Favourites => self.memory.favourites(),
        }
    }

    /// What came of a wish to remember, or to be reminded.
    pub(super) fn remembered(&mut self, remembered: Remembered) {
        let now = self.now();
        match remembered {
            Remembered::Earlier(earlier) => {
                if let Some(path) = self.state.remember(earlier, now) {
                    self.memory.open(path);
                }
                self.schedule.change();
            }
            Remembered::Opened { path, work } => {
                self.state.opened_earlier(&path, work.map(|work| *work), now);
                self.schedule.change();
            }
            Remembered::Favourites(list) => {
                self.state.show_favourites(list, now);
                self.schedule.change();
            }
            Remembered::Kept { line, added } => {
                let said = if added { "kept" } else { "kept already" };
                self.state.say(plain_text::line(&format!("{said}: {line}"), plain_text::LINE), now);
            }
            Remembered::Failed(why) => self.state.say(plain_text::line(&why, plain_text::LINE), now),
        }
        self.answer();
    }

    /// What another program asks for.
    pub(super) fn command(&mut self, command: Command) {
        let now = self.now();
        match command {
            Command::Do(action) => self.act(action),
            Command::Show(recipe) => {
                self.state.open(*recipe, now);
                self.answer();
            }
            Command::Draw(recipe) => self.draw_seed(move |entropy| curate::draw(&recipe, entropy)),
            Command::Wrong(why) => {
                self.state.say(plain_text::line(&why, plain_text::LINE), now);
                self.schedule.redraw();
            }
        }
    }
}
