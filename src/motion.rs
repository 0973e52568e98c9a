//! Where everything stands at a moment of the loop: pure in the phase, and closed, so that phase 1 is phase 0.
//!
//! No path here ever stands still: where the zoom turns round, the plane turns fastest. A path that
//! stops cannot be evened by `pace`; it would bounce.

use std::f64::consts::TAU;

use crate::recipe::stream::{Purpose, Stream, StreamKey};
use crate::recipe::{LatentPath, Motion, Recipe};

mod drift;
mod orbit;

pub use drift::Drift;
use drift::Splashes;
use orbit::Orbit;

/// Where everything stands at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose {
    /// The latent inputs, times their scale.
    pub latent: Vec<f32>,
    /// The angle between the network and its morph target: W₁ cos θ + W₂ sin θ. Radians.
    pub morph: f64,
    /// How the motion moves the weights.
    pub drift: Drift,
    /// How the motion moves the view.
    pub camera: Camera,
}

/// How the motion moves the view: applied before the view that the recipe names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Multiplies the zoom.
    pub zoom: f64,
    /// Turns the plane, counter-clockwise. Radians.
    pub rotation: f64,
    /// Moves the centre, in units of the view's shorter side.
    pub offset: [f64; 2],
    /// A wave through the plane.
    pub wave: Wave,
}

impl Camera {
    /// No movement at all.
    pub const STILL: Self = Self { zoom: 1.0, rotation: 0.0, offset: [0.0, 0.0], wave: Wave::CALM };

    /// Both movements together.
    fn and(self, other: Self) -> Self {
        Self {
            zoom: self.zoom * other.zoom,
            rotation: self.rotation + other.rotation,
            offset: [self.offset[0] + other.offset[0], self.offset[1] + other.offset[1]],
            // There is one wave: the higher one carries the other away.
            wave: if other.wave.amplitude > self.wave.amplitude { other.wave } else { self.wave },
        }
    }
}

/// A displacement of the plane: x by a sine of y, y by a cosine of x, in units of the view's shorter side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// The largest displacement; 0 for none.
    pub amplitude: f64,
    /// Waves along the shorter side.
    pub frequency: f64,
    /// Radians.
    pub phase: f64,
}

impl Wave {
    /// No wave.
    pub(crate) const CALM: Self = Self { amplitude: 0.0, frequency: 0.0, phase: 0.0 };
}

/// The closed paths that the moving parts of one recipe follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    motion: Vec<Motion>,
    latent: Vec<Orbit>,
    splashes: Splashes,
    temper: Temper,
}

impl Path {
    /// Draws the paths of `recipe`.
    pub fn new(recipe: &Recipe) -> Self {
        let key = StreamKey::from(&recipe.seed);
        let stream = |input| key.stream(Purpose::LatentPath { input });
        let latent = match recipe.latent_path {
            LatentPath::Seed => orbit::drawn((0..u32::from(recipe.latent)).map(stream).collect(), recipe.latent_scale),
            LatentPath::Circle => orbit::circle(usize::from(recipe.latent), recipe.latent_scale),
        };
        Self {
            motion: recipe.motion.clone(),
            latent,
            splashes: Splashes::draw(recipe, &mut key.stream(Purpose::Splatter)),
            temper: Temper::draw(&mut key.stream(Purpose::Motion)),
        }
    }

    /// For each latent input the cosine and sine amplitudes of the first harmonic, then of the second.
    pub(crate) fn harmonics(&self) -> Vec<[[f64; 2]; 2]> {
        self.latent.iter().map(|orbit| orbit.harmonics).collect()
    }

    /// For each neuron of the first layer where a splatter takes its bias: by the sine of the loop's angle, and by
    /// 1 − cosine. Empty without one.
    pub(crate) fn splashes(&self) -> &[[f64; 2]] {
        self.splashes.directions()
    }

    /// What the seed settles about the camera's movements.
    pub(crate) fn temper(&self) -> Temper {
        self.temper
    }

    /// Where everything stands at `phase` of the loop, 0..=1.
    pub fn pose(&self, phase: f64) -> Pose {
        let angle = TAU * phase;
        let moving = |motion| self.motion.contains(&motion);
        let latent_angle = if moving(Motion::Latent) || moving(Motion::Combo) { angle } else { 0.0 };
        let cameras = self.motion.iter().map(|motion| self.temper.camera(*motion, angle));
        Pose {
            latent: self.latent.iter().map(|orbit| orbit.at(latent_angle) as f32).collect(),
            morph: if moving(Motion::Morph) { angle } else { 0.0 },
            drift: Drift::at(&self.motion, &self.splashes, angle),
            camera: cameras.fold(Camera::STILL, Camera::and),
        }
    }
}

/// What a seed settles about the camera's movements: uniform numbers, drawn in this order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Temper {
    /// Which way the centre moves. Radians, 0..2π.
    pub heading: f64,
    /// Which way the plane turns: 1 counter-clockwise, −1 clockwise.
    pub turn: f64,
    /// Waves along the shorter side, 1..2.
    pub ripples: f64,
}

/// A zoom goes this many times closer, and as many times farther.
const ZOOM_DEPTH: f64 = 3.0;
/// The same of a spiral, whose turn shows change enough.
const SPIRAL_DEPTH: f64 = 2.5;
/// The same of a combo.
const COMBO_DEPTH: f64 = 1.3;

impl Temper {
    fn draw(stream: &mut Stream) -> Self {
        Self {
            heading: TAU * stream.uniform(),
            turn: if stream.uniform() < 0.5 { 1.0 } else { -1.0 },
            ripples: 1.0 + stream.uniform(),
        }
    }

    /// How `motion` moves the camera at `angle` of its loop. All but the waves start from rest.
    fn camera(&self, motion: Motion, angle: f64) -> Camera {
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        let still = Camera::STILL;
        match motion {
            Motion::Latent | Motion::Morph | Motion::Fog | Motion::Splatter | Motion::Recolor => still,
            Motion::Zoom => Camera { zoom: depth(ZOOM_DEPTH, sin), rotation: self.turn * 0.2 * (1.0 - cos), ..still },
            Motion::Rotate => Camera { rotation: self.turn * angle, ..still },
            Motion::Wave => Camera { wave: self.wave(0.06, angle), ..still },
            Motion::Spiral => Camera { zoom: depth(SPIRAL_DEPTH, sin), rotation: self.turn * angle, ..still },
            Motion::Pan => Camera { offset: self.along(0.4 * sin, 0.2 * libm::sin(2.0 * angle)), ..still },
            Motion::Combo => Camera {
                zoom: depth(COMBO_DEPTH, sin),
                rotation: self.turn * 0.3 * libm::sin(2.0 * angle),
                offset: self.along(0.1 * (1.0 - cos), 0.1 * sin),
                wave: self.wave(0.02, angle),
            },
        }
    }

    /// A step along the heading and one across it.
    fn along(&self, ahead: f64, across: f64) -> [f64; 2] {
        let (sin, cos) = (libm::sin(self.heading), libm::cos(self.heading));
        [ahead * cos - across * sin, ahead * sin + across * cos]
    }

    /// Three waves a loop: one alone would take all of a loop that other motions make long.
    fn wave(&self, amplitude: f64, angle: f64) -> Wave {
        Wave { amplitude, frequency: self.ripples, phase: 3.0 * angle }
    }
}

/// The zoom at `height` within −1..=1 of a climb that goes `depth` times closer and farther.
fn depth(depth: f64, height: f64) -> f64 {
    libm::exp(libm::log(depth) * height)
}
