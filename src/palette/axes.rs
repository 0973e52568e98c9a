//! The principal axes of a picture's channels: what varies most in it, and how far.
//!
//! # Steady axes
//!
//! Eigenvectors have no sign, and where two eigenvalues are nearly equal they may turn by any angle while the
//! picture hardly changes: palettes would flip while a knob is turned. So the axes are not the eigenvectors but what
//! four steps of orthogonal iteration (Golub and Van Loan, *Matrix Computations*, 7.3.2) make of three fixed
//! directions: grey, red against blue, and green against both. With C the covariance,
//!
//! ```text
//! Q·R = (C/trace + ε)⁴ · [grey, red–blue, green]          the diagonal of R positive
//! ```
//!
//! Where one eigenvalue is clearly the largest this is its eigenvector, to within the fourth power of the next one's
//! share; where two are nearly equal it is the combination of both that is nearest the fixed direction. It is a
//! continuous function of C, and its signs follow: the first axis always has a positive share of grey. Two pictures'
//! axes therefore never point against each other, and neither does what lies between them in a blend.

/// A number for each channel, or a direction in their space.
type Vector = [f64; 3];
type Matrix = [Vector; 3];

/// What the iteration starts from. The third is the one that is orthogonal to the first two axes.
const STARTS: [Vector; 2] = [[1.0, 1.0, 1.0], [1.0, 0.0, -1.0]];
/// ε: a share of the variance that every direction has, so that a picture of fewer dimensions has three axes too.
const EVERYWHERE: f64 = 1e-3;
/// The share of the values below, and above, what counts as the range of an axis.
const TAIL: f64 = 0.02;
/// The least range of an axis: what varies less is not stretched further.
const LEAST_RANGE: f64 = 0.02;
/// How far the ends of a palette lie beyond the range, as a share of it.
const MARGIN: f64 = 0.12;
/// How far the third axis moves the walk from dark to light, as a share of it.
const THIRD: f64 = 0.1;

/// From three channels to a place in a palette: the walk from dark to light, and the second axis. Both are linear
/// in the channels, and within 0..=1 for nearly all of the picture that was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axes {
    /// For the walk and the second axis, the factor of each channel.
    pub(super) factors: [[f32; 3]; 2],
    /// What is added to each.
    pub(super) offsets: [f32; 2],
}

impl Axes {
    /// Measures three channels of a picture, as many values of each, in 0..=1.
    pub(crate) fn measure(channels: [&[f32]; 3]) -> Self {
        let axes = principal(covariance(channels)).map(|axis| normalised(axis, channels));
        let [walk, second, third] = axes;
        let factors = std::array::from_fn(|channel| walk.0[channel] + THIRD * third.0[channel]);
        let walk = (factors, walk.1 + THIRD * (third.1 - 0.5));
        let placed = |(factors, offset): (Vector, f64)| {
            let scale = 1.0 / (1.0 + 2.0 * MARGIN);
            (factors.map(|factor| (factor * scale) as f32), ((offset + MARGIN) * scale) as f32)
        };
        let (walk, second) = (placed(walk), placed(second));
        Self { factors: [walk.0, second.0], offsets: [walk.1, second.1] }
    }

    /// For the walk and the second axis, what each channel is multiplied by.
    pub(crate) fn factors(&self) -> [[f32; 3]; 2] {
        self.factors
    }

    /// For the walk and the second axis, what is added to that.
    pub(crate) fn offsets(&self) -> [f32; 2] {
        self.offsets
    }

    /// Axes between these (`t` 0) and `other` (1).
    pub(crate) fn blend(&self, other: &Self, t: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * t;
        let factor = |axis: usize, channel: usize| mix(self.factors[axis][channel], other.factors[axis][channel]);
        Self {
            factors: std::array::from_fn(|axis| std::array::from_fn(|channel| factor(axis, channel))),
            offsets: std::array::from_fn(|axis| mix(self.offsets[axis], other.offsets[axis])),
        }
    }
}

/// An axis as factors and an offset that bring its range to 0..=1, the middle of a range that is too small to ½.
fn normalised(axis: Vector, channels: [&[f32]; 3]) -> (Vector, f64) {
    let mut places = projected(axis, channels);
    places.sort_unstable_by(f64::total_cmp);
    let rank =
        |share: f64| places.get((share * places.len() as f64) as usize).or(places.last()).copied().unwrap_or(0.0);
    let (low, high) = (rank(TAIL), rank(1.0 - TAIL));
    let (middle, range) = (0.5 * (low + high), (high - low).max(LEAST_RANGE));
    (axis.map(|share| share / range), 0.5 - middle / range)
}

fn projected(axis: Vector, [first, second, third]: [&[f32]; 3]) -> Vec<f64> {
    let triples = first.iter().zip(second).zip(third);
    triples.map(|((a, b), c)| dot(axis, [*a, *b, *c].map(f64::from))).collect()
}

fn covariance(channels: [&[f32]; 3]) -> Matrix {
    let count = channels[0].len().max(1) as f64;
    let means = channels.map(|values| values.iter().map(|value| f64::from(*value)).sum::<f64>() / count);
    let entry = |row: usize, column: usize| {
        let pairs = channels[row].iter().zip(channels[column]);
        pairs.map(|(a, b)| (f64::from(*a) - means[row]) * (f64::from(*b) - means[column])).sum::<f64>() / count
    };
    std::array::from_fn(|row| std::array::from_fn(|column| entry(row, column)))
}

