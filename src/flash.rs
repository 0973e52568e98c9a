//! Does a moving picture flash? Measured as WCAG 2.2 asks for in success criterion 2.3.1, "three flashes or below".
//!
//! A flash is a pair of opposing changes of relative luminance by at least 0.1 of the largest, the darker of the two
//! below 0.8; or of a saturated red. A picture flashes where more than three of them fall within one second, on more
//! than a quarter of any 10° of what the eye sees at once. WCAG takes a third of a screen's width by a third of its
//! height (341×256 of 1024×768 pixels) for those 10°: so every window of a third by a third of the picture is looked
//! at. Pictures are compared at 48×27 places. Each stands for its surroundings, without blurring them: the share of
//! places that flash is the share of the area. A place is a spot of a 300th of the picture, 0.1°: finer patterns are
//! no flashes by the rule.

use std::iter::once;

use crate::painter::Frame;
use color::Transfer;

/// Places across and down at which a picture is looked at, at most.
pub(crate) const PLACES: [u32; 2] = [48, 27];
/// A spot is one in so many of the picture's longer side.
const SPOTS: u32 = 300;
/// Opposing changes in a second that are still allowed: three flashes are three pairs of them.
const ALLOWED: usize = 6;
/// Opposing changes in a second from which on a place comes near to that.
const WARY: usize = 5;
/// The share of a window that may flash.
const ALLOWED_AREA: f64 = 0.25;
/// A change is at least so large.
const STEP: [f32; 2] = [0.1, 20.0 / 320.0];
/// It counts only where the lower of its values is below.
const DARK: [f32; 2] = [0.8, f32::INFINITY];
/// The share of red in linear light from which on it is saturated.
const SATURATED: f32 = 0.8;
/// Relative luminance of the primaries of sRGB (IEC 61966-2-1).
const LUMINANCE: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// A picture as the meter sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    across: usize,
    /// Row by row: relative luminance, and how much saturated red there is, both 0..=1.
    places: Vec<[f32; 2]>,
}

impl Sight {
    /// What the meter sees of `frame`.
    pub fn of(frame: &Frame) -> Self {
        let sides = [frame.width, frame.height];
        let [across, down] = [0, 1].map(|axis: usize| sides[axis].min(PLACES[axis]));
        let spot = (sides[0].max(sides[1]) / SPOTS).clamp(1, sides[0].min(sides[1]).max(1));
        let start = |index: u32, places: u32, side: u32| {
            let middle = u64::from(2 * index + 1) * u64::from(side) / u64::from(2 * places);
            (middle as u32).saturating_sub(spot / 2).min(side - spot)
        };
        let place = |x: u32, y: u32| seen(frame, [start(x, across, sides[0]), start(y, down, sides[1])], spot);
        let places = (0..down).flat_map(|y| (0..across).map(move |x| (x, y))).map(|(x, y)| place(x, y));
        Self { across: across as usize, places: places.collect() }
    }
}

/// The luminance and the red of a spot, its light averaged.
fn seen(frame: &Frame, [left, top]: [u32; 2], spot: u32) -> [f32; 2] {
    let transfer = Transfer::get();
    let mut light = [0.0_f32; 3];
    for y in top..top + spot {
        let start = y as usize * frame.width as usize + left as usize;
        for pixel in &frame.pixels[start..start + spot as usize] {
            light.iter_mut().zip(pixel).for_each(|(sum, byte)| *sum += transfer.byte_to_linear(*byte));
        }
    }
    let [r, g, b] = light.map(|sum| sum / (spot * spot) as f32);
    let luminance = LUMINANCE[0] * r + LUMINANCE[1] * g + LUMINANCE[2] * b;
    let red = if r >= SATURATED * (r + g + b) { r - g - b } else { 0.0 };
    [luminance, red]
}

/// Looks at the pictures of one screen in turn, and says whether they flash.
#[derive(Clone, Debug)]
pub struct Meter {
    /// How many seconds a second is taken to last: a little more leaves room for a clock that is not exact.
    second: f64,
    now: f64,
    across: usize,
    /// Of each place, its luminance and its red.
    places: Vec<[Reversals; 2]>,
}

impl Meter {
    /// A meter that has seen nothing. `second` is 1, or a little more to be on the safe side.
    pub fn new(second: f64) -> Self {
        Self { second, now: 0.0, across: 0, places: Vec::new() }
    }

