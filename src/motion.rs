//! Where everything stands at a moment of the loop. Pure, and closed: phase 1 is phase 0.

use std::f64::consts::TAU;

use crate::recipe::stream::{Key, Purpose};
use crate::recipe::{Motion, Recipe, View};

/// Where everything stands at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose {
    /// The latent inputs, times their scale.
    pub latent: Vec<f32>,
    /// The angle between the network and its morph target: W₁ cos θ + W₂ sin θ. Radians.
    pub morph: f64,
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
    pub const STILL: Self = Self {
        zoom: 1.0,
        rotation: 0.0,
        offset: [0.0, 0.0],
        wave: Wave { amplitude: 0.0, frequency: 0.0, phase: 0.0 },
    };
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

/// The closed paths that the moving parts of one recipe follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    motion: Vec<Motion>,
    /// For each latent input, the two ends a and b of a·cos θ + b·sin θ, times the scale.
    latent: Vec<[f64; 2]>,
}

impl Path {
    /// Draws the paths of `recipe`.
    pub fn new(recipe: &Recipe) -> Self {
        let key = Key::from(&recipe.seed);
        let ends = |input| {
            let mut stream = key.stream(Purpose::LatentPath { input });
            [stream.gaussian(), stream.gaussian()].map(|end| end * recipe.latent_scale)
        };
        Self { motion: recipe.motion.clone(), latent: (0..u32::from(recipe.latent)).map(ends).collect() }
    }

    /// Where everything stands at `phase` of the loop, 0..=1.
    pub fn pose(&self, phase: f64) -> Pose {
        let angle = TAU * phase;
        let moving = |motion| self.motion.contains(&motion);
        let (sin, cos) = if moving(Motion::Latent) { (libm::sin(angle), libm::cos(angle)) } else { (0.0, 1.0) };
        let mut camera = Camera::STILL;
        if moving(Motion::Rotate) {
            camera.rotation = angle;
        }
        Pose {
            latent: self.latent.iter().map(|[a, b]| (a * cos + b * sin) as f32).collect(),
            morph: if moving(Motion::Morph) { angle } else { 0.0 },
            camera,
        }
    }
}

impl Camera {
    /// The view that this movement makes of `view`: zoom and rotation alone; `offset` and `wave` act
    /// on the pixel positions.
    pub fn apply(&self, view: View) -> View {
        View { zoom: view.zoom * self.zoom, rotation: view.rotation + self.rotation.to_degrees(), ..view }
    }
}
