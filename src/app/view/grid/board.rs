//! Paints the tiles beside the picture: the one in focus with every frame, the others slowly in turn, and no more of
//! them at a time than there is time for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::layout::Rect;

use super::super::chart::PAPER;
use super::entry::in_step;
use crate::app::look::{Finding, Findings, Look, Scene};
use crate::app::stage::{MAX_REDUCTION, enlarged, first_reduction, reduced};
use crate::app::view::OverlayName;
use crate::painter::{Frame, Viewport, crossfade};
use crate::recipe::Recipe;
use crate::work::Work;

/// How long a tile out of focus rests between two frames: five a second.
const RESTS: Duration = Duration::from_millis(190);
/// How long painting the tiles out of focus may take with each frame of the picture.
const BUDGET: Duration = Duration::from_millis(12);
/// A tile that takes longer is painted coarser, one that takes less than an eighth of that finer.
const SLOW: Duration = Duration::from_millis(25);
/// How long a new tile takes to come out of the background.
const EASES: Duration = Duration::from_millis(300);
/// What is seen of it at first.
const FIRST_SHARE: f64 = 0.25;
/// How long a tile slides: as long as one picture takes to become another, so that the two are the same at the end.
const SLIDES: Duration = Duration::from_millis(500);
/// How much of that it has done in the very frame that answers the key, which is shown before anything is painted: the
/// next one has to wait until a slow link is free again.
const HEAD_START: Duration = Duration::from_millis(40);

/// Paints tiles; it finds a [`Board`].
#[derive(Clone, Debug)]
pub(crate) struct PaintTiles {
    /// Which view's.
    pub owner: OverlayName,
    /// Which state of the view: another number whenever there is something new to paint.
    pub version: u64,
    /// Where the picture itself stands: its pixels say how many a cell has.
    pub picture: Rect,
    /// The other tiles that are seen.
    pub works: Vec<Arc<Work>>,
    /// The one of them that is in focus, if any is.
    pub focus: Option<Arc<Work>>,
    /// The cells of each.
    pub size: (u16, u16),
    /// The tile that goes to the middle.
    pub slide: Option<Slide>,
}

/// A tile on its way to where the picture stands.
#[derive(Clone, Debug)]
pub(crate) struct Slide {
    /// Tells one from another.
    pub id: u64,
    /// What it shows.
    pub work: Arc<Work>,
    /// Where it comes from.
    pub from: Rect,
}

/// The tiles as they were painted last.
#[derive(Debug)]
pub(crate) struct Board {
    pub(super) owner: OverlayName,
    pub(super) version: u64,
    /// Whether all tiles are painted as they should be, and rest.
    pub(super) settled: bool,
    tiles: Vec<Tile>,
    /// The slide that was begun last, and when.
    slid: Option<(u64, Duration)>,
    sliding: Option<(Rect, Arc<Frame>)>,
    /// What the picture is of, and where in its loop it stands, in seconds.
    shown: Recipe,
    seconds: f64,
    asked: Duration,
}

/// A tile.
#[derive(Clone, Debug)]
struct Tile {
    work: Arc<Work>,
    /// Where in its own loop it stands.
    seconds: f64,
    phase: f64,
    /// What was painted, when, and for how many pixels.
    frame: Option<Arc<Frame>>,
    painted: Duration,
    /// When it was painted first.
    born: Option<Duration>,
    /// Pixels are painted in squares of this side.
    reduction: u32,
}

impl Look for PaintTiles {
    fn find(&self, scene: &Scene<'_>, earlier: &Findings) -> Finding {
        let before = earlier.newest::<Board>();
        Arc::new(self.paint(scene, before.as_deref().filter(|board| board.owner == self.owner)))
    }
}

