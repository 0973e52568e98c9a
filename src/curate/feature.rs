//! How wide the features of a picture are.
//!
//! Along every row and column, a feature is what lies between two swings of the brightness: it is as
//! wide as from the middle of one to the middle of the next. Edges are no features, however sharp.

/// How far a channel has to swing for the eye to see a feature, of 255.
const SWING: f32 = 32.0;
/// A picture with fewer features has none that are common.
const COMMON: usize = 24;

/// The width in pixels that four of five features exceed; infinite where there are hardly any.
/// Each channel is a square of `side × side` values.
pub(super) fn smallest_common(channels: &[Vec<f32>], side: usize) -> f64 {
    let mut widths = Vec::new();
    for channel in channels {
        for line in 0..side {
            measure(&channel[line * side..][..side], &mut widths);
            let column: Vec<f32> = channel[line..].iter().step_by(side).copied().collect();
            measure(&column, &mut widths);
        }
    }
    if widths.len() < COMMON {
        return f64::INFINITY;
    }
    let rank = widths.len() / 5;
    *widths.select_nth_unstable(rank).1 as f64
}

/// How often a line, of values in 0..=255, swings from light to dark and back.
pub(super) fn swings(line: &[f32]) -> usize {
    turning_points(line).len().saturating_sub(1)
}

/// Adds the width of every feature of a line.
fn measure(line: &[f32], widths: &mut Vec<usize>) {
    let turns = turning_points(line);
    let middles: Vec<usize> = turns.windows(2).map(|ends| middle_of_swing(line, ends[0], ends[1])).collect();
    widths.extend(middles.windows(2).map(|pair| pair[1] - pair[0]));
}

/// The places where a line turns after having swung far enough, its extremes among them.
fn turning_points(line: &[f32]) -> Vec<usize> {
    let mut turns = Vec::new();
    let (mut low, mut high) = (0, 0);
    let mut rising = None;
    for (place, value) in line.iter().enumerate() {
        if *value > line[high] {
            high = place;
        }
        if *value < line[low] {
            low = place;
        }
        if rising != Some(false) && line[high] - value > SWING {
            turns.push(high);
            (rising, low) = (Some(false), place);
        } else if rising != Some(true) && value - line[low] > SWING {
            turns.push(low);
            (rising, high) = (Some(true), place);
        }
    }
    turns.extend(rising.map(|up| if up { high } else { low }));
    turns
}

/// Where a line first passes half way between its values at `start` and `end`.
fn middle_of_swing(line: &[f32], start: usize, end: usize) -> usize {
    let half = 0.5 * (line[start] + line[end]);
    let up = line[end] > line[start];
    (start..end).find(|place| (line[*place] >= half) == up).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes(side: usize, width: usize) -> Vec<Vec<f32>> {
        let value = |pixel: usize| if (pixel % side / width).is_multiple_of(2) { 0.0 } else { 200.0 };
        vec![(0..side * side).map(value).collect()]
    }

    #[test]
    fn stripes_are_as_wide_as_they_were_made() {
        for width in [2, 5, 9] {
            assert_eq!(smallest_common(&stripes(120, width), 120), width as f64);
        }
    }

    #[test]
    fn a_sine_is_half_a_wave_wide() {
        let value = |pixel: usize| 127.0 + 100.0 * libm::sinf((pixel % 120) as f32 * std::f32::consts::TAU / 24.0);
        let picture = vec![(0..120 * 120).map(value).collect()];
        assert!((smallest_common(&picture, 120) - 12.0).abs() <= 1.0);
    }

    #[test]
    fn ripples_below_the_threshold_and_single_edges_are_no_features() {
        let ripples = vec![(0..120 * 120).map(|pixel| if pixel % 2 == 0 { 100.0 } else { 110.0 }).collect()];
        assert_eq!(smallest_common(&ripples, 120), f64::INFINITY);
        assert_eq!(smallest_common(&stripes(120, 60), 120), f64::INFINITY);
    }
}
