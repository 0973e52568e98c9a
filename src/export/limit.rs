//! Loops within a limit of bytes: what is too large is made again, first less closely, then smaller and slower.

use super::{ExportError, Job, Quality, Refusal};

/// How often a limit in bytes is aimed at.
const ATTEMPTS: u32 = 24;

/// What came of an attempt.
pub(super) enum Attempt<T> {
    /// All of it, and its bytes.
    Whole(T, u64),
    /// How many times the limit it would have.
    TooLarge(f64),
}

/// Calls `make` with `job`, then with smaller and smaller ones, until the loop is within the job's limit, and returns the
/// job that it was made of. `closely`: whether the format can follow the painting less closely.
///
/// # Errors
/// Those of `make`; [`ExportError::Refused`] if nothing helps.
pub(super) fn fitted<'a, T>(
    mut job: Job<'a>,
    closely: bool,
    mut make: impl FnMut(&Job<'a>) -> Result<Attempt<T>, ExportError>,
) -> Result<(Job<'a>, T), ExportError> {
    let asked = job.size;
    for _ in 0..ATTEMPTS {
        match make(&job)? {
            Attempt::TooLarge(excess) => job = shrunk(&job, closely, excess),
            Attempt::Whole(made, bytes) => {
                let Some(larger) = larger(&job, asked, bytes) else { return Ok((job, made)) };
                return Ok(match make(&larger)? {
                    Attempt::Whole(more, _) => (larger, more),
                    Attempt::TooLarge(_) => (job, made),
                });
            }
        }
    }
    Err(refused(&job))
}

/// Says that nothing helps.
pub(super) fn refused(job: &Job<'_>) -> ExportError {
    Refusal::LimitTooSmall(job.settings.max_size.unwrap_or_default()).into()
}

/// The job, made to come out at about one `excess`-th of its bytes.
fn shrunk<'a>(job: &Job<'a>, closely: bool, excess: f64) -> Job<'a> {
    let mut next = job.clone();
    match job.settings.quality {
        Quality::Best if closely => next.settings.quality = Quality::Normal,
        Quality::Normal if closely => next.settings.quality = Quality::Small,
        _ => {
            // Half of the loss goes to the frame rate, while movement stays smooth.
            let slower = if job.frames.is_none() { excess.sqrt().min(job.fps / 12.0).max(1.0) } else { 1.0 };
            let scale = (1.05 * excess / slower).max(1.02).sqrt();
            next.fps = job.fps / slower;
            next.size = job.size.map(|side| ((f64::from(side) / scale) as u32).max(1));
        }
    }
    next
}

/// The job at the size that the limit leaves room for, at most as `asked`, if that is worth another attempt: how much has
/// to give way is guessed from the first frames, which cost more than the others.
fn larger<'a>(job: &Job<'a>, asked: [u32; 2], bytes: u64) -> Option<Job<'a>> {
    let room = job.settings.max_size? as f64 / bytes.max(1) as f64;
    let scale = (room * 0.95).sqrt();
    let grown = |side: usize| ((f64::from(job.size[side]) * scale) as u32).min(asked[side]);
    (room > 1.25 && job.size != asked).then(|| Job { size: [grown(0), grown(1)], ..job.clone() })
}

/// Foretells from its first frames how large a loop will be.
pub(super) struct Forecast {
    /// Bytes that the whole may have.
    limit: f64,
    /// Frames of the whole.
    total: u64,
    /// Bytes with the first frame, which repeats nothing of another.
    first: f64,
}

impl Forecast {
    pub(super) fn new(limit: u64, total: u64) -> Self {
        Self { limit: limit as f64, total, first: 0.0 }
    }

    /// How many times the limit it will be, if it will be too large: `done` frames have `bytes`. To be asked after each
    /// frame.
    pub(super) fn excess(&mut self, done: u64, bytes: u64) -> Option<f64> {
        let bytes = bytes as f64;
        self.first = if done == 1 { bytes } else { self.first };
        let each = if done == 1 { bytes } else { (bytes - self.first) / (done - 1) as f64 };
        let expected = self.first + each * (self.total - 1) as f64;
        let foreseen = 10 * done > self.total + 10 && expected > self.limit * 1.1;
        (bytes > self.limit || foreseen).then(|| expected.max(bytes) / self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_will_be_too_large_is_known_after_a_tenth_of_it() {
        // A thousand frames of five bytes, the first of fifty.
        let foreseen = |limit: u64| {
            let mut forecast = Forecast::new(limit, 1000);
            (1..=1000).find_map(|done| Some((done, forecast.excess(done, 45 + 5 * done)?)))
        };
        assert_eq!(foreseen(5045), None);
        let (done, excess) = foreseen(1000).unwrap_or_default();
        assert!((101..=110).contains(&done) && (excess - 5.045).abs() < 0.01, "{done}: {excess}");
        // Where it is only a little too large, it may come out.
        let late = foreseen(4900).unwrap_or_default();
        assert!(late.0 > 900, "{late:?}");
    }
}
