//! Is a picture worth showing? Measures it, and finds seeds whose pictures are.
//!
//! Curation only chooses what is offered: a seed that somebody names is shown as it is.

use crate::painter::{Frame, Painting, Viewport};
use crate::recipe::stream::{Key, Purpose, Stream};
use crate::recipe::{Activation, Activations, Bias, ColorMode, Preset, Recipe, Seed, Weights};

/// Pixels along each side of the picture that is judged.
const PROBE: u32 = 128;
/// Pixels along each side of the pictures that show whether anything moves.
const MOTION_PROBE: u32 = 24;
/// Candidates that a draw looks at before it settles for the best of them.
const CANDIDATES: usize = 32;
/// Drawn seeds stay below this, so that lines stay short.
const SEEDS: usize = 1_000_000;

/// What was measured of a picture, before its colour mode. All but the score are in units of 1/255.
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
    /// What it comes to.
    pub verdict: Verdict,
    /// How good the picture promises to be: higher is better, 0..=1.
    pub score: f64,
}

/// Whether a picture is worth offering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Worth offering.
    Showable,
    /// Nearly one colour.
    Flat,
    /// Neighbouring pixels have little to do with each other.
    Noisy,
    /// Nearly grey, where colour was asked for.
    Colourless,
    /// Nothing moves, where motion was asked for.
    Static,
}

/// The bounds that a showable picture keeps, with room to those of a hopeless one (a contrast of
/// 8/255, a step of 60/255). Units of 1/255.
const CONTRAST: f64 = 24.0;
const STEP: f64 = 36.0;
const CHROMA: f64 = 16.0;
const MOTION: f64 = 6.0;

/// Measures the picture of `recipe` at the zoom of its view and at moments of its loop.
pub fn judge(recipe: &Recipe) -> Judgement {
    let colourful = recipe.color.channels() >= 3;
    let painting = Painting::new(before_color_mode(recipe));
    let frame = paint(&painting, 0.0, PROBE);
    let (contrast, step) = (contrast(&frame), step(&frame));
    let chroma = chroma(&frame);
    let motion = if recipe.motion.is_empty() { 0.0 } else { motion(&painting) };
    let verdict = if contrast < CONTRAST {
        Verdict::Flat
    } else if step > STEP {
        Verdict::Noisy
    } else if colourful && chroma < CHROMA {
        Verdict::Colourless
    } else if !recipe.motion.is_empty() && motion < MOTION {
        Verdict::Static
    } else {
        Verdict::Showable
    };
    let score = [
        (contrast / CONTRAST).min(1.0),
        (STEP / step.max(1.0)).min(1.0),
        if colourful { (chroma / CHROMA).min(1.0) } else { 1.0 },
        if recipe.motion.is_empty() { 1.0 } else { (motion / MOTION).min(1.0) },
    ];
    Judgement { contrast, chroma, step, motion, verdict, score: score.iter().product() }
}

/// Draws a seed below a million whose picture is showable; the knobs stay those of `base`, children
/// do not. Deterministic in `entropy`. After 32 candidates the best of them has to do, so that presets
/// flat or noisy by nature still give their own best.
pub fn draw(base: &Recipe, entropy: u64) -> Recipe {
    best_of(entropy, |stream| Recipe { seed: draw_seed(stream), ..base.clone() })
}

/// Draws a seed, and with it shape, activation, weights and colour. Deterministic in `entropy`.
pub fn surprise(base: &Recipe, entropy: u64) -> Recipe {
    best_of(entropy, |stream| surprising(base, stream))
}

fn best_of(entropy: u64, candidate: impl Fn(&mut Stream) -> Recipe) -> Recipe {
    let mut stream = Key::root(entropy).stream(Purpose::Curation);
    let mut best = candidate(&mut stream);
    let mut judgement = judge(&best);
    for _ in 1..CANDIDATES {
        if judgement.verdict == Verdict::Showable {
            break;
        }
        let next = candidate(&mut stream);
        let next_judgement = judge(&next);
        if next_judgement.verdict == Verdict::Showable || next_judgement.score > judgement.score {
            (best, judgement) = (next, next_judgement);
        }
    }
    best.canonical()
}

