//! Smooth ways between given values.

use crate::curve::hermite;

/// A smooth curve through `values` (at least 2) at even distances, at `t` in 0..=1: a cubic between each two whose
/// slopes keep it between them (Fritsch and Butland 1984). Corners would show as edges (Mach bands).
pub(super) fn through(values: &[f64], t: f64) -> f64 {
    let last = values.len() - 1;
    let scaled = t.clamp(0.0, 1.0) * last as f64;
    let index = (scaled as usize).min(last - 1);
    let rise = |segment: usize| values[segment + 1] - values[segment];
    let slope = |stop: usize| {
        let (before, after) = (rise(stop.saturating_sub(1)), rise(stop.min(last - 1)));
        if before * after > 0.0 { 2.0 * before * after / (before + after) } else { 0.0 }
    };
    hermite(values[index], rise(index), [slope(index), slope(index + 1)], scaled - index as f64)
}

/// From 0 at `t` = 0 to 1 at 1, level at both ends and beyond them.
pub(super) fn ease(t: f64) -> f64 {
    let t = t.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_meets_its_values_and_stays_between_them() {
        let values = [0.1, 0.3, 0.2, 0.9, 1.0];
        for (stop, value) in values.into_iter().enumerate() {
            assert!((through(&values, stop as f64 / 4.0) - value).abs() < 1e-12);
        }
        for step in 0..=400 {
            let t = f64::from(step) / 400.0;
            let segment = ((t * 4.0) as usize).min(3);
            let (a, b) = (values[segment], values[segment + 1]);
            let value = through(&values, t);
            assert!((a.min(b) - 1e-12..=a.max(b) + 1e-12).contains(&value), "{value} at {t}");
        }
    }
}
