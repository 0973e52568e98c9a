//! Finds the step at which a child changes as much as it should.

use crate::recipe::Child;

/// The step nearest to `start` whose change lies within `wanted`, the least and the greatest, with what came with
/// it; where none does, the one on the way there that comes closest. `measure` gives the change at a step, above 0,
/// which about halves with each; `None` ends the search without a result.
pub(super) fn fitting<A, B>(
    wanted: [f64; 2],
    start: u8,
    mut measure: impl FnMut(u8) -> Option<(f64, A, B)>,
) -> Option<(u8, A, B)> {
    let [least, most] = wanted;
    let middle = libm::log(libm::sqrt(least * most));
    let mut best: Option<(f64, (u8, A, B))> = None;
    let (mut step, mut nearer) = (start, None);
    loop {
        let (change, a, b) = measure(step)?;
        let miss = (libm::log(change.max(f64::MIN_POSITIVE)) - middle).abs();
        if best.as_ref().is_none_or(|(closest, _)| miss < *closest) {
            best = Some((miss, (step, a, b)));
        }
        // Too much asks for a step nearer to the parent; having passed what is wanted, there is nothing between.
        let fits = (least..=most).contains(&change);
        let turn = change > most;
        let next = if turn { step.checked_add(1).filter(|next| *next <= Child::NEAREST) } else { step.checked_sub(1) };
        match next {
            Some(next) if !fits && nearer != Some(!turn) => (step, nearer) = (next, Some(turn)),
            _ => return best.map(|(_, found)| found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(start: u8, change: impl Fn(u8) -> f64) -> (u8, Vec<u8>) {
        let mut looked = Vec::new();
        let found = fitting([0.12, 0.25], start, |step| {
            looked.push(step);
            Some((change(step), (), ()))
        });
        (found.unwrap().0, looked)
    }

    #[test]
    fn the_search_goes_the_right_way_and_stops_at_once() {
        let halving = |scale: f64| move |step: u8| scale * 0.5_f64.powi(i32::from(step));
        assert_eq!(found(5, halving(5.0)), (5, vec![5]));
        assert_eq!(found(5, halving(40.0)), (8, vec![5, 6, 7, 8]));
        assert_eq!(found(5, halving(0.6)), (2, vec![5, 4, 3, 2]));
    }

    #[test]
    fn what_can_not_be_had_is_come_close_to() {
        assert_eq!(found(14, |_| 3.0), (14, vec![14, 15]));
        assert_eq!(found(2, |_| 0.0), (2, vec![2, 1, 0]));
        // From too much to too little in one step: the closer in proportion.
        assert_eq!(found(4, |step| if step > 6 { 0.1 } else { 0.6 }), (7, vec![4, 5, 6, 7]));
        assert!(fitting([0.1, 0.2], 3, |_| None::<(f64, (), ())>).is_none());
    }
}