/// The steady principal axes, the one along which most varies first: orthogonal, of length 1.
fn principal(covariance: Matrix) -> Matrix {
    let trace = covariance[0][0] + covariance[1][1] + covariance[2][2];
    let scale = if trace > 0.0 { 1.0 / trace } else { 0.0 };
    let mut power: Matrix = std::array::from_fn(|row| {
        std::array::from_fn(|column| scale * covariance[row][column] + if row == column { EVERYWHERE } else { 0.0 })
    });
    power = squared(power);
    power = squared(power);
    let first = unit(applied(power, STARTS[0]));
    let second = unit(without(without(applied(power, STARTS[1]), first), first));
    [first, second, cross(second, first)]
}

/// A symmetric matrix times itself.
fn squared(matrix: Matrix) -> Matrix {
    std::array::from_fn(|row| std::array::from_fn(|column| dot(matrix[row], matrix[column])))
}

fn applied(matrix: Matrix, vector: Vector) -> Vector {
    matrix.map(|row| dot(row, vector))
}

/// `vector` without its share of `axis`, which has length 1. Done twice, rounding leaves nothing of it.
fn without(vector: Vector, axis: Vector) -> Vector {
    let share = dot(vector, axis);
    std::array::from_fn(|index| vector[index] - share * axis[index])
}

fn unit(vector: Vector) -> Vector {
    let length = libm::sqrt(dot(vector, vector));
    vector.map(|share| share / length)
}

fn cross(one: Vector, other: Vector) -> Vector {
    std::array::from_fn(|index| {
        let (next, last) = ((index + 1) % 3, (index + 2) % 3);
        one[next] * other[last] - one[last] * other[next]
    })
}

fn dot(one: Vector, other: Vector) -> f64 {
    one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Channels that vary independently: sines of other lengths, each with its amplitude around ½.
    fn waves(amplitudes: Vector) -> [Vec<f32>; 3] {
        let wave = |channel: usize, sample: usize| {
            let turns = [3.0, 7.0, 11.0][channel] * sample as f64 / 1000.0;
            0.5 + amplitudes[channel] * libm::sin(std::f64::consts::TAU * turns)
        };
        std::array::from_fn(|channel| (0..1000).map(|sample| wave(channel, sample) as f32).collect())
    }

    fn slices(channels: &[Vec<f32>; 3]) -> [&[f32]; 3] {
        std::array::from_fn(|channel| channels[channel].as_slice())
    }

    fn axes_of(amplitudes: Vector) -> Matrix {
        principal(covariance(slices(&waves(amplitudes))))
    }

    fn place(axes: &Axes, axis: usize, color: [f32; 3]) -> f32 {
        let products = axes.factors[axis].iter().zip(color).map(|(factor, value)| factor * value);
        products.sum::<f32>() + axes.offsets[axis]
    }

    #[test]
    fn what_varies_most_comes_first() {
        let [first, second, third] = axes_of([0.1, 0.4, 0.2]);
        assert!(first[1] > 0.99 && second[2].abs() > 0.95 && third[0].abs() > 0.95, "{first:?} {second:?} {third:?}");
        for (one, other) in [(first, second), (second, third), (first, third)] {
            assert!(dot(one, other).abs() < 1e-9 && (dot(one, one) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn axes_that_nearly_coincide_do_not_flip() {
        // Through the point where two channels vary equally, their eigenvectors change places.
        let mut before = axes_of([0.30, 0.29, 0.1]);
        for step in 1..=20 {
            let after = axes_of([0.30, 0.29 + 0.001 * f64::from(step), 0.1]);
            for (axis, (one, other)) in before.into_iter().zip(after).enumerate() {
                assert!(dot(one, other) > 0.999, "step {step}, axis {axis}: {one:?} became {other:?}");
            }
            before = after;
        }
    }

    #[test]
    fn the_first_axis_never_points_against_grey() {
        for amplitudes in [[0.4, 0.0, 0.0], [0.0, 0.4, 0.1], [0.2, 0.2, 0.2], [0.0; 3]] {
            let [first, ..] = axes_of(amplitudes);
            assert!(dot(first, [1.0; 3]) > 0.0, "{first:?}");
        }
    }

    #[test]
    fn nearly_all_of_the_picture_lies_within_the_palette() {
        let channels = waves([0.1, 0.4, 0.2]);
        let axes = Axes::measure(slices(&channels));
        let colors = (0..1000).map(|sample| std::array::from_fn(|channel| channels[channel][sample]));
        let walks: Vec<f32> = colors.map(|color| place(&axes, 0, color)).collect();
        let within = walks.iter().filter(|walk| (0.0..=1.0).contains(*walk)).count();
        assert!(within > 980, "{within} of 1000");
        assert!(walks.iter().any(|walk| *walk < 0.15) && walks.iter().any(|walk| *walk > 0.85));
    }

    #[test]
    fn one_colour_is_the_middle_of_the_palette() {
        let gray = vec![0.3; 50];
        let axes = Axes::measure([&gray, &gray, &gray]);
        for axis in 0..2 {
            assert!((place(&axes, axis, [0.3; 3]) - 0.5).abs() < 1e-4);
        }
        let none = Axes::measure([&[], &[], &[]]);
        assert!(none.factors.as_flattened().iter().chain(&none.offsets).all(|number| number.is_finite()));
    }
}
