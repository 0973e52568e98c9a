//! LZW as GIF has it (GIF89a specification, appendix F), open to whoever chooses the pixels: the
//! encoder shows which pixels would extend the code that is under way.

use super::indices::Indices;

/// The most bits of a pixel.
pub(super) const PIXEL_BITS: u32 = 8;
/// The fewest bits that a pixel is counted with.
const FEWEST_BITS: u32 = 2;
/// Codes have at most 12 bits.
const MAX_CODES: u16 = 4096;
/// Places for codes: four times as many as there are, so that a search ends soon.
const PLACES: usize = 1 << 14;
/// What a free place holds: no code that is learnt is 0.
const EMPTY: u32 = 0;

/// Encodes the pixels of one frame.
#[derive(Debug)]
pub(super) struct LzwEncoder {
    dictionary: Dictionary,
    bits: BitWriter,
    /// The code of the pixels seen since the last one written.
    code: u16,
    /// Bits that a code has now.
    width: u32,
    /// Bits that a code has at first: one more than a pixel.
    first_width: u32,
    /// The code written last, where it is not known yet by what it is extended.
    before: Option<u16>,
}

/// The codes: each extends another by one pixel.
#[derive(Debug)]
struct Dictionary {
    /// The pixels by which each code has been extended.
    extended: Vec<Indices>,
    /// Prefix, pixel and code in 12, 8 and 12 bits, at the first free place from [`place`] on.
    codes: Vec<u32>,
    /// The next code to be given.
    next: u16,
    /// The code that clears the dictionary: behind those of single pixels. The next one ends the frame.
    clear: u16,
}

/// Packs codes from the low bits up.
#[derive(Debug, Default)]
struct BitWriter {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl LzwEncoder {
    /// Starts a frame of pixels of at most `pixel_bits`, 1..=8, with its first one.
    pub(super) fn new(first: u8, pixel_bits: u32) -> Self {
        let pixel_bits = pixel_bits.max(FEWEST_BITS);
        let (dictionary, width) = (Dictionary::new(pixel_bits), pixel_bits + 1);
        let mut bits = BitWriter::default();
        bits.bytes.push(pixel_bits as u8);
        bits.push(dictionary.clear, width);
        Self { dictionary, bits, code: u16::from(first), width, first_width: width, before: None }
    }

    /// The pixels that would extend the code under way.
    pub(super) fn extensions(&self) -> &Indices {
        &self.dictionary.extended[usize::from(self.code)]
    }

    /// Goes on to one of the [`LzwEncoder::extensions`].
    pub(super) fn extend(&mut self, pixel: u8) {
        self.code = self.dictionary.code(self.code, pixel);
    }

    /// Takes the next pixel, which extends nothing: writes the code under way and learns a new one.
    pub(super) fn begin(&mut self, pixel: u8) {
        self.bits.push(self.code, self.width);
        if self.dictionary.next == MAX_CODES {
            self.clear();
        } else {
            self.learn(self.code, pixel);
        }
        self.code = u16::from(pixel);
    }

    /// The code that extends `code` by `pixel`, if there is one: for who follows several codes at a time.
    pub(super) fn longer(&self, code: u16, pixel: u8) -> Option<u16> {
        let known = self.dictionary.extended[usize::from(code)].contains(pixel);
        known.then(|| self.dictionary.code(code, pixel))
    }

    /// Writes `code`, one of those that were followed, which begins with the pixel `first`. What it is extended by is
    /// known with the next code that is written: until then nothing is learnt, and nothing that is followed uses it.
    pub(super) fn write(&mut self, code: u16, first: u8) {
        self.learn_before(first);
        self.bits.push(code, self.width);
        self.before = Some(code);
        if self.dictionary.next == MAX_CODES {
            self.clear();
        }
    }

    /// Ends the frame with `code`, one of those that were followed, which begins with the pixel `first`.
    pub(super) fn finish_with(mut self, code: u16, first: u8) -> Vec<u8> {
        self.learn_before(first);
        self.code = code;
        self.finish()
    }

