//! The messages about pictures and loops that are being saved.

use super::Runner;
use super::save::{Report, What};
use crate::export::ExportError;
use crate::plain_text;
use thinwire::file_uri;

impl Runner {
    pub(super) fn saving(&mut self, report: Report) {
        let now = self.now();
        match report {
            Report::Share { number, share } if self.saver.is_current(number) => self.state.notices.exported(share, now),
            Report::Share { .. } | Report::Ended { result: Err(ExportError::Cancelled), .. } => {}
            Report::Ended { what, result } => {
                if matches!(what, What::Loop(number) if self.saver.is_current(number)) {
                    self.state.notices.end_export();
                }
                match result {
                    Ok((path, made)) => {
                        let name = plain_text::line(&path.to_string_lossy(), plain_text::LINE).into_owned();
                        let uri = file_uri(&path);
                        self.state.say_saved(name, uri, &made, now);
                    }
                    Err(error) => {
                        let why = format!("not saved: {}", error.brief());
                        self.state.say(plain_text::line(&why, plain_text::LINE), now);
                    }
                }
            }
        }
        self.schedule.redraw();
    }
}
