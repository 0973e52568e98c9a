//! Is a picture worth showing? Measures it, and finds seeds whose pictures are.
//!
//! Curation only chooses what is offered: a seed that somebody names is shown as it is.

use crate::painter::{Painting, Viewport};
use crate::recipe::stream::{Purpose, Stream, StreamKey};
use crate::recipe::{ColorMode, Preset, Recipe, Seed, View};
use color::Oklab;

mod appearance;
mod feature;
mod surprise;

pub(crate) use appearance::Appearance;

/// Pixels along each side of the picture that is judged.
const PROBE: u32 = 128;
/// Pixels along each side of the pictures that show whether anything moves.
const MOTION_PROBE: u32 = 24;
/// The picture whose colours are judged: of the shape of a screen.
const COLOR_PROBE: Viewport = Viewport::new(64, 36);
/// Candidates that a draw looks at before it settles for the best of them.
const CANDIDATES: usize = 32;
/// Weights and biases up to which a candidate costs so little that a draw may look at all of them.
const CANDIDATE_PARAMETERS: usize = 8_000;
/// What the smallest common feature should measure, in cells.
const LEAST_FEATURE: f64 = 3.0;
/// How much closer a first view may be: few steps, so that lines stay short.
const CLOSER: [f64; 6] = [1.0, 1.25, 1.5, 2.0, 2.5, 3.0];
/// Drawn seeds stay below this, so that lines stay short.
const SEEDS: usize = 1_000_000;

/// What was measured of a picture, before its colour mode unless noted. Differences of channels are in units of 1/255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Standard deviation over the picture, root mean square over the channels.
    pub contrast: f64,
    /// Mean distance between the largest and the smallest channel of a pixel.
    pub chroma: f64,
    /// Mean difference between adjacent pixels.
    pub step: f64,
    /// Mean difference from the start to three other moments of the loop.
    pub motion: f64,
    /// Standard deviation of the lightness (0..=255) behind the colour mode.
    pub lightness: f64,
    /// How it looks behind the colour mode.
    pub appearance: Appearance,
    /// What it comes to.
    pub verdict: Assessment,
    /// How good the picture promises to be: higher is better, 0..=1.
    pub score: f64,
}

/// Whether a picture is worth offering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assessment {
    /// Worth offering.
    Showable,
    /// Nearly one colour.
    Flat,
    /// Neighbouring pixels have little to do with each other.
    Noisy,
    /// Nearly grey, where colour was asked for.
    Colourless,
    /// Hardly any light and dark, or most of it one colour.
    Monotonous,
    /// Too many hues compete.
    Garish,
    /// Blurred: hardly any feature, hardly any edge.
    Mushy,
    /// All that happens is at one edge.
    Lopsided,
    /// Nothing moves, where motion was asked for.
    Static,
}

/// The bounds that a showable picture keeps, with room to those of a hopeless one (a contrast of
/// 8/255, a step of 60/255). Units of 1/255.
const CONTRAST: f64 = 24.0;
const LIGHTNESS: f64 = 8.0;
const STEP: f64 = 36.0;
const CHROMA: f64 = 16.0;
const MOTION: f64 = 6.0;
/// What people keep, settled by eye on sheets of a hundred; see [`Appearance`].
const SPAN: f64 = 0.4;
const HUES: f64 = 8.0;
const SWINGS: f64 = 1.5;
const OFFSET: f64 = 0.25;

/// Those of these bounds that depend on the kind of picture.
#[derive(Clone, Copy)]
struct Bounds {
    commonest: f64,
    detail: f64,
}

impl Bounds {
    /// An empty ground belongs to some presets. Where a picture is meant to be full, two people who judged two hundred
    /// without knowing their origin turned down twice as often what one colour or blur holds a third of.
    fn of(preset: Preset) -> Self {
        match preset {
            Preset::Default => Self { commonest: 0.36, detail: 0.025 },
            _ => Self { commonest: 0.6, detail: 0.02 },
        }
    }
}

