//! The frame of a picture: which part of the plane it shows, drawn from the seed.
//!
//! A network with a radius input is centred by nature: looked at from its origin, every picture is a ring of shapes
//! of one size around the middle. Seen from aside and from nearer or farther, the same plane has foregrounds, horizons,
//! close-ups. The view of a recipe (zoom, center, rotation) acts within the frame, so that lines stay short.

use super::stream::{Purpose, Stream, StreamKey};
use super::{Coords, Recipe, View};

/// Where the view's plane lies in the network's plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// The view's origin is the network's.
    Origin,
    /// A point and a scale drawn from the root seed.
    Seed,
}

impl Framing {
    /// Both. Not format.
    pub const ALL: [Self; 2] = [Self::Seed, Self::Origin];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Origin => "origin",
        }
    }
}

/// A point of the network's plane and a scale: what a view acts within.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// What the view's origin shows.
    pub center: [f64; 2],
    /// Multiplies the view's zoom.
    pub zoom: f64,
}

/// How far aside, and how far up or down, a frame lies: from and to, in spans of the preset's own view.
const ASIDE: [f64; 2] = [0.14, 0.44];
const UP_OR_DOWN: [f64; 2] = [0.06, 0.24];
/// How near: from all-over textures to close-ups.
const ZOOMS: [f64; 4] = [0.7, 0.9, 1.2, 1.5];

impl Placement {
    /// The network's own plane.
    pub const ORIGIN: Self = Self { center: [0.0, 0.0], zoom: 1.0 };

    /// Five numbers uniform within 0..1: which side, how far aside, up or down, how far, how near. `span` is how much
    /// of the plane the shorter side of the preset's own view shows.
    fn draw(stream: &mut Stream, span: f64) -> Self {
        let mut offset = |[from, to]: [f64; 2]| {
            let side = if stream.uniform() < 0.5 { -1.0 } else { 1.0 };
            side * (from + (to - from) * stream.uniform()) * span
        };
        let center = [offset(ASIDE), offset(UP_OR_DOWN)];
        Self { center, zoom: ZOOMS[stream.index(ZOOMS.len())] }
    }

    /// The view of the network's plane that `view` has within this frame.
    pub fn seen(&self, view: View) -> View {
        let center = |axis: usize| self.center[axis] + view.center[axis] / self.zoom;
        View { zoom: view.zoom * self.zoom, center: [center(0), center(1)], ..view }
    }

    /// A frame between this one (`t` 0) and `other` (1): equal steps of zoom are equal factors.
    pub(crate) fn between(&self, other: &Self, t: f64) -> Self {
        if self == other {
            return *self;
        }
        let mix = |axis: usize| self.center[axis] + (other.center[axis] - self.center[axis]) * t;
        Self { center: [mix(0), mix(1)], zoom: self.zoom * libm::pow(other.zoom / self.zoom, t) }
    }
}

impl Recipe {
    /// The frame that the view acts within: the same for the whole family of a root seed.
    pub fn placement(&self) -> Placement {
        match self.framing {
            Framing::Origin => Placement::ORIGIN,
            Framing::Seed => {
                let own = self.preset.recipe(self.seed.clone());
                let span = match own.coords {
                    Coords::Centered => 1.0,
                    Coords::Pixels => 128.0,
                };
                Placement::draw(&mut StreamKey::root(self.seed.root).stream(Purpose::Framing), span / own.view.zoom)
            }
        }
    }
}
