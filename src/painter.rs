//! From a recipe and a moment to pixels: the one function that the screen and every export share.
//!
//! ```text
//! Painting ── phase, view, viewport ──▶ Shot ── rows ──▶ pixels of 8 or 16 bits
//!   recipe          network at that moment,      positions → kernel → colouring → samples averaged,
//!   networks        pixel grid                   block by block, on all threads
//! ```
//!
//! A pixel depends on its place in the picture alone, never on where a block or a strip ends, so a picture is the
//! same bytes on any number of threads, whole or in strips.

use std::borrow::Cow;
use std::f64::consts::TAU;
use std::sync::Arc;

use crate::kernel::Level;
use crate::motion::Path;
use crate::network::Network;
use crate::recipe::{ColorMode, Motion, Recipe, View};

mod blend;
mod coloring;
mod drifted;
mod grid;
pub mod lettering;
mod moment;
mod samples;
mod seeded;
mod shot;

use coloring::Coloring;
use moment::{Moments, Networks};

pub use blend::crossfade;
pub(crate) use coloring::Colors;
pub(crate) use moment::Moment;
pub use samples::Samples;
pub use shot::{ChannelValue, Shot};

/// What a picture is painted onto.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Pixels across, 1..=65535.
    pub width: u32,
    /// Pixels down, 1..=65535.
    pub height: u32,
    /// Width of a pixel over its height, so that circles stay round where pixels are not square.
    pub aspect: f64,
    /// How many samples a pixel is made of.
    pub samples: Samples,
}

impl Viewport {
    /// Square pixels, one sample each.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height, aspect: 1.0, samples: Samples::ONE }
    }
}

/// A painted picture, sRGB, 8 bits a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Row by row from the top, `width × height` of them.
    pub pixels: Vec<[u8; 3]>,
}

impl Frame {
    /// Whether nothing is to be seen on it: no channel differs by more than a level or two.
    pub fn is_flat(&self) -> bool {
        const LEVELS: u8 = 2;
        let mut range = [[u8::MAX, u8::MIN]; 3];
        for pixel in &self.pixels {
            range.iter_mut().zip(pixel).for_each(|([low, high], level)| {
                (*low, *high) = ((*low).min(*level), (*high).max(*level));
            });
        }
        !self.pixels.is_empty() && range.iter().all(|[low, high]| high - low <= LEVELS)
    }
}

/// An artwork that is ready to be painted at any moment of its loop.
#[derive(Clone, Debug)]
pub struct Painting {
    recipe: Recipe,
    moments: Arc<Moments>,
    coloring: Coloring,
    /// The colouring of the network that a morph goes through, where it has one of its own.
    target_coloring: Option<Coloring>,
    level: Level,
}

impl Painting {
    /// Draws the networks of `recipe`.
    pub fn new(recipe: Recipe) -> Self {
        let network = Network::build(&recipe);
        Self::of(recipe, network, false)
    }

    /// Paints with `network` instead of the one that `recipe` would draw: imported weights.
    ///
    /// Latent inputs that the recipe has no path for are 0. A network with fewer outputs than the
    /// colour mode reads has them repeated. Where the recipe morphs, the other network is drawn from
    /// the recipe; where their shapes differ there is no morph.
    pub fn from_network(recipe: Recipe, network: Network) -> Self {
        Self::of(recipe, network, true)
    }

    fn of(recipe: Recipe, network: Network, imported: bool) -> Self {
        let morphs = recipe.motion.contains(&Motion::Morph);
        let target = morphs.then(|| Network::build_morph_target(&recipe)).filter(|other| other.same_shape(&network));
        let (network, target) = (Arc::new(network), target.map(Arc::new));
        let (coloring, target_coloring) = colorings(&recipe, &network, target.as_ref());
        let (path, gain, placement) = (Path::new(&recipe), recipe.gain, recipe.placement());
        let networks = Networks { network, target, imported, path, gain, placement };
        let moments = Arc::new(Moments::Drawn(networks));
        let mut painting = Self { recipe, moments, coloring, target_coloring, level: Level::detect() };
        // A seed palette is stretched where it is measured.
        if painting.recipe.stretch && !matches!(painting.recipe.color, ColorMode::Seed(_)) {
            painting.coloring.stretch(&painting.channel_ranges());
        }
        painting
    }

    /// The same with `network` in place of its own, which has the same shape: colours, camera and latent path stay.
    pub(crate) fn with_network(&self, network: Network) -> Self {
        let Moments::Drawn(networks) = self.moments.as_ref() else {
            return Self::from_network(self.recipe.clone(), network);
        };
        let networks = Networks { network: Arc::new(network), ..networks.clone() };
        Self { moments: Arc::new(Moments::Drawn(networks)), ..self.clone() }
    }

