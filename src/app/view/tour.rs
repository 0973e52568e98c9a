//! The tour: experiments in an order that teaches, each an artwork, what happens and why, and the measurement that
//! proves it: a page of words and numbers below the picture that they speak of.
//!
//! ```text
//! ┌──────────────────────────────────────────────┐
//! │                  the picture                 │
//! │ 13 of 25  title           │ spread  │ length │
//! │ two or three sentences    │ ▁▂▃▄▅▆▇ │ ▁▂▄▆▇█ │
//! │ 2 ━━━━━●───── 29  a sweep │         │        │
//! │ what was measured         │ layer by layer,  │
//! │ what to try               │ on wide screens  │
//! │ Esc leaves   ← → turn the page               │
//! └──────────────────────────────────────────────┘
//! ```

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::scroll::Scroll;
use super::{Answer, Context, Overlay};
use crate::app::action::{self, Action, Key};
use crate::app::look::{Finding, Findings, Look, Scene, StandIn, Study};
use crate::insight::{self, Explanation};
use crate::recipe::Recipe;
use drawing::{Shown, split};
use lesson::{Course, Lessons, Panel, Panels, Snapshot};

mod drawing;
pub mod lesson;
mod pages;
mod sweep;

pub use lesson::Lesson;
pub(crate) use pages::Evidence;
pub use pages::{PAGES, Page};

/// The tour, and which page is open, from 0.
#[derive(Debug, Default)]
pub struct Tour {
    /// Pages that do not exist show nothing.
    pub page: usize,
    /// Which stop of the steps the page on fog shows, counted from its first one on.
    stop: Stop,
    scroll: Scroll,
    lessons: Lessons,
}

/// A place among the steps that networks are looked at after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stop(usize);

/// Where there is fog.
impl Default for Stop {
    fn default() -> Self {
        Self(2)
    }
}

impl Stop {
    fn steps(self) -> u64 {
        lesson::STOPS[self.0]
    }

    fn step(self, upwards: bool) -> Self {
        Self(if upwards { (self.0 + 1).min(lesson::STOPS.len() - 1) } else { self.0.saturating_sub(1) })
    }
}

impl Tour {
    /// Opened at a page, from 0.
    pub fn at(page: usize) -> Self {
        Self { page, ..Self::default() }
    }

    /// Goes `pages` further, and shows what the page begins with; at the ends it stays.
    fn turn(&mut self, pages: i32) -> Answer {
        let turned = self.page.saturating_add_signed(pages as isize).min(PAGES.len() - 1);
        if turned == self.page {
            return Answer::Done;
        }
        self.page = turned;
        self.scroll.reset();
        self.stop = Stop::default();
        self.artwork().map_or(Answer::Done, Answer::Show)
    }

    /// What the page shows of `recipe` in place of it, from left to right, where it does.
    fn shown(&self, recipe: &Recipe) -> Option<(Lesson, Vec<Course>)> {
        let page = PAGES.get(self.page)?;
        let lesson = page.lesson()?;
        // Another seed or another distribution is another network, and not ours.
        let drawn = |recipe: &Recipe| {
            let Recipe { preset, seed, weights, bias, radius, latent, .. } = recipe.clone();
            (preset, seed, weights, bias, radius, latent, recipe.color.channels())
        };
        let fits = page.recipe().is_some_and(|first| drawn(&first) == drawn(recipe));
        Some((lesson, lesson.courses(recipe).filter(|_| fits)?))
    }

    /// What the page is drawn from: of `recipe`, and of what was measured of it.
    fn page_of<'a>(&'a self, recipe: &'a Recipe, measured: Option<&'a Explanation>) -> Option<Shown<'a>> {
        Some(Shown {
            page: PAGES.get(self.page)?,
            number: self.page + 1,
            recipe,
            measured,
            lessons: &self.lessons,
            learns: self.shown(recipe).is_some(),
            stop: self.is_fog().then_some(self.stop),
        })
    }

    /// What the page says was found of `recipe`, measured or learnt, once it was.
    pub fn evidence(&self, recipe: &Recipe, measured: Option<&Explanation>) -> Option<String> {
        self.page_of(recipe, measured)?.evidence()
    }

    /// What was learnt in a course within `steps` steps.
    pub fn learnt(&self, course: &Course, steps: u64) -> Option<&Snapshot> {
        self.lessons.at(course, steps)
    }

    fn is_fog(&self) -> bool {
        PAGES.get(self.page).and_then(Page::lesson) == Some(Lesson::Fog)
    }

    /// The steps after which the page shows what was learnt.
    fn steps(&self) -> u64 {
        if self.is_fog() { self.stop.steps() } else { lesson::STEPS }
    }
}

impl Overlay for Tour {
    fn picture(&self, area: Rect) -> Rect {
        split(area, PAGES.get(self.page))[0]
    }

