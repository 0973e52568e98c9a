//! The live view in virtual time: whatever keys are pressed and however fast it moves, what is shown never flashes.

use std::time::Duration;

use super::{Blend, Painted, Request, Stage};
use crate::app::action::{Action, Key};
use crate::app::overlay_name::OverlayName;
use crate::app::{Effect, State, learnt};
use crate::flash::{Meter, Sight};
use crate::painter::{Frame, Viewport};
use crate::recipe::text::parse;
use crate::recipe::{Motion, Preset, Recipe, Seed};
use crate::work::Work;

const RATE: u32 = 30;
const SMALL: Viewport = Viewport::new(32, 18);

/// A live view without a terminal, 30 frames a second.
struct Watcher {
    state: State,
    stage: Stage,
    seed: u64,
    frames: u32,
    meter: Meter,
    /// Whether what was shown has flashed.
    flashed: bool,
}

impl Watcher {
    fn new(recipe: Recipe, speed: f64) -> Self {
        let work = Work::new(recipe);
        let state = State::new(work.clone(), speed, Duration::ZERO);
        Self { state, stage: Stage::new(work), seed: 100, frames: 0, meter: Meter::new(1.0), flashed: false }
    }

    fn now(&self) -> Duration {
        Duration::from_secs_f64(f64::from(self.frames) / f64::from(RATE))
    }

    /// Presses a key. What it opens stands still: to measure its loop takes longer than all else here.
    fn press(&mut self, action: Action) {
        let now = self.now();
        self.seed += 1;
        let opened = match self.state.update(action, now) {
            Some(Effect::Reseed(base)) => Recipe { seed: Seed::from(self.seed), ..base },
            Some(Effect::Preset(recipe)) => Recipe { motion: Vec::new(), ..recipe },
            _ => return,
        };
        self.state.open(opened, now);
    }

    /// Paints the next frame, as the loop around the live view does.
    fn frame(&mut self) -> Painted {
        let now = self.now();
        let blend = self.state.transition().filter(|transition| !transition.is_over(now));
        let blend = blend.map(|transition| Blend {
            from: transition.from.clone(),
            amount: transition.amount(now),
            drifts: transition.drifts(),
            id: transition.started(),
        });
        let painted = self.stage.paint(Request {
            work: self.state.work(),
            ready: None,
            learnt: None,
            view: self.state.view(now),
            seconds: self.state.seconds(now),
            asked: now,
            viewport: SMALL,
            blend,
            // However busy the machine is.
            budget: Duration::from_secs(3600),
            stand_ins: self.state.stand_ins(),
            look: None,
        });
        self.state.clock.set_calm(painted.calm, painted.steady, now);
        self.meter.see(&Sight::of(&painted.frame), now.as_secs_f64());
        self.flashed |= self.meter.flashes();
        self.frames += 1;
        painted
    }

    fn watch(&mut self, seconds: u32) -> Vec<Painted> {
        (0..seconds * RATE).map(|_| self.frame()).collect()
    }
}