/// Measures the picture of `recipe` at the zoom of its view and at moments of its loop.
pub fn judge(recipe: &Recipe) -> Judgement {
    let probe = Probe::new(recipe);
    let channels = probe.channels(0.0, PROBE);
    // A seed palette brings colour to channels that are alike.
    let colourful = channels.len() >= 3 && !matches!(recipe.color, ColorMode::Seed(_));
    let contrast = contrast(&channels);
    let chroma = if colourful { chroma(&channels) } else { 0.0 };
    let step = step(&channels);
    let moves = !recipe.motion.is_empty();
    let motion = if moves { probe.motion() } else { 0.0 };
    let colors = probe.colors();
    let lightness = lightness(&colors);
    let appearance = Appearance::of(&colors, COLOR_PROBE.width as usize);
    let bounds = Bounds::of(recipe.preset);
    let verdict = if contrast < CONTRAST || lightness < LIGHTNESS {
        Assessment::Flat
    } else if step > STEP {
        Assessment::Noisy
    } else if colourful && chroma < CHROMA {
        Assessment::Colourless
    } else if let Some(fault) = fault(&appearance, bounds) {
        fault
    } else if moves && motion < MOTION {
        Assessment::Static
    } else {
        Assessment::Showable
    };
    // Never nothing at all, so that of two that fail in one way the better in another is found.
    let share = |measured: f64, wanted: f64| ((measured + 1.0) / (wanted + 1.0)).min(1.0);
    let score = promise(&appearance, bounds)
        * share(contrast, CONTRAST)
        * share(lightness, LIGHTNESS)
        * (STEP / step.max(STEP))
        * (if colourful { share(chroma, CHROMA) } else { 1.0 })
        * (if moves { share(motion, MOTION) } else { 1.0 });
    Judgement { contrast, chroma, step, motion, lightness, appearance, verdict, score }
}

/// What keeps a picture that looks so from the wall, if anything does.
fn fault(look: &Appearance, bounds: Bounds) -> Option<Assessment> {
    if look.span < SPAN || look.commonest > bounds.commonest {
        Some(Assessment::Monotonous)
    } else if look.hues > HUES {
        Some(Assessment::Garish)
    } else if look.swings < SWINGS || look.detail < bounds.detail {
        Some(Assessment::Mushy)
    } else if look.offset > OFFSET {
        Some(Assessment::Lopsided)
    } else {
        None
    }
}

/// How near to the wall a picture is that looks so, 0..=1; 1 where nothing keeps it from there.
fn promise(look: &Appearance, bounds: Bounds) -> f64 {
    let reached = |measured: f64, wanted: f64| ((measured + 0.01) / (wanted + 0.01)).min(1.0);
    reached(look.span, SPAN)
        * reached(1.0 - look.commonest, 1.0 - bounds.commonest)
        * reached(HUES, look.hues)
        * reached(look.swings, SWINGS)
        * reached(look.detail, bounds.detail)
        * reached(OFFSET, look.offset)
}

/// Draws a seed below a million whose picture is showable; the knobs stay those of `base`, children
/// do not. Deterministic in `entropy`. After 32 candidates the best of them has to do, so that presets
/// flat or noisy by nature still give their own best.
pub fn draw(base: &Recipe, entropy: u64) -> Recipe {
    best_of(entropy, |stream| Recipe { seed: draw_seed(stream), ..base.clone() })
}

/// `recipe` where its picture is showable, else the same knobs with a drawn seed. Deterministic in `entropy`.
pub fn offer(recipe: Recipe, entropy: u64) -> Recipe {
    let showable = judge(&recipe).verdict == Assessment::Showable;
    if showable { recipe } else { draw(&recipe, entropy) }
}

/// Draws a seed, and with it shape, activation, weights and colour. Deterministic in `entropy`.
pub fn surprise(base: &Recipe, entropy: u64) -> Recipe {
    best_of(entropy, |stream| surprise::surprising(base, stream))
}

fn best_of(entropy: u64, candidate: impl Fn(&mut Stream) -> Recipe) -> Recipe {
    let mut stream = StreamKey::root(entropy).stream(Purpose::Curation);
    let mut best = candidate(&mut stream);
    let candidates = candidates(&best);
    if candidates == 1 {
        return best.canonical();
    }
    let mut judgement = judge(&best);
    for _ in 1..candidates {
        if judgement.verdict == Assessment::Showable {
            break;
        }
        let next = candidate(&mut stream);
        let next_judgement = judge(&next);
        if next_judgement.verdict == Assessment::Showable || next_judgement.score > judgement.score {
            (best, judgement) = (next, next_judgement);
        }
    }
    best.canonical()
}

