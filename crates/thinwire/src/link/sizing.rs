//! How large an image may be, and whether one is worth sending at all.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::wire::image::{Protocol, pixels};

/// Time that encoding an image may take, so that keys and frames need not wait for it.
const ENCODING: Duration = Duration::from_millis(12);
/// Seconds of a pixel before any was encoded.
const FIRST_SECONDS: f64 = 5e-8;
/// Weight of the past in what a pixel costs, an image later.
const MEMORY: f64 = 0.7;
/// Steps of size: each has half as many pixels as the second one before it.
const STEPS: f64 = 4.0;
/// Shares of the coarsest image that the bytes of a frame must make up: to begin with images, and to go on.
const BEGIN: f64 = 1.0;
const GO_ON: f64 = 0.6;

/// What images of one protocol cost, and how large the next one should be.
#[derive(Debug)]
pub(super) struct Sizing {
    /// The fewest pixels of a cell with which an image is better than characters.
    coarsest: f64,
    bytes_per_pixel: f64,
    seconds_per_pixel: f64,
    /// The size in steps down from the cells' own pixels.
    steps: Option<f64>,
    /// Time is scarcer than bytes: compressed quickly instead of well.
    hurried: bool,
    carried: bool,
}

impl Sizing {
    /// As if images had been seen: bytes of a coarse one.
    pub(super) fn new(protocol: Protocol) -> Self {
        // Terminals smooth what they enlarge of the one; sixels have hard edges, like half-blocks, which are two pixels.
        let (coarsest, bytes_per_pixel) = if protocol == Protocol::Sixel { (2.0, 13.0) } else { (0.125, 3.5) };
        Self {
            coarsest,
            bytes_per_pixel,
            seconds_per_pixel: FIRST_SECONDS,
            steps: None,
            hurried: false,
            carried: false,
        }
    }

    /// Whether the next image should be compressed quickly instead of well.
    pub(super) const fn is_hurried(&self) -> bool {
        self.hurried
    }

    /// Whether frames of this many bytes carry images for `area`. Has hysteresis, so that the medium does not flicker.
    pub(super) fn is_carried(&mut self, area: Rect, budget: usize) -> bool {
        let share = budget as f64 / (self.least(area) * self.bytes_per_pixel);
        self.carried = share >= if self.carried { GO_ON } else { BEGIN };
        self.carried
    }

    /// Pixels across and down of the next image for `area`, for the size of a cell in pixels and of a frame in bytes.
    pub(super) fn size(&self, area: Rect, cell: [u16; 2], budget: usize) -> [u32; 2] {
        let steps = self.steps.unwrap_or_else(|| self.steps_for(area, cell, budget).0);
        pixels(area, cell).map(|side| ((f64::from(side) * (-steps / STEPS).exp2()).round() as u32).max(1))
    }

    /// Learns from an image what a pixel costs.
    pub(super) fn learn(&mut self, bytes: f64, seconds: f64) {
        for (known, new) in [(&mut self.bytes_per_pixel, bytes), (&mut self.seconds_per_pixel, seconds)] {
            *known = MEMORY * *known + (1.0 - MEMORY) * new;
        }
    }

    /// Chooses the size of the next image for `area`. Finer only by two steps at once, so that the size does not sway.
    pub(super) fn choose(&mut self, area: Rect, cell: [u16; 2], budget: usize) {
        let (wanted, hurried) = self.steps_for(area, cell, budget);
        let keeps = |steps: &f64| wanted < *steps && wanted > steps - 2.0 && wanted > 0.0;
        self.steps = Some(self.steps.filter(keeps).unwrap_or(wanted));
        self.hurried = hurried;
    }

    /// As many pixels as fit into `budget` bytes and the time there is, but for the coarsest; and whether time is
    /// scarcer.
    fn steps_for(&self, area: Rect, cell: [u16; 2], budget: usize) -> (f64, bool) {
        let all: f64 = pixels(area, cell).into_iter().map(f64::from).product();
        let (by_bytes, by_time) =
            (budget as f64 / self.bytes_per_pixel, ENCODING.as_secs_f64() / self.seconds_per_pixel);
        // A quick image takes a tenth of the time and up to twice the bytes: well apart, so that neither leads back
        // to the other.
        let hurried = if self.hurried { by_time < 20.0 * by_bytes } else { by_time < by_bytes };
        let affordable = by_bytes.min(by_time).max(self.least(area));
        let steps = (STEPS / 2.0 * (all.max(1.0) / affordable).log2()).max(0.0);
        // Rather too few than too many, but for the coarsest.
        (if affordable > self.least(area) { steps.ceil() } else { steps.floor() }, hurried)
    }

    fn least(&self, area: Rect) -> f64 {
        (f64::from(area.area()) * self.coarsest).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect::new(0, 0, 100, 30);
    const CELL: [u16; 2] = [8, 16];

    fn settled(protocol: Protocol, budget: usize, bytes: f64, seconds: f64) -> [u32; 2] {
        let mut sizing = Sizing::new(protocol);
        for _ in 0..40 {
            sizing.learn(bytes, seconds);
            sizing.choose(AREA, CELL, budget);
        }
        sizing.size(AREA, CELL, budget)
    }

    #[test]
    fn an_image_is_as_large_as_bytes_and_time_allow() {
        let kitty = |budget, bytes, seconds| settled(Protocol::Kitty, budget, bytes, seconds);
        assert_eq!(kitty(1 << 30, 2.0, 1e-9), [800, 480]);
        let [width, height] = kitty(20_000, 2.0, 1e-9);
        assert!((5_000..=10_000).contains(&(width * height)), "{width}×{height}");
        let [width, height] = kitty(1 << 30, 2.0, 1e-6);
        assert!((6_000..=12_000).contains(&(width * height)), "{width}×{height}");
        // Coarser than characters no image is.
        let [width, height] = kitty(1, 2.0, 1.0);
        assert!((375..=600).contains(&(width * height)), "{width}×{height}");
        let [width, height] = settled(Protocol::Sixel, 1, 2.0, 1.0);
        assert!((6_000..=9_000).contains(&(width * height)), "{width}×{height}");
    }

    #[test]
    fn the_first_image_fits_into_a_frame_too() {
        let [width, height] = Sizing::new(Protocol::Kitty).size(AREA, CELL, 8192);
        assert!((1_100..=2_340).contains(&(width * height)), "{width}×{height}");
    }

    #[test]
    fn images_are_sent_where_frames_carry_them() {
        let mut sixel = Sizing::new(Protocol::Sixel);
        let coarsest = (2.0 * 13.0 * f64::from(AREA.area())) as usize;
        for (budget, expected) in [(8192, false), (coarsest, true), (coarsest * 7 / 10, true), (coarsest / 2, false)] {
            assert_eq!(sixel.is_carried(AREA, budget), expected, "{budget}");
        }
        assert!(!sixel.is_carried(AREA, coarsest * 9 / 10));
        assert!(Sizing::new(Protocol::Kitty).is_carried(AREA, 2000));
    }
}