fn draw_seed(stream: &mut Stream) -> Seed {
    Seed::from(stream.index(SEEDS) as u64)
}

fn surprising(base: &Recipe, stream: &mut Stream) -> Recipe {
    let preset = Preset::Default.recipe(draw_seed(stream));
    let mut pick = |count| stream.index(count);
    let width = [8, 12, 16, 24, 32][pick(5)];
    let depth = 2 + pick(6);
    Recipe {
        hidden: vec![width; depth],
        activation: match pick(8) {
            0..=2 => Activations::All(Activation::Tanh),
            3 => Activations::All(Activation::Sin),
            4 => Activations::All(Activation::Gelu),
            5 => Activations::All(Activation::Gaussian),
            6 => Activations::All(Activation::Softplus),
            _ => Activations::Mixed,
        },
        weights: Weights::Scaled([2.0, 2.5, 3.0, 3.5, 4.0][pick(5)]),
        bias: [Bias::First, Bias::Normal(0.5)][pick(2)],
        color: match pick(4) {
            0..=1 => ColorMode::Rgb,
            2 => ColorMode::Hsv,
            _ => ColorMode::Hsl,
        },
        motion: base.motion.clone(),
        period: base.period,
        ..preset
    }
}

/// The zoom, at least that of the recipe's view, at which the smallest common feature of the first
/// view is about three cells wide on `columns × rows` pixels.
pub fn fit_zoom(recipe: &Recipe, columns: u32, rows: u32) -> f64 {
    let _ = (columns, rows);
    recipe.view.zoom
}

/// The recipe whose channels are shown as they are.
fn before_color_mode(recipe: &Recipe) -> Recipe {
    let color = if recipe.color.channels() == 1 { ColorMode::Gray } else { ColorMode::Rgb };
    Recipe { color, invert: false, stretch: false, ..recipe.clone() }
}

fn paint(painting: &Painting, phase: f64, side: u32) -> Frame {
    painting.paint(phase, painting.recipe().view, Viewport::new(side, side))
}

fn contrast(frame: &Frame) -> f64 {
    let count = frame.pixels.len() as f64;
    let variance = |channel: usize| {
        let values = || frame.pixels.iter().map(move |pixel| f64::from(pixel[channel]));
        let mean = values().sum::<f64>() / count;
        values().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count
    };
    libm::sqrt((0..3).map(variance).sum::<f64>() / 3.0)
}

fn chroma(frame: &Frame) -> f64 {
    let spread = |[r, g, b]: &[u8; 3]| u64::from(r.max(g).max(b) - r.min(g).min(b));
    frame.pixels.iter().map(spread).sum::<u64>() as f64 / frame.pixels.len() as f64
}

fn step(frame: &Frame) -> f64 {
    let width = frame.width as usize;
    let across = frame.pixels.chunks(width).flat_map(|row| row.windows(2)).map(|pair| difference(pair[0], pair[1]));
    let down = frame.pixels.iter().zip(&frame.pixels[width..]).map(|(above, below)| difference(*above, *below));
    let pairs = 2 * frame.pixels.len() - width - frame.height as usize;
    across.chain(down).sum::<u64>() as f64 / (3 * pairs) as f64
}

fn motion(painting: &Painting) -> f64 {
    let start = paint(painting, 0.0, MOTION_PROBE);
    let change = |phase| {
        let frame = paint(painting, phase, MOTION_PROBE);
        let sum: u64 = start.pixels.iter().zip(&frame.pixels).map(|(p, q)| difference(*p, *q)).sum();
        sum as f64 / (3 * frame.pixels.len()) as f64
    };
    // No fractions of the loop that its symmetries could map to the start.
    [0.11, 0.37, 0.71].map(change).iter().sum::<f64>() / 3.0
}

/// The sum over the channels of how far two pixels are apart.
fn difference(p: [u8; 3], q: [u8; 3]) -> u64 {
    p.iter().zip(q).map(|(p, q)| u64::from(p.abs_diff(q))).sum()
}