/// How many candidates a draw may look at: fewer where each takes long, so that a key press never does.
fn candidates(recipe: &Recipe) -> usize {
    (CANDIDATES * CANDIDATE_PARAMETERS / recipe.parameters().max(1)).clamp(1, CANDIDATES)
}

fn draw_seed(stream: &mut Stream) -> Seed {
    Seed::from(stream.index(SEEDS) as u64)
}

/// The zoom, at least that of the recipe's view, at which the smallest common feature of the first
/// view is about three cells wide on a screen of `width × height` square pixels, a cell being one
/// pixel wide. Where no zoom of a few does it, as in a picture that is as busy at any, the view stays.
pub fn fit_zoom(recipe: &Recipe, width: u32, height: u32) -> f64 {
    let wanted = LEAST_FEATURE * f64::from(PROBE) / f64::from(width.min(height).max(1));
    let zooms = CLOSER.map(|factor| factor * recipe.view.zoom);
    let fits = |zoom: &f64| {
        let closer = Recipe { view: View { zoom: *zoom, ..recipe.view }, ..recipe.clone() };
        feature::smallest_common(&Probe::new(&closer).channels(0.0, PROBE), PROBE as usize) >= wanted
    };
    zooms.into_iter().find(fits).unwrap_or(recipe.view.zoom)
}

/// A painting that is looked at before its colour mode.
struct Probe(Painting);

impl Probe {
    fn new(recipe: &Recipe) -> Self {
        // To stretch is to look at the whole loop first, and happens behind the channels.
        Self(Painting::new(Recipe { stretch: false, ..recipe.clone() }))
    }

    /// The channels of a square picture, each `side × side` values in 0..=255.
    fn channels(&self, phase: f64, side: u32) -> Vec<Vec<f32>> {
        let values = self.0.shot(phase, self.0.recipe().view, Viewport::new(side, side)).channels();
        values.chunks((side * side) as usize).map(|run| run.iter().map(|value| 255.0 * value).collect()).collect()
    }

    /// What the colour mode makes of it.
    fn colors(&self) -> Vec<Oklab> {
        self.0.shot(0.0, self.0.recipe().view, COLOR_PROBE).oklab()
    }

    /// The mean difference from the start to three moments, none of which a symmetry of the loop maps to the start.
    fn motion(&self) -> f64 {
        let start = self.channels(0.0, MOTION_PROBE);
        let change = |phase| mean(start.iter().zip(self.channels(phase, MOTION_PROBE)).map(|(a, b)| distance(a, &b)));
        mean([0.11, 0.37, 0.71].into_iter().map(change))
    }
}

/// The standard deviation of a channel, root mean square over the channels.
fn contrast(channels: &[Vec<f32>]) -> f64 {
    let variance = |channel: &Vec<f32>| {
        let middle = mean(channel.iter().map(|value| f64::from(*value)));
        mean(channel.iter().map(|value| (f64::from(*value) - middle) * (f64::from(*value) - middle)))
    };
    libm::sqrt(mean(channels.iter().map(variance)))
}

/// The standard deviation of the lightness, 0..=255.
fn lightness(colors: &[Oklab]) -> f64 {
    contrast(&[colors.iter().map(|color| 255.0 * color.l).collect()])
}

/// The mean distance between the largest and the smallest of a pixel's first three channels.
fn chroma(channels: &[Vec<f32>]) -> f64 {
    let spread = |((r, g), b): ((&f32, &f32), &f32)| f64::from(r.max(*g).max(*b) - r.min(*g).min(*b));
    mean(channels[0].iter().zip(&channels[1]).zip(&channels[2]).map(spread))
}

/// The mean difference between pixels side by side and one above the other.
fn step(channels: &[Vec<f32>]) -> f64 {
    let side = PROBE as usize;
    mean(channels.iter().map(|channel| {
        let across = mean(channel.chunks(side).map(|row| distance(&row[1..], &row[..side - 1])));
        0.5 * (across + distance(&channel[side..], &channel[..side * (side - 1)]))
    }))
}

/// The mean absolute difference.
fn distance(one: &[f32], other: &[f32]) -> f64 {
    mean(one.iter().zip(other).map(|(p, q)| f64::from((p - q).abs())))
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}