impl PaintTiles {
    fn paint(&self, scene: &Scene<'_>, before: Option<&Board>) -> Board {
        let shown = scene.work.recipe();
        let same = before.filter(|board| board.shown == *shown);
        // Another artwork has another clock.
        let passed = same.map_or(0.0, |board| (scene.seconds - board.seconds).clamp(0.0, 1.0));
        let viewport = self.viewport(scene);
        let mut tiles: Vec<Tile> = self.works.iter().map(|work| Tile::after(before, work, scene, passed)).collect();
        let since = before.map_or(RESTS, |board| scene.asked.saturating_sub(board.asked));
        self.paint_in_turn(&mut tiles, viewport, scene.asked, since);
        let slid = self.slide.as_ref().map(|slide| match before.and_then(|board| board.slid) {
            Some((id, started)) if id == slide.id => (id, started),
            _ => (slide.id, scene.asked),
        });
        let sliding = slid.and_then(|(_, started)| self.slide_since(started, scene, viewport));
        Board {
            owner: self.owner,
            version: self.version,
            settled: sliding.is_none() && tiles.iter().all(|tile| tile.is_settled(viewport)),
            tiles,
            slid,
            sliding,
            shown: shown.clone(),
            seconds: scene.seconds,
            asked: scene.asked,
        }
    }

    /// The tile that has been sliding since `started`, unless it is there.
    fn slide_since(&self, started: Duration, scene: &Scene<'_>, viewport: Viewport) -> Option<(Rect, Arc<Frame>)> {
        let slide = self.slide.as_ref()?;
        let place = slide.place(self.picture, HEAD_START + scene.asked.saturating_sub(started))?;
        let frame = slide.work.painting().paint(scene.phase, slide.work.recipe().view, viewport);
        Some((place, Arc::new(frame)))
    }

    /// A tile's pixels: as many a cell as the picture has.
    fn viewport(&self, scene: &Scene<'_>) -> Viewport {
        let density = |pixels: u32, cells: u16| (pixels / u32::from(cells.max(1))).max(1);
        Viewport {
            width: density(scene.viewport.width, self.picture.width) * u32::from(self.size.0),
            height: density(scene.viewport.height, self.picture.height) * u32::from(self.size.1),
            ..scene.viewport
        }
    }

    /// Paints the tile in focus, then those that wait longest, `since` after the last ones.
    fn paint_in_turn(&self, tiles: &mut [Tile], viewport: Viewport, now: Duration, since: Duration) {
        let is_focus = |tile: &Tile| self.focus.as_ref().is_some_and(|focus| Arc::ptr_eq(focus, &tile.work));
        if let Some(focus) = tiles.iter_mut().find(|tile| is_focus(tile)) {
            focus.paint(viewport, now);
        }
        let mut others: Vec<&mut Tile> = tiles.iter_mut().filter(|tile| !is_focus(tile)).collect();
        others.sort_by_key(|tile| (tile.is_settled(viewport), tile.painted));
        // So that they come one after another, rather than all at once and then none.
        let turn = (others.len() as f64 * since.as_secs_f64() / RESTS.as_secs_f64()).ceil() as usize;
        let started = Instant::now();
        for (index, tile) in others.into_iter().enumerate() {
            let waits = !tile.is_settled(viewport);
            let rested = index < turn.max(1) && now.saturating_sub(tile.painted) >= RESTS;
            let in_time = index == 0 || started.elapsed() < BUDGET;
            if (waits || rested) && in_time {
                tile.paint(viewport, now);
            }
        }
    }
}

impl Slide {
    /// Where it stands on its way to `aim` before anything has been painted since the key.
    pub(super) fn start(&self, aim: Rect) -> Rect {
        self.place(aim, HEAD_START).unwrap_or(aim)
    }

    /// Where it stands `passed` after its start on its way to `aim`; `None` once it is there.
    fn place(&self, aim: Rect, passed: Duration) -> Option<Rect> {
        if passed >= SLIDES {
            return None;
        }
        let left = 1.0 - passed.as_secs_f64() / SLIDES.as_secs_f64();
        // Decelerates, so that the first frame after a key already shows a good part of it.
        let eased = 1.0 - left * left * left;
        let between = |from: u16, to: u16| (f64::from(from) + (f64::from(to) - f64::from(from)) * eased).round() as u16;
        Some(Rect { x: between(self.from.x, aim.x), y: between(self.from.y, aim.y), ..aim })
    }
}

