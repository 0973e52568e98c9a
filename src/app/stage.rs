//! Paints what the live view asks for: keeps artworks ready, leads from one to the next, lowers the resolution where a
//! frame would take too long, and lets nothing flash.

use std::time::{Duration, Instant};

use super::governor::{Governed, Governor};
use super::history::differs_in_view_alone;
use super::look::{Finding, Findings, Look, Scene, StandIn};
use crate::pace::{Passage, Station};
use crate::painter::{Frame, Viewport, crossfade};
use crate::recipe::{Recipe, View};
use crate::work::Work;

mod reduction;

pub(super) use reduction::{MAX_REDUCTION, enlarged, first_reduction, reduced};

/// How many artworks are kept ready.
const KEPT: usize = 4;
/// Above this many times the budget a frame is painted coarser, below a fifth of it finer.
const TOO_SLOW: f64 = 1.5;

/// A frame to paint.
#[derive(Debug)]
pub(crate) struct Request {
    /// The artwork.
    pub work: Work,
    /// The same, where somebody has made it ready already.
    pub ready: Option<Work>,
    /// The same where its weights have changed: what those before painted is out of date.
    pub learnt: Option<Work>,
    /// Where it is looked at while the view eases.
    pub view: View,
    /// Seconds into the loop of the artwork that was painted last.
    pub seconds: f64,
    /// When that was asked for.
    pub asked: Duration,
    /// The pixels wanted.
    pub viewport: Viewport,
    /// The transition that is under way.
    pub blend: Option<Blend>,
    /// The time that a frame may take.
    pub budget: Duration,
    /// What the open views show instead of the artwork, the lowest view's first.
    pub stand_ins: Vec<Box<dyn StandIn>>,
    /// What else is to be found out about the network.
    pub look: Option<Box<dyn Look>>,
}

/// A transition that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Blend {
    /// The artwork and view before; `None` for what was painted last.
    pub from: Option<(Work, View)>,
    /// The share of the way that lies behind, 0..=1.
    pub amount: f64,
    /// How many seconds it takes where it is slow enough for a way through other pictures.
    pub drifts: Option<f64>,
    /// Tells one transition from another.
    pub id: Duration,
}

/// A painted frame.
#[derive(Clone, Debug)]
pub(crate) struct Painted {
    /// The pixels, as many as were asked for.
    pub frame: Frame,
    /// How long the artwork's loop takes at speed 1, in seconds.
    pub period: f64,
    /// Where in the loop the frame stands, in seconds: another moment than was asked for where the
    /// artwork has changed, so that its motion goes on from where it was.
    pub seconds: f64,
    /// When it was asked for.
    pub asked: Duration,
    /// Pixels were painted in squares of this side, because painting them all takes too long.
    pub reduction: u32,
    /// The share of its pace at which the artwork's loop is calm, 0..=1.
    pub calm: f64,
    /// The share of that at which it does not flash, 0..=1.
    pub steady: f64,
    /// Whether it is what was asked for. If not, because that would flash, other frames have to follow until it is.
    pub settled: bool,
    /// What the look found.
    pub found: Option<Finding>,
}

/// What is painted, and what was.
pub(crate) struct Stage {
    /// Works that are ready, the newest last: never empty.
    works: Vec<Work>,
    last: Option<Frame>,
    snapshot: Option<(Duration, Frame)>,
    /// The way of the transition that is under way, and which that is.
    passage: Option<(Duration, Passage)>,
    /// Whether something stood in for the artwork in the last frame.
    stood_in: bool,
    /// The transition that fades, whatever it leads from: on no way between networks lies what stood in.
    fading: Option<Duration>,
    /// Keeps what is shown from flashing, unless it may.
    governor: Option<Governor>,
    reduction: u32,
    findings: Findings,
}

impl Stage {
    /// Makes `work` ready.
    pub(crate) fn new(work: Work) -> Self {
        let reduction = first_reduction(work.recipe());
        Self {
            works: vec![work],
            last: None,
            snapshot: None,
            passage: None,
            stood_in: false,
            fading: None,
            governor: Some(Governor::new()),
            reduction,
            findings: Findings::default(),
        }
    }