    /// Looks at a picture that is shown from `seconds` on, not before the one before. Where its size is another, the
    /// meter begins again.
    pub fn see(&mut self, sight: &Sight, seconds: f64) {
        self.now = seconds;
        if self.across != sight.across || self.places.len() != sight.places.len() {
            self.across = sight.across;
            self.places = sight.places.iter().map(|values| values.map(Reversals::from)).collect();
            return;
        }
        for (reversals, values) in self.places.iter_mut().zip(&sight.places) {
            for (kind, reversal) in reversals.iter_mut().enumerate() {
                reversal.go_on(values[kind], STEP[kind], DARK[kind], seconds);
            }
        }
    }

    /// The largest share of a window, 0..=1, that has flashed more than three times within the second that ends with
    /// the last picture.
    pub(crate) fn share(&self) -> f64 {
        self.share_above(ALLOWED)
    }

    /// Whether the pictures break the rule.
    pub fn flashes(&self) -> bool {
        self.share() > ALLOWED_AREA
    }

    /// How near the pictures are to breaking the rule: 1 and above are too near, 0 is calm.
    pub fn load(&self) -> f64 {
        self.share_above(WARY - 1) / ALLOWED_AREA
    }

    /// The largest share of a window in which one kind of value has changed more than `most` times.
    fn share_above(&self, most: usize) -> f64 {
        // Three flashes in exactly a second are allowed, however that second is rounded.
        let since = self.now - self.second + 1e-6;
        let share = |kind: usize| {
            let busy: Vec<bool> =
                self.places.iter().map(|reversals| reversals[kind].changed(most + 1, since)).collect();
            if busy.iter().any(|busy| *busy) { fullest_window(&busy, self.across) } else { 0.0 }
        };
        share(0).max(share(1))
    }
}

/// How a value goes up and down at one place.
#[derive(Clone, Copy, Debug)]
struct Reversals {
    /// The extremes since the last change.
    low: f32,
    high: f32,
    /// Whether the last change was upwards, if there was one.
    rising: Option<bool>,
    /// When the last changes were, in a ring; `next` is the oldest.
    times: [f64; ALLOWED + 1],
    next: usize,
}

impl From<f32> for Reversals {
    fn from(value: f32) -> Self {
        Self { low: value, high: value, rising: None, times: [f64::NEG_INFINITY; ALLOWED + 1], next: 0 }
    }
}

impl Reversals {
    /// The value becomes `value` at `time`; a change is one by `step` against the way of the last one, from or to
    /// below `dark`.
    fn go_on(&mut self, value: f32, step: f32, dark: f32, time: f64) {
        // A fall is measured from the highest value since the last rise, and a rise from the lowest since a fall.
        if self.rising != Some(false) {
            self.high = self.high.max(value);
        }
        if self.rising != Some(true) {
            self.low = self.low.min(value);
        }
        let falls = self.rising != Some(false) && self.high - value >= step && value < dark;
        let rises = !falls && self.rising != Some(true) && value - self.low >= step && self.low < dark;
        if falls || rises {
            (self.low, self.high, self.rising) = (value, value, Some(rises));
            self.times[self.next] = time;
            self.next = (self.next + 1) % self.times.len();
        }
    }

    /// Whether there were at least `count` changes after `since`; `count` within 1..=ALLOWED + 1.
    fn changed(&self, count: usize, since: f64) -> bool {
        let length = self.times.len();
        self.times[(self.next + length - count) % length] > since
    }
}

/// The largest share of set places in any window of a third of the picture's width by a third of its height.
fn fullest_window(set: &[bool], across: usize) -> f64 {
    let down = set.len() / across.max(1);
    let [width, height] = [across, down].map(|side| side.div_ceil(3).max(1));
    // Sums over all places above and to the left, a row and a column of zeros before them.
    let mut sums = vec![0_u32; across + 1];
    for row in set.chunks_exact(across.max(1)) {
        let above = sums.len() - across - 1;
        let mut left = 0;
        let line: Vec<u32> = once(0)
            .chain(row.iter().enumerate().map(|(x, set)| {
                left += u32::from(*set);
                sums[above + x + 1] + left
            }))
            .collect();
        sums.extend(line);
    }
    let sum = |x: usize, y: usize| sums[y * (across + 1) + x];
    let inside = |x: usize, y: usize| sum(x + width, y + height) + sum(x, y) - sum(x + width, y) - sum(x, y + height);
    let corners = (0..=down - height).flat_map(|y| (0..=across - width).map(move |x| (x, y)));
    let most = corners.map(|(x, y)| inside(x, y)).max().unwrap_or_default();
    f64::from(most) / (width * height) as f64
}