impl Board {
    /// Where in its loop the tile of `work` stands, 0..1.
    pub(super) fn phase(&self, work: &Arc<Work>) -> Option<f64> {
        self.tile(work).map(|tile| tile.phase)
    }

    /// The picture of the tile of `work`, once it is painted.
    pub(super) fn frame(&self, work: &Arc<Work>) -> Option<&Frame> {
        self.tile(work)?.frame.as_deref()
    }

    /// Where a tile slides, and its picture.
    pub(super) fn sliding(&self) -> Option<(Rect, &Frame)> {
        self.sliding.as_ref().map(|(place, frame)| (*place, &**frame))
    }

    /// Whether this slide has begun.
    pub(super) fn has_begun(&self, slide: &Slide) -> bool {
        self.slid.is_some_and(|(id, _)| id == slide.id)
    }

    fn tile(&self, work: &Arc<Work>) -> Option<&Tile> {
        self.tiles.iter().find(|tile| Arc::ptr_eq(&tile.work, work))
    }
}

impl Tile {
    /// The tile of `work` as it was before, its loop `passed` seconds further; or a new one.
    fn after(before: Option<&Board>, work: &Arc<Work>, scene: &Scene<'_>, passed: f64) -> Self {
        let recipe = work.recipe();
        let follows = in_step(recipe, scene.work.recipe());
        let mut tile = before.and_then(|board| board.tile(work)).cloned().unwrap_or_else(|| Self {
            work: Arc::clone(work),
            seconds: if follows { 0.0 } else { work.timeline().seconds(scene.phase) },
            phase: scene.phase,
            frame: None,
            painted: Duration::ZERO,
            born: None,
            reduction: first_reduction(recipe),
        });
        tile.seconds += passed;
        tile.phase = if follows { scene.phase } else { work.timeline().phase(tile.seconds) };
        tile
    }

    /// Whether it has come out of the background wholly, with this many pixels.
    fn is_settled(&self, viewport: Viewport) -> bool {
        let fits = |frame: &Arc<Frame>| [frame.width, frame.height] == [viewport.width, viewport.height];
        let complete = self.born.is_some_and(|born| self.painted >= born + EASES);
        self.frame.as_ref().is_some_and(fits) && complete
    }

    /// What is seen of it while it comes out of the background, 0..1; `None` before its first frame.
    fn share(&self, now: Duration) -> Option<f64> {
        let born = self.born?;
        let eased = now.saturating_sub(born).as_secs_f64() / EASES.as_secs_f64();
        Some((FIRST_SHARE + (1.0 - FIRST_SHARE) * eased).min(1.0))
    }

    fn paint(&mut self, viewport: Viewport, now: Duration) {
        let started = Instant::now();
        let (painting, fewer) = (self.work.painting(), reduced(viewport, self.reduction));
        let frame = enlarged(painting.paint(self.phase, painting.recipe().view, fewer), viewport, self.reduction);
        self.adapt(started.elapsed());
        self.born.get_or_insert(now);
        self.painted = now;
        let share = self.share(now).unwrap_or(1.0);
        let frame = if share < 1.0 { crossfade(&blank(&frame), &frame, share as f32) } else { frame };
        self.frame = Some(Arc::new(frame));
    }

    fn adapt(&mut self, took: Duration) {
        if took > SLOW {
            self.reduction = (self.reduction * 2).min(MAX_REDUCTION);
        } else if took < SLOW / 8 && self.reduction > 1 {
            self.reduction /= 2;
        }
    }
}

/// The background instead of a frame.
fn blank(frame: &Frame) -> Frame {
    Frame { pixels: vec![PAPER; frame.pixels.len()], ..*frame }
}
