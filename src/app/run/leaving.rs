//! The end: the terminal is given back, nothing half written is left, and some lines say what there was.

use std::sync::mpsc::Receiver;

use super::save::{Report, What};
use super::{Message, Runner};
use crate::app::teach::THE_PICTURE;
use crate::export::ExportError;

impl Runner {
    /// Gives the terminal back and sees that nothing half written is left. Returns the lines to leave behind.
    pub(super) fn leave(mut self, inbox: &Receiver<Message>) -> Vec<String> {
        self.finish_keeping(inbox);
        self.state.note();
        self.record();
        let mut lines = self.state.farewell(self.now());
        if let Some(path) = self.kept.take() {
            // Something else may be shown by now.
            let elsewhere = (lines[0] != path).then(|| format!("kept: {path}"));
            lines.extend(elsewhere.into_iter().chain([THE_PICTURE.to_owned()]));
        }
        drop(self.screen);
        self.memory.finish();
        let loop_given_up = self.saver.given_up();
        self.saver.finish();
        for message in inbox.try_iter() {
            match message {
                Message::Saving(Report::Ended { result: Ok((path, _)), .. }) => {
                    lines.push(format!("saved {}", path.display()));
                }
                Message::Saving(Report::Ended { what, result: Err(ExportError::Cancelled) }) => {
                    let picture = "the picture was not finished, and is not saved";
                    lines.push(if what == What::Picture { picture } else { loop_given_up }.to_owned());
                }
                Message::Saving(Report::Ended { result: Err(error), .. }) => lines.push(format!("not saved: {error}")),
                _ => {}
            }
        }
        lines
    }
}
