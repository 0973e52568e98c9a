//! From a recipe and a moment to pixels: the one function that the screen and every export share.

use rayon::prelude::*;

use crate::kernel::{Level, Positions, Program};
use crate::motion::{Path, Pose};
use crate::network::Network;
use crate::recipe::{Coords, Motion, Recipe, View};

/// What a picture is painted onto.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Pixels across, 1..=65535.
    pub width: u32,
    /// Pixels down, 1..=65535.
    pub height: u32,
    /// Width of a pixel over its height, so that circles stay round where pixels are not square.
    pub aspect: f64,
    /// N×N samples a pixel, averaged in linear light. 1..=16.
    pub samples: u32,
}

impl Viewport {
    /// Square pixels, one sample each.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height, aspect: 1.0, samples: 1 }
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

/// An artwork that is ready to be painted at any moment of its loop.
#[derive(Clone, Debug)]
pub struct Painting {
    recipe: Recipe,
    network: Network,
    morph_target: Option<Network>,
    path: Path,
    level: Level,
}

impl Painting {
    /// Draws the networks of `recipe`.
    pub fn new(recipe: Recipe) -> Self {
        let morphs = recipe.motion.contains(&Motion::Morph);
        Self {
            network: Network::build(&recipe),
            morph_target: morphs.then(|| Network::build_morph_target(&recipe)),
            path: Path::new(&recipe),
            level: Level::detect(),
            recipe,
        }
    }

    /// What is painted.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Everything fixed for one picture: `phase` of the loop in 0..=1, seen through `view`.
    pub fn shot(&self, phase: f64, view: View, viewport: Viewport) -> Shot<'_> {
        let pose = self.path.pose(phase);
        let network = match &self.morph_target {
            Some(target) => &self.network.rotated_towards(target, pose.morph),
            None => &self.network,
        };
        let program = Program::new(network, &pose.latent, self.recipe.gain as f32);
        Shot { painting: self, program, grid: Grid::new(&pose, view, viewport, self.recipe.coords), viewport }
    }

    /// Paints one picture on all threads.
    pub fn paint(&self, phase: f64, view: View, viewport: Viewport) -> Frame {
        self.shot(phase, view, viewport).frame()
    }
}

/// One picture about to be painted, as a whole or row by row.
#[derive(Debug)]
pub struct Shot<'a> {
    painting: &'a Painting,
    program: Program,
    grid: Grid,
    viewport: Viewport,
}

impl Shot<'_> {
    /// Paints the whole picture on all threads.
    pub fn frame(&self) -> Frame {
        let Viewport { width, height, .. } = self.viewport;
        let mut pixels = vec![[0; 3]; width as usize * height as usize];
        pixels.par_chunks_mut(width as usize).enumerate().for_each(|(row, out)| self.row(row as u32, out));
        Frame { width, height, pixels }
    }

    fn row(&self, row: u32, out: &mut [[u8; 3]]) {
        let width = out.len();
        let (mut x, mut y) = (vec![0.0; width], vec![0.0; width]);
        for column in 0..width {
            [x[column], y[column]] = self.grid.position(column as f64 + 0.5, f64::from(row) + 0.5);
        }
        let r: Vec<f32> = x.iter().zip(&y).map(|(x, y)| (x * x + y * y).sqrt()).collect();
        let channels = self.program.channels();
        let mut values = vec![0.0; width * channels];
        self.program.evaluate(self.painting.level, Positions { x: &x, y: &y, r: &r }, &mut values);
        for (column, pixel) in out.iter_mut().enumerate() {
            *pixel = std::array::from_fn(|channel| (values[(channel % channels) * width + column] * 255.0 + 0.5) as u8);
        }
    }
}

/// From pixels to positions in the plane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    matrix: [[f64; 2]; 2],
    origin: [f64; 2],
}

impl Grid {
    pub(crate) fn new(pose: &Pose, view: View, viewport: Viewport, coords: Coords) -> Self {
        let (width, height) = (f64::from(viewport.width) * viewport.aspect, f64::from(viewport.height));
        let shorter = width.min(height);
        let view = pose.camera.apply(view);
        let angle = view.rotation.to_radians();
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        let (span, corner) = match coords {
            Coords::Centered => (1.0, [width / 2.0, height / 2.0]),
            Coords::Pixels => (128.0, [0.0, 0.0]),
        };
        let scale = span / (shorter * view.zoom);
        let matrix = [[cos * scale * viewport.aspect, sin * scale], [-sin * scale * viewport.aspect, cos * scale]];
        let corner = [corner[0] / viewport.aspect, corner[1]];
        let origin =
            std::array::from_fn(|axis| view.center[axis] - matrix[axis][0] * corner[0] - matrix[axis][1] * corner[1]);
        Self { matrix, origin }
    }

    pub(crate) fn position(&self, column: f64, row: f64) -> [f32; 2] {
        std::array::from_fn(|axis| {
            (self.origin[axis] + self.matrix[axis][0] * column + self.matrix[axis][1] * row) as f32
        })
    }
}