fn open(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

/// The picture of `recipe` at the start of its loop.
fn picture(recipe: &Recipe) -> Frame {
    Work::new(recipe.clone()).painting().paint(0.0, recipe.view, SMALL)
}

#[test]
fn held_keys_never_flash_and_the_last_one_is_honoured() {
    let digits: Vec<Action> = (1..=9).map(Action::Preset).collect();
    let both = [Action::Preset(3), Action::Reseed];
    for keys in [&both[1..], &both[..], &digits[..]] {
        for every in [1, 4, 10] {
            let mut watcher = Watcher::new(open("mondrian:7+motion=still"), 1.0);
            for frame in 0..5 * RATE {
                if frame % every == 0 {
                    watcher.press(keys[(frame / every) as usize % keys.len()]);
                }
                watcher.frame();
            }
            let last = watcher.watch(3).pop().unwrap();
            assert!(!watcher.flashed, "{keys:?} every {every} frames");
            assert!(last.settled && last.frame == picture(watcher.state.recipe()), "{keys:?} every {every} frames");
        }
    }
}

#[test]
fn a_motion_that_would_flash_is_slowed_down_unless_it_may() {
    let wild = open("mondrian:7+motion=rotate+period=1");
    let mut allowed = Watcher::new(wild.clone(), 5.0);
    allowed.stage = Stage::new(Work::new(wild.clone())).allow_flashing();
    allowed.watch(3);
    assert!(allowed.flashed);
    let mut limited = Watcher::new(wild, 5.0);
    let last = limited.watch(6).pop().unwrap();
    assert!(!limited.flashed && last.steady < 0.9, "at {} of its pace", last.steady);
}

#[test]
fn no_preset_flashes_whatever_moves() {
    let motions = [
        vec![Motion::Latent, Motion::Rotate, Motion::Wave],
        vec![Motion::Morph, Motion::Zoom],
        vec![Motion::Spiral, Motion::Pan],
        vec![Motion::Combo],
        vec![Motion::Fog, Motion::Splatter, Motion::Recolor],
    ];
    for preset in Preset::ALL {
        for motion in &motions {
            let recipe = Recipe { motion: motion.clone(), ..preset.recipe(Seed::from(1)) };
            let mut watcher = Watcher::new(recipe, 1.5);
            watcher.watch(2);
            assert!(!watcher.flashed, "{} {motion:?}", preset.name());
        }
    }
}

#[test]
fn with_reduced_motion_nothing_changes_but_by_a_key_and_then_slowly() {
    let mut watcher = Watcher::new(open("glossy:1+motion=rotate"), 1.0);
    watcher.state.reduce_motion(Duration::ZERO);
    let still = watcher.watch(2);
    assert!(still.iter().all(|painted| painted.frame == still[0].frame));
    watcher.press(Action::Pan([0.3, 0.0]));
    assert!(!watcher.state.view.moves(watcher.now()), "no view glides");
    let fade = watcher.watch(1);
    assert!(fade[1].frame != still[0].frame || fade[8].frame != still[0].frame);
    assert!(!watcher.state.transition().unwrap().is_over(watcher.now()), "it takes longer than a second");
    let last = watcher.watch(3).pop().unwrap();
    assert_eq!(last.frame, picture(watcher.state.recipe()));
}

#[test]
fn a_network_takes_the_place_of_another_that_the_same_recipe_says() {
    let [one, two] = [1.5, -2.0].map(|times| learnt("glossy:1+motion=still", times, "photo.safetensors"));
    let mut watcher = Watcher::new(one.recipe().clone(), 1.0);
    (watcher.state, watcher.stage) = (State::new(one.clone(), 1.0, Duration::ZERO), Stage::new(one.clone()));
    let painted = |work: &Work| work.painting().paint(0.0, work.recipe().view, SMALL);
    assert!(one.recipe() == two.recipe() && watcher.watch(1).pop().unwrap().frame == painted(&one));
    let now = watcher.now();
    watcher.state.open_work(two.clone(), now);
    // It fades: nothing jumps.
    let first = watcher.watch(1).remove(3).frame;
    assert!(first != painted(&one) && first != painted(&two));
    assert!(watcher.watch(2).pop().unwrap().frame == painted(&two));
    watcher.press(Action::Back);
    assert!(watcher.watch(3).pop().unwrap().frame == painted(&one));
}

#[test]
fn a_swept_weight_changes_the_picture_and_leaves_it_as_it_was() {
    let mut watcher = Watcher::new(parse("glossy:1+motion=still").unwrap().recipe, 1.0);
    let before = watcher.frame().frame;
    watcher.press(Action::Toggle(OverlayName::Xray));
    let now = watcher.now();
    for key in [vec![Key::Char('v')], vec![Key::Up; 8]].concat() {
        assert!(watcher.state.view_takes(key, now), "{key:?}");
    }
    assert_ne!(watcher.watch(1).last().unwrap().frame, before);
    let now = watcher.now();
    assert!(watcher.state.refuses(Action::Save, now));
    assert!(watcher.state.view_takes(Key::Esc, now));
    assert_eq!(watcher.watch(1).last().unwrap().frame, before);
    let now = watcher.now();
    assert!(!watcher.state.refuses(Action::Save, now) && !watcher.flashed);
}
