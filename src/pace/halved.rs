//! What a loop was measured to change that was measured more finely, as few bits: what tells another program the very
//! same pace has to be short.
//!
//! How much a part of the loop changes is known to an eighth of an octave below the one that changes most, which is
//! finer than small pictures measure it. Sixteen octaves reach from areas that switch at once to what stands still, which
//! must count for nearly nothing: else it would take time. The parts themselves are what is left of [`PROBES`] equal ones
//! that were halved.

use super::PROBES;

/// Steps from one change to twice of it: they divide it evenly.
const STEPS: u8 = 8;
/// All steps, and the bits of one. What changes less than the lowest one is taken for as much.
const BITS: u32 = 7;
const LEVELS: u8 = 1 << BITS;

/// The step of each change, counted from the lowest one.
pub(super) fn levels(changes: &[f64]) -> Vec<u8> {
    let unit = changes.iter().copied().fold(f64::MIN_POSITIVE, f64::max) / change(LEVELS - 1);
    let level = |own: &f64| (0..LEVELS - 1).find(|level| own / unit < 0.5 * (change(*level) + change(level + 1)));
    changes.iter().map(|own| level(own).unwrap_or(LEVELS - 1)).collect()
}

/// How much that step means: a whole number.
pub(super) fn change(level: u8) -> f64 {
    f64::from(u32::from(STEPS + level % STEPS) << (level / STEPS))
}

/// The parts one after the other, in bits of bytes, the lowest first: 1 and then what its two halves are where one was
/// halved; else 0 and the seven bits of its level. `phases` are where they begin, and 1.
pub(super) fn tree(phases: &[f64], levels: &[u8]) -> Vec<u8> {
    let mut bits = Vec::new();
    for (part, level) in levels.iter().enumerate() {
        let (start, width) = (phases[part], phases[part + 1] - phases[part]);
        // Whatever is wider and begins here was halved.
        let widths = std::iter::successors(Some(1.0 / PROBES as f64), |width| Some(0.5 * width));
        let wider = widths.take_while(|wider| *wider > width);
        bits.extend(wider.filter(|wider| (start / wider).fract() == 0.0).map(|_| true));
        bits.push(false);
        bits.extend((0..BITS).map(|bit| level >> bit & 1 == 1));
    }
    let byte = |bits: &[bool]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
    bits.chunks(8).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a page makes of a tree: the width and the change of each part.
    fn parts(tree: &[u8]) -> Vec<(f64, f64)> {
        fn walk(width: f64, bits: &mut dyn Iterator<Item = bool>, parts: &mut Vec<(f64, f64)>) {
            if bits.next().unwrap() {
                walk(0.5 * width, bits, parts);
                walk(0.5 * width, bits, parts);
            } else {
                let level = (0..BITS).fold(0, |level, bit| level | u8::from(bits.next().unwrap()) << bit);
                parts.push((width, change(level)));
            }
        }
        let mut bits = tree.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
        let mut parts = Vec::new();
        for _ in 0..PROBES {
            walk(1.0 / PROBES as f64, &mut bits, &mut parts);
        }
        parts
    }

    #[test]
    fn levels_are_near_what_was_measured() {
        let changes: Vec<f64> = (0..1400).map(|step| 3.7 * 0.99_f64.powi(step)).collect();
        let unit = 3.7 / change(LEVELS - 1);
        for (own, level) in changes.iter().zip(levels(&changes)) {
            let taken = unit * change(level);
            assert!((taken / own - 1.0).abs() < 0.0625 || level == 0 && *own < taken, "{own} is taken for {taken}");
        }
        assert_eq!(levels(&[0.0, 1.0, 0.5]), [0, 127, 119]);
    }

    #[test]
    fn a_tree_tells_every_part() {
        let mut phases: Vec<f64> = (0..=PROBES).map(|part| part as f64 / PROBES as f64).collect();
        for _ in 0..8 {
            // Some are halved again and again.
            let halves = phases.windows(2).enumerate().filter(|(part, _)| part % 7 == 3);
            let middles: Vec<f64> = halves.map(|(_, ends)| 0.5 * (ends[0] + ends[1])).collect();
            phases.extend(middles);
            phases.sort_by(f64::total_cmp);
        }
        let levels: Vec<u8> = (1..phases.len()).map(|part| (part * 29 % 128) as u8).collect();
        let told = parts(&tree(&phases, &levels));
        let meant = phases.windows(2).zip(&levels).map(|(ends, level)| (ends[1] - ends[0], change(*level)));
        assert!(told.iter().copied().eq(meant));
    }
}
