//! From pixels to positions in the picture plane.

use std::f64::consts::TAU;

use super::Viewport;
use crate::motion::{Camera, Wave};
use crate::recipe::{Coords, View};

/// Where each pixel of a viewport lies in the plane.
///
/// In units of the viewport's shorter side, u = (pixel − origin pixel), y downwards. The camera makes
/// u′ = R·(u + wave(u)) / zoom + offset of it, the view center + span·R·u′ / zoom, where R turns the
/// picture counter-clockwise. All in double precision; the kernel gets the result rounded once.
#[derive(Clone, Debug)]
pub(super) struct SampleGrid {
    /// From u to the plane.
    matrix: [[f64; 2]; 2],
    /// Where u = 0 lies in the plane.
    origin: [f64; 2],
    /// From pixels to u: u = pixel · step − corner.
    step: [f64; 2],
    corner: [f64; 2],
    wave: Option<Wave>,
}

impl SampleGrid {
    pub(super) fn new(camera: &Camera, view: View, viewport: Viewport, coords: Coords) -> Self {
        let (width, height) = (f64::from(viewport.width) * viewport.aspect, f64::from(viewport.height));
        let shorter = width.min(height);
        let span = coords.span();
        let corner = match coords {
            Coords::Centered => [width / 2.0, height / 2.0],
            Coords::Pixels => [0.0, 0.0],
        };
        let turned = turn(view.rotation.to_radians(), span / view.zoom);
        let offset = apply(turned, camera.offset);
        let angle = view.rotation.to_radians() + camera.rotation;
        Self {
            matrix: turn(angle, span / (view.zoom * camera.zoom)),
            origin: [view.center[0] + offset[0], view.center[1] + offset[1]],
            step: [viewport.aspect / shorter, 1.0 / shorter],
            corner: corner.map(|side| side / shorter),
            wave: (camera.wave.amplitude != 0.0).then_some(camera.wave),
        }
    }

    /// The position in the plane of a point given in pixels, its centre being at .5.
    pub(super) fn position(&self, pixel: [f64; 2]) -> [f64; 2] {
        let mut u: [f64; 2] = std::array::from_fn(|axis| pixel[axis] * self.step[axis] - self.corner[axis]);
        if let Some(wave) = &self.wave {
            u = [u[0] + across(wave, u[1]), u[1] + down(wave, u[0])];
        }
        let [x, y] = apply(self.matrix, u);
        [self.origin[0] + x, self.origin[1] + y]
    }

    /// How far the wave moves each of `columns` downwards, in units of the shorter side; empty without a wave.
    pub(super) fn column_waves(&self, columns: impl Iterator<Item = f64>) -> Vec<f64> {
        let Some(wave) = &self.wave else { return Vec::new() };
        columns.map(|column| down(wave, column * self.step[0] - self.corner[0])).collect()
    }

    /// The row at `row`, ready for the positions along it.
    pub(super) fn line(&self, row: f64) -> GridRow {
        let vertical = row * self.step[1] - self.corner[1];
        let shift = self.wave.as_ref().map_or(0.0, |wave| across(wave, vertical)) - self.corner[0];
        let start = |axis: usize| {
            let [across, down] = self.matrix[axis];
            self.origin[axis] + across * shift + down * vertical
        };
        GridRow {
            start: std::array::from_fn(start),
            slope: self.matrix.map(|[across, _]| across * self.step[0]),
            down: self.matrix.map(|[_, down]| down),
        }
    }
}

/// A row of the picture in the plane. A column's position is start + slope · column + down · wave.
#[derive(Clone, Copy, Debug)]
pub(super) struct GridRow {
    start: [f64; 2],
    slope: [f64; 2],
    down: [f64; 2],
}

impl GridRow {
    /// Positions of a run of pixels: the first lies at `column`, and `waves` are theirs out of
    /// [`SampleGrid::column_waves`].
    pub(super) fn run(&self, column: f64, waves: &[f64], x: &mut [f32], y: &mut [f32]) {
        for (axis, out) in [x, y].into_iter().enumerate() {
            let (start, slope, down) = (self.start[axis], self.slope[axis], self.down[axis]);
            // 32-bit indices: the vector units convert them, unlike 64-bit ones.
            let straight = |index: i32| start + slope * (column + f64::from(index));
            if waves.is_empty() {
                (0..).zip(out).for_each(|(index, value)| *value = straight(index) as f32);
            } else {
                let pairs = out.iter_mut().zip(waves);
                (0..).zip(pairs).for_each(|(index, (value, wave))| *value = (straight(index) + down * wave) as f32);
            }
        }
    }

    /// The position of one column, as in a run; `wave` is 0 where there is none.
    pub(super) fn at(&self, column: f64, wave: f64) -> [f32; 2] {
        let straight = |axis: usize| self.start[axis] + self.slope[axis] * column;
        std::array::from_fn(|axis| (straight(axis) + self.down[axis] * wave) as f32)
    }
}

/// From the screen to a plane that is turned counter-clockwise by `angle` (y points down) and `scale` units large.
fn turn(angle: f64, scale: f64) -> [[f64; 2]; 2] {
    let (sin, cos) = (scale * libm::sin(angle), scale * libm::cos(angle));
    [[cos, -sin], [sin, cos]]
}

fn apply(matrix: [[f64; 2]; 2], [x, y]: [f64; 2]) -> [f64; 2] {
    matrix.map(|row| row[0] * x + row[1] * y)
}

fn across(wave: &Wave, vertical: f64) -> f64 {
    wave.amplitude * libm::sin(TAU * wave.frequency * vertical + wave.phase)
}

fn down(wave: &Wave, horizontal: f64) -> f64 {
    wave.amplitude * libm::cos(TAU * wave.frequency * horizontal + wave.phase)
}