    /// Pages turn sideways; upwards and downwards goes through the page's sweep, where it has one. A page that is longer
    /// than its room is scrolled. The key that resets the view puts back everything that was turned.
    fn key(&mut self, key: Key, recipe: &Recipe) -> Answer {
        if self.scroll.page(key) {
            return Answer::Done;
        }
        let sweep = PAGES.get(self.page).and_then(|page| page.sweep);
        match (action::step(key), sweep) {
            (Some([across, 0]), _) => self.turn(across),
            (Some([_, down]), Some(sweep)) => {
                let mut recipe = recipe.clone();
                sweep.step(&mut recipe, down < 0);
                Answer::Change(recipe)
            }
            (Some([_, down]), None) if self.is_fog() => {
                self.stop = self.stop.step(down < 0);
                Answer::Done
            }
            _ if action::action_for(key) == Some(Action::ResetView) => {
                self.stop = Stop::default();
                self.artwork().map_or(Answer::Pass, Answer::Change)
            }
            _ => Answer::Pass,
        }
    }

    fn look(&self, _: &Recipe, _: Rect) -> Option<Box<dyn Look>> {
        let measured = PAGES.get(self.page).is_some_and(|page| page.lesson().is_none());
        measured.then(|| Box::new(Measure) as Box<dyn Look>)
    }

    /// What is shown is learnt first, then the other stops of the slider.
    fn study(&mut self, recipe: &Recipe, _: Rect) -> Option<Box<dyn Study>> {
        let (lesson, shown) = self.shown(recipe)?;
        let stops = PAGES.get(self.page)?.stops();
        let others = stops.iter().filter_map(|stop| lesson.courses(stop)).flatten().collect();
        self.lessons.study(shown, others)
    }

    fn receive(&mut self, finding: &Finding) {
        self.lessons.take(finding);
    }

    fn stand_in(&self, recipe: &Recipe) -> Option<Box<dyn StandIn>> {
        let (lesson, courses) = self.shown(recipe)?;
        let steps = self.steps();
        let learnt = courses.iter().map(|course| Panel::of(self.lessons.at(course, steps), recipe));
        let sample = (lesson == Lesson::Widths).then(Panel::sample);
        Some(Box::new(Panels(sample.into_iter().chain(learnt).collect())))
    }

    fn stand_in_name(&self, recipe: &Recipe) -> Option<String> {
        self.shown(recipe).map(|_| "the network that the tour has learnt".to_owned())
    }

    fn artwork(&self) -> Option<Recipe> {
        PAGES.get(self.page)?.recipe()
    }

    fn draw(&self, context: &Context<'_>, area: Rect, buffer: &mut Buffer) {
        let measured = context.finding::<Measured>().map(|measured| &measured.explanation);
        if let Some(shown) = self.page_of(context.recipe, measured) {
            drawing::draw(&shown, &self.scroll, area, buffer);
        }
    }
}

/// What the layers of a network do to its picture.
#[derive(Debug)]
pub struct Measured {
    /// What was measured.
    pub recipe: Recipe,
    /// The measurements.
    pub explanation: Explanation,
}

/// What the layers do; it finds what was [`Measured`], another time only where the artwork is another.
#[derive(Debug)]
struct Measure;

impl Look for Measure {
    fn find(&self, scene: &Scene<'_>, earlier: &Findings) -> Finding {
        let recipe = scene.work.recipe();
        match earlier.newest::<Measured>().filter(|measured| measured.recipe == *recipe) {
            Some(measured) => measured,
            None => Arc::new(Measured { recipe: recipe.clone(), explanation: insight::measure(scene.work, 0.0) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::BINDINGS;

    #[test]
    fn every_key_that_a_page_mentions_is_in_the_table() {
        for page in PAGES {
            assert!(page.text.is_complete(BINDINGS) && page.hint.is_complete(BINDINGS), "{}", page.title);
        }
    }

    #[test]
    fn every_footnote_has_its_mark() {
        for page in PAGES {
            let marked = page.text.text(BINDINGS).contains('*');
            assert_eq!(page.footnote.is_some_and(|note| note.starts_with("* ")), marked, "{}", page.title);
        }
    }

    #[test]
    fn pages_turn_sideways_and_stay_at_the_ends() {
        let mut tour = Tour::default();
        let recipe = tour.artwork().unwrap();
        assert_eq!(tour.key(Key::Left, &recipe), Answer::Done);
        assert_eq!(tour.key(Key::Char('l'), &recipe), Answer::Show(PAGES[1].recipe().unwrap()));
        assert_eq!(tour.page, 1);
        // Without a sweep the picture moves up and down as always.
        assert_eq!(tour.key(Key::Up, &recipe), Answer::Pass);
        assert_eq!(tour.key(Key::Char('0'), &recipe), Answer::Change(tour.artwork().unwrap()));
        tour.page = PAGES.len() - 1;
        assert_eq!(tour.key(Key::Right, &recipe), Answer::Done);
    }
}