    /// Learns the code written before, extended by the first pixel of the next one.
    fn learn_before(&mut self, first: u8) {
        if let Some(before) = self.before.take() {
            self.learn(before, first);
        }
    }

    fn learn(&mut self, code: u16, pixel: u8) {
        // The decoder learns a code one step later than we do: hence the width grows one late.
        if self.dictionary.next == 1 << self.width {
            self.width += 1;
        }
        self.dictionary.learn(code, pixel);
    }

    fn clear(&mut self) {
        self.bits.push(self.dictionary.clear, self.width);
        self.dictionary.clear();
        (self.width, self.before) = (self.first_width, None);
    }

    /// Ends the frame: the smallest code size, then the codes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bits.push(self.code, self.width);
        if self.dictionary.next == 1 << self.width && self.dictionary.next < MAX_CODES {
            self.width += 1;
        }
        self.bits.push(self.dictionary.clear + 1, self.width);
        self.bits.finish()
    }
}

impl Dictionary {
    fn new(pixel_bits: u32) -> Self {
        let (extended, clear) = (vec![Indices::default(); usize::from(MAX_CODES)], 1 << pixel_bits);
        Self { extended, codes: vec![EMPTY; PLACES], next: clear + 2, clear }
    }

    fn clear(&mut self) {
        self.extended[..usize::from(self.clear)].fill(Indices::default());
        self.codes.fill(EMPTY);
        self.next = self.clear + 2;
    }

    /// The code that extends `prefix` by `pixel`, which is one of its extensions.
    fn code(&self, prefix: u16, pixel: u8) -> u16 {
        let key = key(prefix, pixel);
        let mut place = place(key);
        while self.codes[place] / u32::from(MAX_CODES) != key {
            place = (place + 1) % PLACES;
        }
        (self.codes[place] % u32::from(MAX_CODES)) as u16
    }

    fn learn(&mut self, prefix: u16, pixel: u8) {
        let key = key(prefix, pixel);
        let mut place = place(key);
        while self.codes[place] != EMPTY {
            place = (place + 1) % PLACES;
        }
        self.codes[place] = key * u32::from(MAX_CODES) + u32::from(self.next);
        self.extended[usize::from(prefix)].insert(pixel);
        self.extended[usize::from(self.next)] = Indices::default();
        self.next += 1;
    }
}

/// Prefix and pixel as one number of 20 bits.
fn key(prefix: u16, pixel: u8) -> u32 {
    u32::from(prefix) << PIXEL_BITS | u32::from(pixel)
}

/// Where the search for a key begins: Fibonacci hashing (Knuth, volume 3, section 6.4).
fn place(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (u32::BITS - PLACES.ilog2())) as usize
}

impl BitWriter {
    fn push(&mut self, code: u16, width: u32) {
        self.pending |= u32::from(code) << self.count;
        self.count += width;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.pending as u8);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use weezl::{BitOrder, decode::Decoder};

    /// Encodes pixels as they are: extends where that is possible.
    fn encode(pixels: &[u8], bits: u32) -> Vec<u8> {
        let mut encoder = LzwEncoder::new(pixels[0], bits);
        for pixel in &pixels[1..] {
            if encoder.extensions().contains(*pixel) {
                encoder.extend(*pixel);
            } else {
                encoder.begin(*pixel);
            }
        }
        encoder.finish()
    }

    proptest! {
        /// Lengths on both sides of each code width and of a cleared dictionary.
        #[test]
        fn an_independent_decoder_reads_the_pixels_and_the_end(
            pixels in prop::collection::vec(0_u8..7, 1..40_000),
            spread in prop::sample::select(vec![1_u8, 36]),
        ) {
            let pixels: Vec<u8> = pixels.iter().map(|pixel| pixel * spread).collect();
            for bits in if spread == 1 { vec![3, 5, 8] } else { vec![8] } {
                let data = encode(&pixels, bits);
                prop_assert_eq!(u32::from(data[0]), bits);
                // This way of decoding fails without the end code.
                let decoded = Decoder::new(BitOrder::Lsb, data[0]).decode(&data[1..]);
                prop_assert!(decoded.is_ok_and(|decoded| decoded == pixels));
            }
        }
    }
}
