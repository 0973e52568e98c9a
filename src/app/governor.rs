//! Nothing flashes: every frame passes here before it is shown, and what would break the rule is shown as a slower fade.
//!
//! A meter looks at all frames that are shown. The nearer they come to flashing, the smaller the step that the picture
//! may take from what is on the screen towards what is wanted; a step that would break the rule is not taken at all.
//! A picture that moves by itself is slowed down before that happens, so that it stays clear.

use std::time::Duration;

use crate::flash::{Meter, Sight};
use crate::painter::{Frame, crossfade};

/// What counts as a second: frames arrive on the screen a little earlier or later than they are painted.
const SECOND: f64 = 1.1;
/// Shares of the way to the wanted picture that a frame may go, the largest that is harmless being taken.
const STEPS: [f64; 5] = [1.0, 0.5, 0.25, 0.12, 0.06];
/// The load from which on steps become smaller, and the largest step at a load of 1 and above.
const WATCHED: f64 = 0.7;
const SMALLEST: f64 = 0.12;
/// Below and above these loads a motion goes faster again, or slows down.
const EASY: f64 = 0.4;
const BUSY: f64 = 0.6;
/// Seconds in which it halves its pace, and doubles it again; the slowest pace.
const HALVES: f64 = 0.4;
const DOUBLES: f64 = 2.0;
const SLOWEST: f64 = 0.02;
/// A gap between frames counts for no more seconds than this.
const LONGEST_GAP: f64 = 0.2;

/// Decides what of each frame is shown.
#[derive(Clone, Debug)]
pub(super) struct Governor {
    meter: Meter,
    shown: Option<(Frame, f64)>,
    pace: f64,
}

/// A frame that may be shown.
#[derive(Clone, Debug)]
pub(super) struct Governed {
    /// The frame.
    pub(super) frame: Frame,
    /// Whether it is what was wanted. If it is not, others have to follow until it is.
    pub(super) settled: bool,
    /// The share of its pace, above 0 and up to 1, at which a motion should go on.
    pub(super) pace: f64,
}

impl Governor {
    /// Has seen nothing yet.
    pub(super) fn new() -> Self {
        Self { meter: Meter::new(SECOND), shown: None, pace: 1.0 }
    }

    /// What may be shown at `now` where `wanted` should be.
    pub(super) fn pass(&mut self, wanted: Frame, now: Duration) -> Governed {
        let seconds = now.as_secs_f64();
        let same_size = |(frame, _): &(Frame, f64)| (frame.width, frame.height) == (wanted.width, wanted.height);
        let Some((before, since)) = self.shown.take().filter(same_size) else {
            self.meter.see(&Sight::of(&wanted), seconds);
            self.shown = Some((wanted.clone(), seconds));
            return Governed { frame: wanted, settled: true, pace: self.pace };
        };
        let largest = largest_step(self.meter.load());
        let (step, frame) = self.step(&before, wanted, largest, seconds);
        self.set_pace(step, (seconds - since).clamp(0.0, LONGEST_GAP));
        self.shown = Some((frame.clone(), seconds));
        Governed { frame, settled: step == 1.0, pace: self.pace }
    }

    /// Goes as far from `before` towards `wanted` as is harmless, and notes what is shown then.
    fn step(&mut self, before: &Frame, wanted: Frame, largest: f64, seconds: f64) -> (f64, Frame) {
        for step in STEPS.into_iter().filter(|step| *step <= largest) {
            let frame = if step == 1.0 { wanted.clone() } else { crossfade(before, &wanted, step as f32) };
            let mut meter = self.meter.clone();
            meter.see(&Sight::of(&frame), seconds);
            if !meter.flashes() {
                self.meter = meter;
                return (step, frame);
            }
        }
        // What stays as it is can't flash.
        self.meter.see(&Sight::of(before), seconds);
        (if wanted == *before { 1.0 } else { 0.0 }, before.clone())
    }

    /// Slows the motion where the picture comes near to flashing, `passed` seconds after the frame before.
    fn set_pace(&mut self, step: f64, passed: f64) {
        let load = self.meter.load();
        if load > BUSY || step < 1.0 {
            self.pace = (self.pace * (-passed / HALVES).exp2()).max(SLOWEST);
        } else if load < EASY {
            self.pace = (self.pace * (passed / DOUBLES).exp2()).min(1.0);
        }
    }
}

/// The largest step that is taken at a load.
fn largest_step(load: f64) -> f64 {
    let nearness = ((load - WATCHED) / (1.0 - WATCHED)).clamp(0.0, 1.0);
    SMALLEST.powf(nearness)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 frames a second.
    fn time(frame: u32) -> Duration {
        Duration::from_secs_f64(f64::from(frame) / 30.0)
    }

    fn flat(grey: u8) -> Frame {
        Frame { width: 8, height: 6, pixels: vec![[grey; 3]; 48] }
    }

    /// Whether these frames, 30 a second, ever flash.
    fn flashes(frames: impl Iterator<Item = Frame>) -> bool {
        let mut meter = Meter::new(1.0);
        (0_u32..).zip(frames).any(|(index, frame)| {
            meter.see(&Sight::of(&frame), f64::from(index) / 30.0);
            meter.flashes()
        })
    }

    #[test]
    fn whatever_is_wanted_what_is_shown_never_flashes() {
        for period in [1, 2, 3, 4] {
            let wanted = |frame: u32| flat(if (frame / period).is_multiple_of(2) { 20 } else { 235 });
            let mut governor = Governor::new();
            let shown = (0..300).map(|frame| governor.pass(wanted(frame), time(frame)).frame);
            assert!(flashes((0..300).map(wanted)) && !flashes(shown), "every {period} frames");
        }
    }

    #[test]
    fn a_calm_picture_passes_as_it_is() {
        let mut governor = Governor::new();
        for frame in 0..300 {
            let wanted = flat((100.0 + 80.0 * (f64::from(frame) / 30.0).sin()) as u8);
            let governed = governor.pass(wanted.clone(), time(frame));
            assert!(governed.settled && governed.pace == 1.0 && governed.frame == wanted, "frame {frame}");
        }
    }

    #[test]
    fn what_was_wanted_last_is_there_soon() {
        let mut governor = Governor::new();
        let mut shown = |frame: u32| {
            let grey = if frame < 60 { if frame.is_multiple_of(2) { 0 } else { 255 } } else { 255 };
            governor.pass(flat(grey), time(frame))
        };
        (0..60).for_each(|frame| drop(shown(frame)));
        let settled = (60..120).map(shown).any(|governed| governed.settled && governed.frame == flat(255));
        assert!(settled);
    }

    #[test]
    fn a_motion_slows_before_it_flashes_and_goes_on_when_it_is_calm() {
        let mut governor = Governor::new();
        let slowed =
            (0..60).map(|frame| governor.pass(flat(if frame / 4 % 2 == 0 { 0 } else { 255 }), time(frame)).pace);
        assert!(slowed.fold(1.0, f64::min) < 0.5);
        let again = (60..900).fold(0.0, |_, frame| governor.pass(flat(255), time(frame)).pace);
        assert_eq!(again, 1.0);
    }
}
