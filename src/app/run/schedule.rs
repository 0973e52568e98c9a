//! What is due when: painting, showing, and the moments at which something changes by itself.
//!
//! Pure in time: `now` counts from the start of the program, and `due` is how long the link takes no further frame,
//! nothing where it will take none before something happens.

use std::time::Duration;

/// The longest that painting is taken to last when a frame is begun ahead of its time.
const LONGEST: Duration = Duration::from_millis(100);

/// What has to be done, and since when.
#[derive(Debug)]
pub(super) struct Schedule {
    /// The newest frame asked for is not what should be shown.
    stale: bool,
    /// What is on the screen is not what should be.
    dirty: bool,
    /// A key was pressed: its answer waits for nothing.
    urgent: bool,
    /// When the frame was asked for that is being painted.
    asked: Option<Duration>,
    /// How long painting took lately.
    paint_time: Duration,
    /// When the chrome on the screen is out of date.
    chrome_until: Option<Duration>,
    /// After how long another artwork is opened by itself, if ever, and when that is next.
    cycle: Option<Duration>,
    next_cycle: Option<Duration>,
}

impl Schedule {
    /// Everything is still to be painted and shown; another artwork is opened every `cycle`.
    pub(super) fn new(cycle: Option<Duration>) -> Self {
        Self {
            stale: true,
            dirty: true,
            urgent: false,
            asked: None,
            paint_time: Duration::ZERO,
            chrome_until: None,
            cycle,
            next_cycle: cycle,
        }
    }

    /// Another picture should be painted, and the screen shown with it.
    pub(super) fn change(&mut self) {
        (self.stale, self.dirty) = (true, true);
    }

    /// Another picture should be painted.
    pub(super) fn repaint(&mut self) {
        self.stale = true;
    }

    /// The screen should be shown again.
    pub(super) fn redraw(&mut self) {
        self.dirty = true;
    }

    /// The user did something: everything changes, at once.
    pub(super) fn answer(&mut self) {
        self.change();
        self.urgent = true;
    }

    /// Whether a frame should be asked for; `moves` says whether the picture moves by itself.
    pub(super) fn paints(&self, moves: bool, due: Option<Duration>) -> bool {
        if self.asked.is_some() {
            return false;
        }
        // What the user did is answered at once; what moves by itself waits for its turn.
        self.stale || (moves && due.is_some_and(|due| due <= self.paint_time))
    }

    /// A frame was asked for at `now`; with `more`, it is bound to be followed by another.
    pub(super) fn asked(&mut self, more: bool, now: Duration) {
        (self.stale, self.asked) = (more, Some(now));
    }

    /// The frame asked for has come.
    pub(super) fn painted(&mut self, now: Duration) {
        let took = now.saturating_sub(self.asked.take().unwrap_or(now));
        // Settles slowly downwards, so that one quick frame does not make the next one late.
        self.paint_time = took.max(self.paint_time * 7 / 8).min(LONGEST);
        self.dirty = true;
    }

    /// Whether the screen should be shown now. Text goes out at once, whatever is on its way: a key is answered before
    /// the next picture is due.
    pub(super) fn shows(&mut self, due: Option<Duration>, now: Duration) -> bool {
        self.dirty |= self.chrome_until.is_some_and(|until| until <= now);
        self.dirty && (self.urgent || due == Some(Duration::ZERO))
    }

    /// The screen was shown, wholly if `complete`; its chrome is right until `chrome_until`.
    pub(super) fn shown(&mut self, complete: bool, chrome_until: Option<Duration>) {
        (self.urgent, self.dirty, self.chrome_until) = (false, !complete, chrome_until);
    }

    /// Whether another artwork should be opened now.
    pub(super) fn cycles(&mut self, now: Duration) -> bool {
        let due = self.next_cycle.is_some_and(|moment| moment <= now);
        if due {
            self.next_cycle = self.cycle.map(|every| now + every);
        }
        due
    }

