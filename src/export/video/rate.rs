//! How large a video may be: in bytes, and in what decoders hold.

use crate::export::{ExportError, Format, Job};

/// The shortest side, pixels.
pub(super) const SMALLEST: u32 = 16;
/// Macroblocks, of 16×16 pixels, of the largest picture of level 4.1, and of all that a decoder of it keeps for
/// reference (ITU-T H.264, table A-1). Television sets and sticks go no further.
const LARGEST_PICTURE: u32 = 8192;
const KEPT: u32 = 32_768;
/// The most pictures of reference that are worth their time, as the preset `slow` has them.
const REFERENCES: u32 = 5;
/// The fewest bits a pixel with which a video looks well: below, it is made smaller.
const FEWEST_BITS: f64 = 0.03;

/// Whether a side is shorter than encoders take.
pub(super) fn is_tiny(job: &Job<'_>) -> bool {
    job.size.iter().any(|side| *side < SMALLEST)
}

/// The job, smaller where its limit leaves too few bits for its pixels.
pub(super) fn roomy<'a>(job: &Job<'a>) -> Result<Job<'a>, ExportError> {
    let mut roomy = job.clone();
    if let Some(rate) = Rate::of(job)? {
        let [width, height] = job.size.map(f64::from);
        let scale = (rate.bits / (FEWEST_BITS * width * height * job.fps)).sqrt().min(1.0);
        roomy.size = job.size.map(|side| ((f64::from(side) * scale) as u32).max(SMALLEST));
    }
    Ok(roomy)
}

/// How fast bits may come so that a limit is kept.
struct Rate {
    /// A second.
    bits: f64,
    /// At once.
    buffer: f64,
}

impl Rate {
    fn of(job: &Job<'_>) -> Result<Option<Self>, ExportError> {
        // The container takes some; and encoders know no rate beyond the fastest.
        const SHARE: f64 = 0.95;
        const FASTEST: f64 = 8e8;
        let Some(limit) = job.settings.max_size else { return Ok(None) };
        let range = job.clock()?.range(job.frames.as_ref())?;
        let seconds = (range.end - range.start) as f64 / job.fps;
        // A full buffer at the start comes on top of all.
        let ahead = (seconds / 8.0).min(2.0);
        let bits = (SHARE * 8.0 * limit as f64 / (seconds + ahead)).min(FASTEST);
        Ok(Some(Self { bits, buffer: bits * ahead }))
    }
}

/// Arguments of ffmpeg: the pictures of reference, and the rate up to which the quality stays constant.
pub(super) fn arguments(job: &Job<'_>, format: Format) -> Result<String, ExportError> {
    let is_webm = format == Format::Webm;
    let references = if is_webm { String::new() } else { format!("-refs {}", references(job.size)) };
    let rate = Rate::of(job)?.map_or_else(String::new, |Rate { bits, buffer }| {
        let average = if is_webm { format!("-b:v {bits:.0} ") } else { String::new() };
        format!("{average}-maxrate {bits:.0} -bufsize {buffer:.0}")
    });
    Ok(format!("{references} {rate}"))
}

/// Pictures of reference: as many as keep pictures that level 4.1 knows within it.
fn references(size: [u32; 2]) -> u32 {
    let [across, down] = size.map(|side| side.div_ceil(16));
    let blocks = across.saturating_mul(down).max(1);
    if blocks > LARGEST_PICTURE { REFERENCES } else { (KEPT / blocks).min(REFERENCES) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_level_4_1_knows_keep_within_it() {
        for (size, kept) in
            [([1920, 1080], 4), ([1080, 1920], 4), ([1280, 720], 5), ([480, 270], 5), ([3840, 2160], 5), ([1, 1], 5)]
        {
            assert_eq!(references(size), kept, "{size:?}");
        }
    }
}