    /// Between two paintings, all of their weights on the way: `t` 0 is `from`, 1 is `to`, whose
    /// recipe it bears. `None` where there is no such way: other shapes, activations, coordinates or
    /// kinds of colour. Each layer goes round the circle between the two, imported ones in a straight
    /// line; their latent inputs and cameras go straight, too.
    pub fn blend(from: &Self, to: &Self, t: f64) -> Option<Self> {
        let alike = from.recipe.coords == to.recipe.coords && from.network().same_shape(to.network());
        let mix = |from: &Coloring, to: &Coloring| Coloring::blend(from, to, t as f32);
        let coloring = mix(&from.coloring, &to.coloring).filter(|_| alike)?;
        let target_coloring = match (&from.target_coloring, &to.target_coloring) {
            (None, None) => None,
            (one, other) => mix(one.as_ref().unwrap_or(&from.coloring), other.as_ref().unwrap_or(&to.coloring)),
        };
        let moments = Arc::new(Moments::Between { from: from.moments.clone(), to: to.moments.clone(), t });
        Some(Self { recipe: to.recipe.clone(), moments, coloring, target_coloring, level: to.level })
    }

    /// What is painted.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The network at the start of the loop; of a blend, the network that it leads to.
    pub fn network(&self) -> &Network {
        self.moments.network()
    }

    /// What is painted at `phase` of the loop, before any pixel: for a look inside.
    pub fn moment(&self, phase: f64) -> Moment<'_> {
        self.moments.at(phase)
    }

    /// The other network of a morph.
    pub(crate) fn target(&self) -> Option<&Network> {
        self.moments.target()
    }

    /// How channels become colours; then what the other network of a morph has of its own, if it has.
    pub(crate) fn colors(&self) -> Vec<Colors<'_>> {
        let Recipe { color, seed, .. } = &self.recipe;
        let chosen = if let ColorMode::Seed(chosen) = color { *chosen } else { None };
        let own = (&self.coloring, chosen.unwrap_or(seed.root));
        let other =
            self.target_coloring.as_ref().map(|coloring| (coloring, chosen.unwrap_or(self.recipe.morph_seed())));
        let both = std::iter::once(own).chain(other);
        both.map(|(coloring, seed)| coloring.colors(|| seeded::harmony(seed))).collect()
    }

    /// Everything fixed for one picture: `phase` of the loop in 0..=1, seen through `view`.
    pub fn shot(&self, phase: f64, view: View, viewport: Viewport) -> Shot<'_> {
        Shot::new(self, phase, view, viewport)
    }

    /// Paints one picture on all threads.
    pub fn paint(&self, phase: f64, view: View, viewport: Viewport) -> Frame {
        self.shot(phase, view, viewport).frame()
    }

    /// The colouring at `phase` of the loop. Along a morph the palette goes with the weights: where these stand at
    /// W₁ cos θ + W₂ sin θ, the other network has the share sin² θ of it.
    fn coloring_at(&self, phase: f64) -> Cow<'_, Coloring> {
        let Some(other) = &self.target_coloring else { return Cow::Borrowed(&self.coloring) };
        let sin = libm::sin(TAU * phase);
        Coloring::blend(&self.coloring, other, (sin * sin) as f32).map_or(Cow::Borrowed(&self.coloring), Cow::Owned)
    }

    /// The least and the greatest value of each channel over the loop, on a small probe of the
    /// recipe's own view. Part of the format: `stretch` paints with it.
    fn channel_ranges(&self) -> Vec<[f32; 2]> {
        const PROBE: Viewport = Viewport::new(48, 30);
        const MOMENTS: u32 = 16;
        let pixels = (PROBE.width * PROBE.height) as usize;
        let mut ranges = vec![[1.0_f32, 0.0]; self.network().channels()];
        for moment in 0..MOMENTS {
            let channels = self.shot(f64::from(moment) / f64::from(MOMENTS), self.recipe.view, PROBE).channels();
            for (range, values) in ranges.iter_mut().zip(channels.chunks(pixels)) {
                *range = values.iter().fold(*range, |[low, high], v| [low.min(*v), high.max(*v)]);
            }
        }
        ranges
    }
}

/// The colouring of `network`, and of the one that a morph goes through where that has its own.
fn colorings(recipe: &Recipe, network: &Arc<Network>, target: Option<&Arc<Network>>) -> (Coloring, Option<Coloring>) {
    let ColorMode::Seed(chosen) = recipe.color else { return (Coloring::new(recipe), None) };
    let of = |network, root| seeded::coloring(recipe, network, chosen.unwrap_or(root));
    (of(network, recipe.seed.root), target.map(|other| of(other, recipe.morph_seed())))
}