    /// Shows everything as it is, flashing or not.
    pub(crate) fn allow_flashing(mut self) -> Self {
        self.governor = None;
        self
    }

    /// Paints a frame.
    pub(crate) fn paint(&mut self, mut request: Request) -> Painted {
        let started = Instant::now();
        let ready = request.ready.take();
        let before = request.learnt.take().map_or(request.seconds, |learnt| self.renew(learnt, request.seconds));
        let seconds = self.enter(&request.work, ready, before, request.view == request.work.recipe().view);
        let building = started.elapsed();
        let viewport = reduced(request.viewport, self.reduction);
        let other = self.stand_in(&request);
        let frame = self.pixels(&request, other.as_ref(), seconds, viewport);
        let frame = enlarged(frame, request.viewport, self.reduction);
        let Governed { frame, settled, pace } = match &mut self.governor {
            Some(governor) => governor.pass(frame, request.asked),
            None => Governed { frame, settled: true, pace: 1.0 },
        };
        let timeline = self.newest().timeline();
        let painted = Painted {
            period: timeline.period(),
            seconds,
            asked: request.asked,
            reduction: self.reduction,
            calm: timeline.calm(),
            steady: pace,
            settled,
            frame,
            found: None,
        };
        self.adapt(started.elapsed().saturating_sub(building), request.budget);
        let painted = Painted { found: self.look(&request, other.as_ref(), seconds), ..painted };
        self.last = Some(painted.frame.clone());
        painted
    }

    /// The work that stands in for the artwork, if one does.
    fn stand_in(&self, request: &Request) -> Option<Work> {
        request.stand_ins.iter().fold(None, |before, stand_in| {
            let other = stand_in.work(before.as_ref().unwrap_or(self.newest()));
            other.or(before)
        })
    }

    /// What `request` shows of `work`, or of the artwork.
    fn scene<'a>(&'a self, request: &Request, work: Option<&'a Work>, seconds: f64, viewport: Viewport) -> Scene<'a> {
        let phase = self.newest().timeline().phase(seconds);
        let work = work.unwrap_or(self.newest());
        Scene { work, phase, view: request.view, viewport, seconds, asked: request.asked }
    }

    /// The pixels of a frame, flashing or not.
    fn pixels(&mut self, request: &Request, other: Option<&Work>, seconds: f64, viewport: Viewport) -> Frame {
        let stands_in = !request.stand_ins.is_empty();
        let blend = request.blend.as_ref();
        if self.stood_in || stands_in {
            self.fading = blend.map(|blend| blend.id);
        }
        self.stood_in = stands_in;
        if let Some(blend) = blend.filter(|blend| self.fading != Some(blend.id)) {
            return self.blended(blend, request, seconds, viewport);
        }
        let scene = self.scene(request, other, seconds, viewport);
        let new = match request.stand_ins.last() {
            Some(stand_in) => stand_in.paint(&scene),
            None => scene.work.painting().paint(scene.phase, scene.view, viewport),
        };
        match blend {
            Some(blend) => self.faded(blend, new),
            None => new,
        }
    }

    /// Finds out what the open view wants to know.
    fn look(&mut self, request: &Request, other: Option<&Work>, seconds: f64) -> Option<Finding> {
        let look = request.look.as_ref()?;
        let found = look.find(&self.scene(request, other, seconds, request.viewport), &self.findings);
        self.findings.keep(found.clone());
        Some(found)
    }

    /// Takes over weights that have changed. Returns where in its loop it goes on at `seconds` of the one before.
    fn renew(&mut self, learnt: Work, seconds: f64) -> f64 {
        let phase = self.newest().timeline().phase(seconds);
        self.reduction = self.reduction.max(first_reduction(learnt.recipe()));
        self.works = vec![learnt];
        self.newest().timeline().seconds(phase)
    }

