//! A small picture that ships with the program, for lessons: an evening at a lake, drawn with plain arithmetic.
//!
//! It has what networks find easy and what they find hard: a sky that shades softly, a ridge with straight edges, a
//! house of a few pixels, a fence of posts one pixel wide. The same bits on every machine.

use super::picture::Picture;

/// Pixels across and down.
pub const SIZE: [u32; 2] = [96, 60];
/// Samples of a pixel along each side, so that edges are smooth.
const SAMPLES: u32 = 3;

type Color = [f64; 3];

const SKY: Color = [0.15, 0.22, 0.45];
const HORIZON: Color = [0.99, 0.72, 0.47];
const SUN: Color = [1.0, 0.95, 0.78];
const ROCK: Color = [0.35, 0.31, 0.50];
const HAZE: Color = [0.78, 0.58, 0.56];
const SNOW: Color = [0.95, 0.92, 0.94];
const SHORE: Color = [0.14, 0.23, 0.18];
const WALL: Color = [0.93, 0.88, 0.78];
const ROOF: Color = [0.66, 0.20, 0.16];
const WINDOW: Color = [1.0, 0.83, 0.35];
const GRASS: Color = [0.20, 0.33, 0.14];
const POST: Color = [0.86, 0.80, 0.70];

/// Middle and radius of the sun.
const SUN_AT: [f64; 2] = [66.0, 24.0];
const SUN_RADIUS: f64 = 5.0;
/// Rows of the waterline, and of the near shore.
const WATER: f64 = 38.0;
const NEAR: f64 = 51.0;
/// Corners of the ridge.
const RIDGE: [[f64; 2]; 8] =
    [[0.0, 27.0], [11.0, 17.0], [19.0, 24.0], [33.0, 9.0], [44.0, 23.0], [53.0, 19.0], [74.0, 32.0], [96.0, 25.0]];

/// The picture.
pub(crate) fn sample() -> Picture {
    let pixels = (0..SIZE[1]).flat_map(|row| (0..SIZE[0]).map(move |column| pixel([column, row])));
    Picture::from_pixels(SIZE, pixels.collect())
}

/// The mean of the samples of a pixel.
fn pixel(place: [u32; 2]) -> [f32; 3] {
    let at = |pixel: u32, sample: u32| f64::from(pixel) + (f64::from(sample) + 0.5) / f64::from(SAMPLES);
    let mut sum = [0.0; 3];
    for (down, across) in (0..SAMPLES).flat_map(|down| (0..SAMPLES).map(move |across| (down, across))) {
        let color = color([at(place[0], across), at(place[1], down)]);
        sum.iter_mut().zip(color).for_each(|(sum, value)| *sum += value);
    }
    sum.map(|sum| (sum / f64::from(SAMPLES * SAMPLES)).clamp(0.0, 1.0) as f32)
}

/// The colour of a point, in pixels from the top left: what is nearest comes first.
fn color(point: [f64; 2]) -> Color {
    let nearest = fence(point).or_else(|| house(point));
    nearest.unwrap_or_else(|| if point[1] < WATER { land(point) } else { lake(point) })
}

/// The fence in front, and the grass behind it.
fn fence([x, y]: [f64; 2]) -> Option<Color> {
    // Whole numbers, so that a post covers one column of pixels.
    let is_post = x.floor() % 4.0 == 1.0 && (48.0..58.0).contains(&y);
    let is_rail = (51.0..52.0).contains(&y);
    if is_post || is_rail {
        return Some(POST);
    }
    (y >= NEAR).then(|| mix(GRASS, SHORE, (y - NEAR) / 9.0))
}

/// The house on the far shore.
fn house([x, y]: [f64; 2]) -> Option<Color> {
    let is_window = (33.0..35.0).contains(&y) && ((79.0..81.0).contains(&x) || (84.0..86.0).contains(&x));
    if is_window {
        return Some(WINDOW);
    }
    if (77.0..88.0).contains(&x) && (32.0..WATER).contains(&y) {
        return Some(WALL);
    }
    // The roof's slopes rise one pixel for each to the side.
    let slope = 26.0 + (x - 82.5).abs();
    (y >= slope && y < 32.0).then_some(ROOF)
}

/// Sky, sun, ridge and the far shore.
fn land([x, y]: [f64; 2]) -> Color {
    let shore = 35.5 - 0.03 * (x - 30.0).abs();
    if y > shore {
        return SHORE;
    }
    let ridge = ridge(x);
    if y <= ridge {
        return sky([x, y]);
    }
    // Snow lies where the ridge is high, and ends in a line that follows it.
    if y < ridge + 0.35 * (22.0 - ridge) { SNOW } else { mix(ROCK, HAZE, (y - 12.0) / 24.0) }
}

/// The height of the ridge, straight from corner to corner.
fn ridge(x: f64) -> f64 {
    let sides = RIDGE.windows(2).find(|side| x <= side[1][0]);
    sides.map_or(RIDGE[7][1], |side| {
        let way = (x - side[0][0]) / (side[1][0] - side[0][0]);
        side[0][1] + way * (side[1][1] - side[0][1])
    })
}

fn sky([x, y]: [f64; 2]) -> Color {
    let square = (x - SUN_AT[0]) * (x - SUN_AT[0]) + (y - SUN_AT[1]) * (y - SUN_AT[1]);
    if square < SUN_RADIUS * SUN_RADIUS {
        return SUN;
    }
    let glow = 60.0 / (90.0 + square);
    mix(mix(SKY, HORIZON, y / 34.0), SUN, glow)
}

/// The land upside down, darker, and in ripples that grow towards the eye.
fn lake([x, y]: [f64; 2]) -> Color {
    let depth = y - WATER;
    let ripple = (y * (0.9 - 0.025 * depth)).floor() % 2.0;
    let mirrored = [x + 1.5 * ripple - 0.75, WATER - 1.6 * depth - 2.0];
    mix(land(mirrored), SKY, 0.25 + 0.15 * ripple)
}

/// Between two colours: `way` 0 is the first.
fn mix(from: Color, to: Color, way: f64) -> Color {
    let way = way.clamp(0.0, 1.0);
    std::array::from_fn(|channel| from[channel] + (to[channel] - from[channel]) * way)
}
