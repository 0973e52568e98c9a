//! The closed paths of the latent inputs.

use std::f64::consts::TAU;

use crate::recipe::stream::Stream;

/// The first input on the cosine, the second on the sine; the others rest at 0.
pub(super) fn circle(inputs: usize, scale: f64) -> Vec<Orbit> {
    let first = [[scale, 0.0], [0.0, scale]].into_iter().chain(std::iter::repeat([0.0; 2]));
    first.take(inputs).map(|first| Orbit { harmonics: [first, [0.0; 2]] }).collect()
}

/// The least speed of the latent inputs together along a loop, as a share of their mean speed: else they nearly stand
/// still for a moment.
const LEAST_SPEED: f64 = 0.125;
/// How many times all paths are drawn again at most.
const REDRAWS: usize = 16;
/// Moments of a loop at which the speed is looked at.
const MOMENTS: u32 = 256;

/// Draws a path for each latent input from a stream of its own, and all of them again while together they nearly stand
/// still somewhere. The most even ones have to do if none is even enough; a single input turns back twice anyway.
pub(super) fn drawn(mut streams: Vec<Stream>, scale: f64) -> Vec<Orbit> {
    let mut draw = || streams.iter_mut().map(|stream| Orbit::draw(stream, scale)).collect::<Vec<_>>();
    let mut best = draw();
    if best.len() < 2 {
        return best;
    }
    let mut highest = least_speed(&best);
    for _ in 0..REDRAWS {
        // A scale of 0 moves nothing, and has no share.
        if highest.is_nan() || highest >= LEAST_SPEED {
            break;
        }
        let drawn = draw();
        let speed = least_speed(&drawn);
        if speed > highest {
            (best, highest) = (drawn, speed);
        }
    }
    best
}

/// The least speed of all inputs together, as a share of the mean.
fn least_speed(orbits: &[Orbit]) -> f64 {
    let speeds = (0..MOMENTS).map(|moment| {
        let (sin, cos) = libm::sincos(TAU * (f64::from(moment) + 0.5) / f64::from(MOMENTS));
        let (sin_twice, cos_twice) = (2.0 * sin * cos, cos * cos - sin * sin);
        let speed =
            |Orbit { harmonics: [[a, b], [c, d]] }: &Orbit| b * cos - a * sin + 2.0 * (d * cos_twice - c * sin_twice);
        libm::sqrt(orbits.iter().map(speed).map(|speed| speed * speed).sum())
    });
    let (sum, least) = speeds.fold((0.0, f64::INFINITY), |(sum, least), speed| (sum + speed, least.min(speed)));
    least * f64::from(MOMENTS) / sum
}

/// The closed path of one latent input: a·cos θ + b·sin θ and a quieter second harmonic, without
/// which the second half of every loop would be the first one's mirror image, z(θ + π) = −z(θ).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Orbit {
    /// The cosine and sine amplitudes of each harmonic.
    pub(super) harmonics: [[f64; 2]; 2],
}

impl Orbit {
    /// Each harmonic's share of the variance. They sum to 1/3, the variance of a uniform number
    /// within ±1, which is what CPPN samplers draw their latent from.
    const VARIANCES: [f64; 2] = [0.8 / 3.0, 0.2 / 3.0];

    /// Four Gaussian numbers: the first harmonic's cosine and sine, then the second's.
    fn draw(stream: &mut Stream, scale: f64) -> Self {
        Self {
            harmonics: Self::VARIANCES.map(|variance| {
                let size = scale * libm::sqrt(variance);
                [size * stream.gaussian(), size * stream.gaussian()]
            }),
        }
    }

    pub(super) fn at(&self, angle: f64) -> f64 {
        let [[a, b], [c, d]] = self.harmonics;
        a * libm::cos(angle) + b * libm::sin(angle) + c * libm::cos(2.0 * angle) + d * libm::sin(2.0 * angle)
    }
}
