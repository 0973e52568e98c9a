//! How much of each pixel an outline covers, exactly for straight lines: curves are lines so short that none is seen.
//!
//! For each row every line adds, from the pixel in which it lies to the right, the part of the row's height that it
//! crosses, downwards positive and upwards negative: the sum from the left is what lies inside (Raph Levien, "Inside the
//! fastest font renderer in the world", 2016). A row depends on nothing but itself, whatever strip it is painted in.

use std::ops::Range;

use super::typeface::{Piece, Point};

/// How far a line may lie from the curve that it stands for, in pixels.
const TOLERANCE: f64 = 0.02;
/// The most lines of a curve.
const MOST_LINES: f64 = 64.0;

/// Straight lines in pixels, downwards.
#[derive(Debug)]
pub(super) struct Outline {
    /// Start and end, in the order of their upper ends.
    lines: Vec<[Point; 2]>,
}

impl Outline {
    /// The lines of pieces in pixels.
    pub(super) fn new(pieces: &[Piece]) -> Self {
        let mut lines = Vec::new();
        let (mut start, mut at) = ([0.0; 2], [0.0; 2]);
        for piece in pieces {
            match *piece {
                Piece::Start(to) => {
                    lines.push([at, start]);
                    (start, at) = (to, to);
                }
                Piece::Line(to) => {
                    lines.push([at, to]);
                    at = to;
                }
                Piece::Curve([one, two, to]) => {
                    flatten([at, one, two, to], &mut lines);
                    at = to;
                }
            }
        }
        lines.push([at, start]);
        // What lies level covers nothing.
        lines.retain(|[from, to]| from[1] != to[1]);
        lines.sort_by(|a, b| top(a).total_cmp(&top(b)));
        Self { lines }
    }

    /// The share, 0..=1, of each pixel of row `y` in these columns that lies inside.
    pub(super) fn row(&self, y: u32, columns: Range<u32>) -> Vec<f32> {
        let mut steps = vec![0.0_f64; columns.len() + 1];
        let (above, below) = (f64::from(y), f64::from(y) + 1.0);
        let begun = self.lines.partition_point(|line| top(line) < below);
        for line in &self.lines[..begun] {
            if let Some((height, from, to)) = within(line, above, below) {
                add(&mut steps, height, from - f64::from(columns.start), to - f64::from(columns.start));
            }
        }
        let mut inside = 0.0_f64;
        let covered = steps.iter().take(columns.len()).map(|step| {
            inside += *step;
            (inside as f32).abs().min(1.0)
        });
        // Sums that should be 0 are off by what rounding leaves.
        covered.map(|share| if share < 1e-4 { 0.0 } else { share }).collect()
    }
}

fn top([from, to]: &[Point; 2]) -> f64 {
    from[1].min(to[1])
}

/// The part of a line between two heights: how much it goes down, and from which column to which.
fn within([from, to]: &[Point; 2], above: f64, below: f64) -> Option<(f64, f64, f64)> {
    let (sign, upper, lower) = if from[1] < to[1] { (1.0, from, to) } else { (-1.0, to, from) };
    let (start, end) = (upper[1].max(above), lower[1].min(below));
    let slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
    let across = |y: f64| upper[0] + (y - upper[1]) * slope;
    (start < end).then(|| (sign * (end - start), across(start), across(end)))
}

/// Adds a line that goes down by `height` between two columns: in each it passes, a part to the pixel to its right and
/// the rest from the next pixel on.
fn add(steps: &mut [f64], height: f64, from: f64, to: f64) {
    // What lies beside the columns covers all to its right, or nothing.
    let last = (steps.len() - 1) as f64;
    let (left, right) = (from.min(to).clamp(0.0, last), from.max(to).clamp(0.0, last));
    let (mut at, mut column) = (left, left.floor());
    loop {
        let end = right.min(column + 1.0);
        let share = if right > left { (end - at) / (right - left) } else { 1.0 };
        let beside = (at + end) / 2.0 - column;
        let index = column as usize;
        steps[index] += height * share * (1.0 - beside);
        if let Some(next) = steps.get_mut(index + 1) {
            *next += height * share * beside;
        }
        if end >= right {
            return;
        }
        (at, column) = (end, column + 1.0);
    }
}

