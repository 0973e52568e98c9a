//! What the user, the terminal and the system ask for, and what is done about it.

use super::{Runner, UNFOCUSED_FPS, input};
use crate::app::Effect;
use crate::curate;
use crate::recipe::Recipe;
use thinwire::Event;

impl Runner {
    pub(super) fn event(&mut self, event: Event) {
        #[cfg(debug_assertions)]
        if input::is_press(&event) && std::env::var_os("NEUROTTY_TEST_PANIC").is_some() {
            panic!("asked for by a test");
        }
        if self.options.screensaver && input::is_press(&event) {
            self.state.quit();
            return;
        }
        let action = match event {
            Event::Key(key) => {
                let action = self.input.key(key, self.state.overlay());
                if action.is_none() {
                    self.unbound(key);
                }
                action
            }
            Event::Paste(text) => {
                self.paste(&text);
                None
            }
            Event::Mouse(mouse) => {
                let under = self.under([mouse.column, mouse.row]);
                self.input.mouse(mouse, under)
            }
            Event::Resize => {
                self.resize();
                None
            }
            Event::Terminate(_) => {
                self.saver.hurry();
                self.state.quit();
                None
            }
            Event::Closed => {
                self.state.quit();
                None
            }
            Event::Suspend => {
                self.screen.suspend();
                None
            }
            Event::Resumed => {
                if self.screen.resume().is_err() {
                    self.state.quit();
                }
                self.resize();
                None
            }
            Event::Reply { reply, at } => {
                self.dirty |= self.screen.receive(&reply, at);
                self.refine_image();
                None
            }
            Event::Focus(focused) => {
                // What nobody works with need not be smooth; a screensaver is there to be looked at.
                let fps = if focused || self.options.screensaver {
                    self.options.fps
                } else {
                    self.options.fps.min(UNFOCUSED_FPS)
                };
                self.screen.set_fps(fps);
                None
            }
        };
        if let Some(action) = action {
            let now = self.now();
            let effect = self.state.update(action, now);
            self.fit();
            self.change();
            self.urgent = true;
            if let Some(effect) = effect {
                self.perform(effect);
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        let now = self.now();
        match effect {
            Effect::Suspend => self.screen.suspend(),
            Effect::Reseed(base) => self.draw_seed(move |entropy| curate::draw(&base, entropy)),
            Effect::Surprise(base) => self.draw_seed(move |entropy| curate::surprise(&base, entropy)),
            Effect::Save(recipe) => {
                let said = if self.saver.save(recipe) { "saving…" } else { "saving; one that waited gives way" };
                self.state.say(said, now);
            }
            Effect::Export(recipe, speed) => self.saver.export(recipe, speed),
            Effect::StopExport => self.saver.stop_export(),
            Effect::Copy(line) => self.copy(&line),
        }
    }

    pub(super) fn draw_seed(&mut self, draw: impl FnOnce(u64) -> Recipe + Send + 'static) {
        self.ticket = self.ticket.wrapping_add(1);
        self.seeds.ask(self.ticket, draw);
    }
}