    /// How long nothing needs to be done; `None` until something happens. The chrome changes at `next_chrome`.
    pub(super) fn wait(
        &self,
        moves: bool,
        due: Option<Duration>,
        next_chrome: Option<Duration>,
        now: Duration,
    ) -> Option<Duration> {
        let frame = due.filter(|_| (self.stale || moves) && self.asked.is_none());
        let frame = frame.map(|due| due.saturating_sub(self.paint_time));
        let show = due.filter(|_| self.dirty);
        let moments = [next_chrome, self.next_cycle].map(|moment| moment.map(|moment| moment.saturating_sub(now)));
        [frame, show].into_iter().chain(moments).flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    /// A schedule of a picture that was painted in 20 ms and shown at 100 ms.
    fn settled() -> Schedule {
        let mut schedule = Schedule::new(None);
        assert!(schedule.paints(false, None), "the first frame waits for nothing");
        schedule.asked(false, ms(0));
        schedule.painted(ms(20));
        assert!(schedule.shows(Some(ms(0)), ms(100)));
        schedule.shown(true, None);
        schedule
    }

    #[test]
    fn a_picture_at_rest_gives_nothing_to_do() {
        let mut schedule = settled();
        assert!(!schedule.paints(false, Some(ms(0))) && !schedule.shows(Some(ms(0)), ms(200)));
        assert_eq!(schedule.wait(false, Some(ms(0)), None, ms(200)), None);
    }

    #[test]
    fn a_frame_is_begun_so_early_that_it_is_ready_when_the_link_is() {
        let schedule = settled();
        assert!(!schedule.paints(true, Some(ms(21))));
        assert_eq!(schedule.wait(true, Some(ms(33)), None, ms(100)), Some(ms(13)));
        assert!(schedule.paints(true, Some(ms(20))));
        assert!(!schedule.paints(true, None), "the link takes nothing");
    }

    #[test]
    fn one_frame_is_painted_at_a_time_and_the_next_one_follows() {
        let mut schedule = settled();
        schedule.change();
        schedule.asked(true, ms(100));
        assert!(!schedule.paints(true, Some(ms(0))));
        schedule.painted(ms(110));
        assert!(schedule.paints(false, None), "an ease is not over yet");
    }

    #[test]
    fn the_answer_to_a_key_waits_for_nothing() {
        let mut schedule = settled();
        schedule.answer();
        assert!(schedule.paints(false, None) && schedule.shows(None, ms(200)));
        schedule.shown(true, None);
        schedule.change();
        assert!(!schedule.shows(None, ms(200)) && !schedule.shows(Some(ms(5)), ms(200)));
    }

    #[test]
    fn what_did_not_fit_is_shown_when_the_link_has_room() {
        let mut schedule = settled();
        schedule.redraw();
        schedule.shown(false, None);
        assert_eq!(schedule.wait(false, Some(ms(40)), None, ms(100)), Some(ms(40)));
        assert!(!schedule.shows(Some(ms(40)), ms(100)) && schedule.shows(Some(ms(0)), ms(140)));
    }

    #[test]
    fn the_chrome_goes_when_its_time_is_over() {
        let mut schedule = settled();
        schedule.redraw();
        schedule.shown(true, Some(ms(3000)));
        assert_eq!(schedule.wait(false, Some(ms(0)), Some(ms(3000)), ms(1000)), Some(ms(2000)));
        assert!(!schedule.shows(Some(ms(0)), ms(2999)) && schedule.shows(Some(ms(0)), ms(3000)));
    }

    #[test]
    fn one_quick_frame_does_not_make_the_next_one_late() {
        let mut schedule = settled();
        schedule.asked(false, ms(200));
        schedule.painted(ms(201));
        assert!(schedule.paints(true, Some(ms(17))) && !schedule.paints(true, Some(ms(18))));
        schedule.asked(false, ms(300));
        schedule.painted(ms(9000));
        assert!(!schedule.paints(true, Some(LONGEST + ms(1))), "a slow frame is no reason to begin for ever");
    }

    #[test]
    fn artworks_take_turns_at_an_even_pace() {
        let mut schedule = Schedule::new(Some(ms(1000)));
        assert!(!schedule.cycles(ms(999)));
        assert!(schedule.cycles(ms(1100)));
        assert!(!schedule.cycles(ms(2099)) && schedule.cycles(ms(2100)));
        assert_eq!(Schedule::new(None).next_cycle, None);
    }
}
