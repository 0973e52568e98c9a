//! A cubic between two points with given slopes.

/// The cubic Hermite curve at `t` in 0..=1 from `start`, which rises by `rise`: `slopes` are those at both ends, per
/// unit of t.
pub(crate) fn hermite(start: f64, rise: f64, [leaving, arriving]: [f64; 2], t: f64) -> f64 {
    let ease = t * t * (3.0 - 2.0 * t);
    start + rise * ease + t * (1.0 - t) * ((1.0 - t) * leaving - t * arriving)
}
