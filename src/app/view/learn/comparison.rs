//! What is shown while a network learns: its picture, what it learns, how far the two are apart. What lies around the
//! picture is nothing that it learns, and stays dark.

use std::sync::Arc;

use crate::app::look::{Scene, StandIn};
use crate::app::view::chart::PAPER;
use crate::learn::Picture;
use crate::painter::Frame;

/// How many times as strong a difference is shown.
pub(super) const STRONGER: f32 = 4.0;

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Compared {
    /// What the network paints.
    #[default]
    Network,
    /// The picture of this number that it learns.
    Picture(usize),
    /// How far the two are apart.
    Difference,
}

impl Compared {
    /// What comes after it, where there are `pictures` of them. Several are never all where the network is: there is no
    /// difference then.
    pub(super) fn next(self, pictures: usize) -> Self {
        match self {
            Self::Network => Self::Picture(0),
            Self::Picture(index) if index + 1 < pictures => Self::Picture(index + 1),
            Self::Picture(_) if pictures == 1 => Self::Difference,
            _ => Self::Network,
        }
    }

    /// In a word or two.
    pub(super) fn name(self) -> String {
        match self {
            Self::Network => "network".to_owned(),
            Self::Picture(0) => "picture".to_owned(),
            Self::Picture(index) => format!("picture {}", index + 1),
            Self::Difference => "difference".to_owned(),
        }
    }
}

/// Shows one of them.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) pictures: Arc<[Picture]>,
    pub(super) shown: Compared,
}

impl StandIn for Comparison {
    fn paint(&self, scene: &Scene<'_>) -> Frame {
        self.seen(scene, scene.work.painting().paint(scene.phase, scene.view, scene.viewport))
    }
}

impl Comparison {
    /// What is shown where the network paints `frame`.
    fn seen(&self, scene: &Scene<'_>, frame: Frame) -> Frame {
        let pictures = match self.shown {
            Compared::Picture(index) => self.pictures.get(index..=index).unwrap_or_default(),
            Compared::Network | Compared::Difference => &self.pictures,
        };
        let moment = scene.work.painting().moment(scene.phase);
        let position = moment.positions(scene.view, scene.viewport, scene.work.recipe().coords);
        let mut frame = frame;
        let width = frame.width.max(1) as usize;
        for (index, pixel) in frame.pixels.iter_mut().enumerate() {
            let place = [index % width, index / width].map(|place| place as f64 + 0.5);
            let position = position(place);
            let found = pictures.iter().find_map(|picture| color_at(picture, position));
            *pixel = match (self.shown, found) {
                (_, None) => PAPER,
                (Compared::Network, Some(_)) => *pixel,
                (Compared::Difference, Some(color)) => difference(*pixel, color),
                (Compared::Picture(_), Some(color)) => color,
            };
        }
        frame
    }
}

/// The colour of the pixel at a position as the network counts them: the origin in the middle, the shorter side 1 long.
fn color_at(picture: &Picture, position: [f32; 2]) -> Option<[u8; 3]> {
    let size = picture.size();
    let shorter = size[0].min(size[1]) as f32;
    let [x, y] = [0, 1].map(|axis| (position[axis] * shorter + size[axis] as f32 / 2.0).floor());
    let is_inside = (0.0..size[0] as f32).contains(&x) && (0.0..size[1] as f32).contains(&y);
    let pixel = is_inside.then(|| picture.pixels().get(y as usize * size[0] as usize + x as usize))??;
    Some(pixel.map(|channel| (channel * 255.0).round() as u8))
}

/// From black for none to white.
fn difference(one: [u8; 3], other: [u8; 3]) -> [u8; 3] {
    std::array::from_fn(|channel| {
        (STRONGER * f32::from(one[channel].abs_diff(other[channel]))).min(f32::from(u8::MAX)) as u8
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::learn::Shape;
    use crate::painter::Viewport;
    use crate::work::Work;

    fn see(shown: Compared, frame: [u8; 3]) -> Vec<[u8; 3]> {
        let grey = |value: f32| [value; 3];
        let pixels = vec![grey(0.0), grey(0.2), grey(0.4), grey(0.6), grey(0.8), grey(1.0)];
        let show = Comparison { pictures: [Picture::from_pixels([3, 2], pixels)].into(), shown };
        let work = Work::new(Shape { hidden: vec![4], ..Shape::default() }.recipe(1));
        // A column further than the picture on both sides.
        let (view, viewport) = (work.recipe().view, Viewport::new(5, 2));
        let scene = Scene { work: &work, phase: 0.0, view, viewport, seconds: 0.0, asked: Duration::ZERO };
        show.seen(&scene, Frame { width: 5, height: 2, pixels: vec![frame; 10] }).pixels
    }

    #[test]
    fn the_picture_stands_where_the_network_learns_it() {
        let rows = [[PAPER, [0; 3], [51; 3], [102; 3], PAPER], [PAPER, [153; 3], [204; 3], [255; 3], PAPER]];
        assert_eq!(see(Compared::Picture(0), [9; 3]), rows.concat());
    }

    #[test]
    fn what_lies_around_the_picture_stays_dark() {
        let row = [PAPER, [9; 3], [9; 3], [9; 3], PAPER];
        assert_eq!(see(Compared::Network, [9; 3]), [row, row].concat());
    }

    #[test]
    fn a_difference_is_black_where_there_is_none() {
        let seen = see(Compared::Difference, [51; 3]);
        assert_eq!(seen[1..4], [[204; 3], [0; 3], [204; 3]]);
        assert_eq!(seen[8], [255; 3]);
    }

    #[test]
    fn the_key_goes_round() {
        let round = |pictures: usize| {
            let mut shown = Compared::Network;
            let mut names = Vec::new();
            loop {
                shown = shown.next(pictures);
                names.push(shown.name());
                if shown == Compared::Network {
                    return names.join(", ");
                }
            }
        };
        assert_eq!(round(1), "picture, difference, network");
        assert_eq!(round(3), "picture, picture 2, picture 3, network");
    }
}