    fn newest(&self) -> &Work {
        // `new` puts one in, and `enter` only ever adds.
        &self.works[self.works.len() - 1]
    }

    /// Makes `work` the newest one. Returns where in its loop it takes over at `seconds` of the one before. While its
    /// view still eases, a work that differs in the view alone will do.
    fn enter(&mut self, work: &Work, ready: Option<Work>, seconds: f64, settled: bool) -> f64 {
        let wanted = timeless(work.recipe());
        let is_it = |known: &Work| is_same(known, work);
        let nearly =
            |known: &Work| differs_in_view_alone(&timeless(known.recipe()), &wanted) && known.shares_weights(work);
        if is_it(self.newest()) || (!settled && nearly(self.newest())) {
            return seconds;
        }
        let phase = self.newest().timeline().phase(seconds);
        if !self.newest().shares_weights(work) {
            // Views know again what they found by the recipe, which other weights may share.
            self.findings = Findings::default();
        }
        if let Some(known) = self.works.iter().position(is_it) {
            let work = self.works.remove(known);
            self.works.push(work);
        } else {
            self.reduction = self.reduction.max(first_reduction(&wanted));
            let ready = ready.filter(|ready| *ready.recipe() == wanted && is_it(ready));
            let work = ready.unwrap_or_else(|| work.with(wanted));
            self.works.push(work);
            if self.works.len() > KEPT {
                self.works.remove(0);
            }
        }
        self.newest().timeline().seconds(phase)
    }

    fn blended(&mut self, blend: &Blend, request: &Request, seconds: f64, viewport: Viewport) -> Frame {
        let phase = self.newest().timeline().phase(seconds);
        if self.passage.as_ref().is_none_or(|(id, _)| *id != blend.id) {
            let passage =
                self.stations(blend, request).map(|[from, to]| Passage::measure(from, to, phase, blend.drifts));
            self.passage = passage.map(|passage| (blend.id, passage));
        }
        if let (Some((_, passage)), Some([from, to])) = (&self.passage, self.stations(blend, request)) {
            return passage.paint(from, to, phase, blend.amount, viewport);
        }
        let new = self.newest().painting();
        let new = new.paint(phase, request.view, viewport);
        self.faded(blend, new)
    }

    /// `new` over what was shown when the transition began.
    fn faded(&mut self, blend: &Blend, new: Frame) -> Frame {
        if self.snapshot.as_ref().is_none_or(|(id, _)| *id != blend.id) {
            self.snapshot = self.last.take().map(|frame| (blend.id, frame));
        }
        match &self.snapshot {
            Some((_, old)) if (old.width, old.height) == (new.width, new.height) => {
                crossfade(old, &new, blend.amount as f32)
            }
            _ => new,
        }
    }

    /// What a transition leads from and to, unless it begins with what is on the screen.
    fn stations(&self, blend: &Blend, request: &Request) -> Option<[Station<'_>; 2]> {
        let (from, view) = blend.from.as_ref()?;
        let work = self.works.iter().rev().find(|work| is_same(work, from))?;
        let to = Station { painting: self.newest().painting(), view: request.view };
        Some([Station { painting: work.painting(), view: *view }, to])
    }

    fn adapt(&mut self, took: Duration, budget: Duration) {
        let share = took.as_secs_f64() / budget.as_secs_f64().max(1e-3);
        if share > TOO_SLOW {
            self.reduction = (self.reduction * 2).min(MAX_REDUCTION);
        } else if share < TOO_SLOW / 8.0 && self.reduction > 1 {
            self.reduction /= 2;
        }
    }
}

/// Whether two works are one artwork, at whatever moment.
fn is_same(one: &Work, other: &Work) -> bool {
    timeless(one.recipe()) == timeless(other.recipe()) && one.shares_weights(other)
}

/// The recipe without the moment of its still, which no loop depends on.
fn timeless(recipe: &Recipe) -> Recipe {
    Recipe { at: 0.0, ..recipe.clone() }
}

#[cfg(test)]
mod tests;
