//! What is said for a while over the picture: the status bar, a message, the progress of an export.

use std::time::Duration;

use super::Toast;
use super::exporting::Exporting;

/// How long the status bar stays after a key.
const STATUS_STAYS: Duration = Duration::from_secs(3);

/// Everything that is said over the picture.
#[derive(Debug)]
pub(super) struct Notices {
    status_until: Duration,
    toast: Option<Toast>,
    exporting: Option<Exporting>,
}

impl Notices {
    /// The status bar alone.
    pub(super) fn new(now: Duration) -> Self {
        Self { status_until: now + STATUS_STAYS, toast: None, exporting: None }
    }

    /// Somebody pressed a key: the status bar comes back, and a message that spoke of something else goes.
    pub(super) fn key_pressed(&mut self, now: Duration) {
        self.status_until = now + STATUS_STAYS;
        self.toast.take_if(|toast| toast.link.is_none());
    }

    /// Whether the status bar is shown.
    pub(super) fn shows_status(&self, now: Duration) -> bool {
        now < self.status_until
    }

    /// Shows a message for a while.
    pub(super) fn say(&mut self, toast: Toast) {
        self.toast = Some(toast);
    }

    /// The message that is shown.
    pub(super) fn toast(&self, now: Duration) -> Option<&Toast> {
        self.toast.as_ref().filter(|toast| now < toast.until)
    }

    /// When any of it goes by itself next.
    pub(super) fn next_change(&self, now: Duration) -> Option<Duration> {
        let toast = self.toast.as_ref().map(|toast| toast.until);
        [Some(self.status_until), toast].into_iter().flatten().filter(|moment| *moment > now).min()
    }

    /// A loop is being exported from now on.
    pub(super) fn begin_export(&mut self, now: Duration) {
        self.exporting = Some(Exporting::begin(now));
    }

    /// `share` of the loop is exported.
    pub(super) fn exported(&mut self, share: f64, now: Duration) {
        if let Some(exporting) = &mut self.exporting {
            exporting.reach(share, now);
        }
    }

    /// No loop is being exported any more. Returns whether one was.
    pub(super) fn end_export(&mut self) -> bool {
        self.exporting.take().is_some()
    }

    /// Progress of the export, in words.
    pub(super) fn exporting(&self) -> Option<String> {
        self.exporting.as_ref().map(Exporting::text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_key_brings_the_status_bar_back_and_takes_a_message_away() {
        let mut notices = Notices::new(at(0));
        notices.say(Toast::new("paused", at(1)));
        assert!(notices.shows_status(at(2)) && notices.toast(at(2)).is_some());
        assert_eq!(notices.next_change(at(2)), Some(STATUS_STAYS));
        notices.key_pressed(at(4));
        assert!(notices.shows_status(at(6)) && notices.toast(at(4)).is_none());
        assert!(!notices.shows_status(at(7)));
        assert_eq!(notices.next_change(at(7)), None);
    }
}