/// Appends a cubic curve as lines. A line over the share 1/n of a curve is off by √3/18 of its second difference over n²
/// at most; three quarters are more than enough.
fn flatten(curve: [Point; 4], lines: &mut Vec<[Point; 2]>) {
    let [p0, p1, p2, p3] = curve;
    let bend = |a: Point, b: Point, c: Point| {
        let [x, y] = [a[0] - 2.0 * b[0] + c[0], a[1] - 2.0 * b[1] + c[1]];
        (x * x + y * y).sqrt()
    };
    let count = (0.75 * bend(p0, p1, p2).max(bend(p1, p2, p3)) / TOLERANCE).sqrt().ceil().clamp(1.0, MOST_LINES);
    let mut at = p0;
    for step in 1..=count as u32 {
        let t = f64::from(step) / count;
        let to = if t < 1.0 { on(curve, t) } else { p3 };
        lines.push([at, to]);
        at = to;
    }
}

/// The point of a cubic curve at `t`, 0..=1.
fn on([p0, p1, p2, p3]: [Point; 4], t: f64) -> Point {
    let s = 1.0 - t;
    std::array::from_fn(|axis| {
        s * s * s * p0[axis] + 3.0 * s * t * (s * p1[axis] + t * p2[axis]) + t * t * t * p3[axis]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygon(points: &[Point]) -> Outline {
        let mut pieces = vec![Piece::Start(points[0])];
        pieces.extend(points[1..].iter().map(|point| Piece::Line(*point)));
        Outline::new(&pieces)
    }

    fn area(outline: &Outline, side: u32) -> f64 {
        (0..side).flat_map(|y| outline.row(y, 0..side)).map(f64::from).sum()
    }

    #[test]
    fn a_polygon_covers_its_area() {
        let square = polygon(&[[1.25, 2.5], [4.75, 2.5], [4.75, 5.0], [1.25, 5.0]]);
        assert!((area(&square, 8) - 3.5 * 2.5).abs() < 1e-5);
        assert_eq!(square.row(3, 0..6), [0.0, 0.75, 1.0, 1.0, 0.75, 0.0]);
        assert_eq!(square.row(2, 0..6), [0.0, 0.375, 0.5, 0.5, 0.375, 0.0]);
        let triangle = polygon(&[[0.3, 7.9], [6.1, 0.2], [7.7, 6.6]]);
        let doubled = (6.1 - 0.3) * (6.6 - 7.9) - (7.7 - 0.3) * (0.2 - 7.9);
        let (covered, exact) = (area(&triangle, 8), f64::abs(doubled) / 2.0);
        // Coverage adds up along a row in single precision.
        assert!((covered - exact).abs() < 1e-4, "{covered} for {exact}");
    }

    #[test]
    fn a_circle_of_curves_covers_pi_times_its_radius_squared() {
        // Four cubic curves that are off a circle by less than 0.03% of its radius.
        const K: f64 = 0.5522847498;
        let at = |x: f64, y: f64| [16.0 + 12.0 * x, 16.0 + 12.0 * y];
        let circle = Outline::new(&[
            Piece::Start(at(1.0, 0.0)),
            Piece::Curve([at(1.0, K), at(K, 1.0), at(0.0, 1.0)]),
            Piece::Curve([at(-K, 1.0), at(-1.0, K), at(-1.0, 0.0)]),
            Piece::Curve([at(-1.0, -K), at(-K, -1.0), at(0.0, -1.0)]),
            Piece::Curve([at(K, -1.0), at(1.0, -K), at(1.0, 0.0)]),
        ]);
        let expected = std::f64::consts::PI * 144.0;
        assert!((area(&circle, 32) / expected - 1.0).abs() < 2e-3, "{} instead of {expected}", area(&circle, 32));
    }

    #[test]
    fn what_lies_left_of_the_columns_still_counts() {
        let square = polygon(&[[1.25, 0.0], [9.0, 0.0], [9.0, 4.0], [1.25, 4.0]]);
        assert_eq!(square.row(1, 5..8), [1.0, 1.0, 1.0]);
        assert_eq!(square.row(1, 10..12), [0.0, 0.0]);
    }
}
