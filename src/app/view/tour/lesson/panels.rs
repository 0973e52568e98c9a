//! What a lesson shows in place of the artwork: pictures side by side, each whole.

use super::Snapshot;
use crate::app::look::{Scene, StandIn};
use crate::app::view::chart::PAPER;
use crate::learn::Picture;
use crate::learn::sample::{SIZE, sample};
use crate::painter::{Frame, Viewport};
use crate::recipe::Recipe;
use crate::work::Work;

/// The share of the picture's width that parts two panels.
const GAP: f64 = 0.02;

/// One of the pictures.
#[derive(Debug)]
pub(in crate::app::view::tour) enum Panel {
    /// What is to be learnt.
    Sample(Picture),
    /// What a network paints.
    Learnt(Box<Work>),
    /// Nothing yet.
    Empty,
}

impl Panel {
    pub(in crate::app::view::tour) fn sample() -> Self {
        Self::Sample(sample())
    }

    /// What `snapshot` paints, seen as `recipe` says.
    pub(in crate::app::view::tour) fn of(snapshot: Option<&Snapshot>, recipe: &Recipe) -> Self {
        let Some(Snapshot { work, .. }) = snapshot else { return Self::Empty };
        let Recipe { hidden, activation, .. } = work.recipe().clone();
        Self::Learnt(Box::new(work.with(Recipe { hidden, activation, ..recipe.clone() })))
    }

    fn paint(&self, scene: &Scene<'_>, viewport: Viewport) -> Frame {
        match self {
            Self::Learnt(work) => work.painting().paint(scene.phase, scene.view, viewport),
            Self::Sample(picture) => enlarged(picture, scene, viewport),
            Self::Empty => blank(viewport),
        }
    }
}

/// The pictures of a page, from left to right.
#[derive(Debug)]
pub(in crate::app::view::tour) struct Panels(pub(in crate::app::view::tour) Vec<Panel>);

impl StandIn for Panels {
    fn work(&self, _: &Work) -> Option<Work> {
        self.0.iter().rev().find_map(|panel| match panel {
            Panel::Learnt(work) => Some(Work::clone(work)),
            _ => None,
        })
    }

    fn paint(&self, scene: &Scene<'_>) -> Frame {
        let mut frame = blank(scene.viewport);
        for (index, panel) in self.0.iter().enumerate() {
            let (corner, viewport) = place(index, self.0.len(), scene.viewport);
            lay(&panel.paint(scene, viewport), corner, &mut frame);
        }
        frame
    }
}

/// Where panel `index` of `count` stands: its upper left pixel, and its pixels, in the shape of the sample.
fn place(index: usize, count: usize, whole: Viewport) -> ([u32; 2], Viewport) {
    let room = f64::from(whole.width) / count as f64;
    let shape = f64::from(SIZE[0]) / f64::from(SIZE[1]) / whole.aspect;
    let widest = (room - GAP * f64::from(whole.width)).max(1.0);
    let height = f64::from(whole.height).min(widest / shape).floor().max(1.0);
    let width = (height * shape).round().clamp(1.0, widest.floor().max(1.0));
    let x = ((index as f64 + 0.5) * room - width / 2.0).max(0.0);
    let y = (f64::from(whole.height) - height) / 2.0;
    ([x as u32, y as u32], Viewport { width: width as u32, height: height as u32, ..whole })
}

/// Copies `picture` into `frame`, as far as it fits there.
fn lay(picture: &Frame, [x, y]: [u32; 2], frame: &mut Frame) {
    let columns = picture.width.min(frame.width.saturating_sub(x)) as usize;
    for row in 0..picture.height.min(frame.height.saturating_sub(y)) {
        let to = ((y + row) * frame.width + x) as usize;
        let from = (row * picture.width) as usize;
        frame.pixels[to..to + columns].copy_from_slice(&picture.pixels[from..from + columns]);
    }
}

fn blank(viewport: Viewport) -> Frame {
    let Viewport { width, height, .. } = viewport;
    Frame { width, height, pixels: vec![PAPER; (width * height) as usize] }
}

/// The sample through the view of `scene`: each pixel the one of the sample at its place.
fn enlarged(picture: &Picture, scene: &Scene<'_>, viewport: Viewport) -> Frame {
    let moment = scene.work.painting().moment(scene.phase);
    let place = moment.positions(scene.view, viewport, scene.work.recipe().coords);
    let [width, height] = picture.size();
    let shorter = width.min(height) as f32;
    let at = |position: f32, side: u32| (position * shorter + side as f32 / 2.0).floor();
    let pixel = |index: u32| {
        let point = [index % viewport.width, index / viewport.width].map(|at| f64::from(at) + 0.5);
        let [x, y] = place(point);
        let (column, row) = (at(x, width), at(y, height));
        let inside = (0.0..width as f32).contains(&column) && (0.0..height as f32).contains(&row);
        let color = inside.then(|| picture.pixels()[row as usize * width as usize + column as usize]);
        color.map_or(PAPER, |color| color.map(|channel| (255.0 * channel).round() as u8))
    };
    Frame { pixels: (0..viewport.width * viewport.height).map(pixel).collect(), ..blank(viewport) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_stand_side_by_side_in_the_shape_of_the_sample() {
        for (width, height, aspect) in [(80, 26, 1.0), (200, 98, 1.0), (40, 6, 1.0), (160, 26, 0.5), (2, 1, 1.0)] {
            let whole = Viewport { aspect, ..Viewport::new(width, height) };
            let [left, right] = [0, 1].map(|index| place(index, 2, whole));
            assert!(left.0[0] + left.1.width <= right.0[0] && right.0[0] + right.1.width <= width, "{width}×{height}");
            assert!(left.1.height <= height);
            let shape = f64::from(left.1.width) * aspect / f64::from(left.1.height);
            assert!(left.1.height < 10 || (shape - 1.6).abs() < 0.1, "{width}×{height}: {shape}");
        }
    }
}
