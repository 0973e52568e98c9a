//! When an open-ended learner gets no better: it is looked at after certain numbers of steps, so that where it stops
//! depends on nothing else.

/// The steps after which it is looked at first.
const FIRST: u64 = 1024;
/// How much better, in decibels, twice as many steps have to make it. Pictures with fine detail gain more than that for
/// minutes.
const LEAST_GAIN: f64 = 0.3;
/// At this many decibels the errors are smaller than the steps of 8 bits.
const EXACT: f64 = 60.0;

/// What was seen of a learner so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plateau {
    /// The best that each look, and those before it, have found.
    best: Vec<f64>,
}

impl Plateau {
    /// The number of steps after which it is to be looked at next: each is √2 times the one before.
    pub(crate) fn next_look(&self) -> u64 {
        let looks = self.best.len() as u32;
        let doubled = FIRST << (looks / 2).min(40);
        if looks.is_multiple_of(2) { doubled } else { doubled + doubled * 53 / 128 }
    }

    /// Hears how near it paints after [`next_look`](Self::next_look) steps, in decibels. Returns whether it gets no
    /// better.
    pub(crate) fn look(&mut self, psnr: f64) -> bool {
        let best = self.best.last().map_or(psnr, |best| best.max(psnr));
        let half_way = self.best.len().checked_sub(2).map(|look| self.best[look]);
        self.best.push(best);
        best >= EXACT || half_way.is_some_and(|before| best - before < LEAST_GAIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_evenly_apart_on_a_logarithmic_scale() {
        let mut plateau = Plateau::default();
        let looks: Vec<u64> = (0..40)
            .map(|look| {
                let next = plateau.next_look();
                plateau.look(f64::from(look));
                next
            })
            .collect();
        assert_eq!(looks[..5], [1024, 1448, 2048, 2896, 4096]);
        assert!(looks.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn it_ends_where_twice_as_many_steps_bring_nearly_nothing() {
        let mut plateau = Plateau::default();
        assert_eq!([30.0, 30.5, 31.0, 31.5].map(|psnr| plateau.look(psnr)), [false; 4]);
        // A setback alone is no end: what was reached before counts.
        assert!(!plateau.look(30.0));
        assert!(plateau.look(31.6));
        assert!(Plateau::default().look(f64::INFINITY));
    }
}
