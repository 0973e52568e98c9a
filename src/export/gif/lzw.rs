//! LZW as GIF has it (GIF89a specification, appendix F), open to whoever chooses the pixels: the
//! encoder shows which pixels would extend the code that is under way.

/// Bits of a pixel.
const PIXEL_BITS: u32 = 8;
const CLEAR: u16 = 1 << PIXEL_BITS;
const END: u16 = CLEAR + 1;
/// Codes have at most 12 bits.
const MAX_CODES: u16 = 4096;
/// Stands for "no code" in the dictionary's lists.
const NONE: u16 = u16::MAX;

/// Encodes the pixels of one frame.
#[derive(Debug)]
pub(super) struct Encoder {
    dictionary: Dictionary,
    bits: BitWriter,
    /// The code of the pixels seen since the last one written.
    code: u16,
    /// Bits that a code has now.
    width: u32,
}

/// The codes as a trie: each extends another by one pixel. Siblings are a list, newest first.
#[derive(Debug)]
struct Dictionary {
    first_child: Vec<u16>,
    sibling: Vec<u16>,
    pixel: Vec<u8>,
    /// The next code to be given.
    next: u16,
}

/// Packs codes from the low bits up.
#[derive(Debug, Default)]
struct BitWriter {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Encoder {
    /// Starts a frame with its first pixel.
    pub(super) fn new(first: u8) -> Self {
        let mut bits = BitWriter::default();
        bits.bytes.push(PIXEL_BITS as u8);
        bits.push(CLEAR, PIXEL_BITS + 1);
        Self { dictionary: Dictionary::new(), bits, code: u16::from(first), width: PIXEL_BITS + 1 }
    }

    /// The pixels that would extend the code under way, and the codes that they would make of it.
    pub(super) fn extensions(&self) -> impl Iterator<Item = (u8, u16)> + '_ {
        let Dictionary { first_child, sibling, pixel, .. } = &self.dictionary;
        let some = |code| (code != NONE).then_some(code);
        let children = std::iter::successors(some(first_child[usize::from(self.code)]), move |code| {
            some(sibling[usize::from(*code)])
        });
        children.map(|code| (pixel[usize::from(code)], code))
    }

    /// Goes on to one of the [`Encoder::extensions`].
    pub(super) fn extend(&mut self, code: u16) {
        self.code = code;
    }

    /// Takes the next pixel, which extends nothing: writes the code under way and learns a new one.
    pub(super) fn begin(&mut self, pixel: u8) {
        self.bits.push(self.code, self.width);
        if self.dictionary.next == MAX_CODES {
            self.bits.push(CLEAR, self.width);
            self.dictionary.clear();
            self.width = PIXEL_BITS + 1;
        } else {
            // The decoder learns a code one step later than we do: hence the width grows one late.
            if self.dictionary.next == 1 << self.width {
                self.width += 1;
            }
            self.dictionary.learn(self.code, pixel);
        }
        self.code = u16::from(pixel);
    }

    /// Ends the frame: the smallest code size, then the codes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bits.push(self.code, self.width);
        if self.dictionary.next == 1 << self.width && self.dictionary.next < MAX_CODES {
            self.width += 1;
        }
        self.bits.push(END, self.width);
        self.bits.finish()
    }
}

impl Dictionary {
    fn new() -> Self {
        let lists = vec![NONE; usize::from(MAX_CODES)];
        let pixel = vec![0; usize::from(MAX_CODES)];
        Self { first_child: lists.clone(), sibling: lists, pixel, next: END + 1 }
    }

    fn clear(&mut self) {
        self.first_child.fill(NONE);
        self.next = END + 1;
    }

    fn learn(&mut self, prefix: u16, pixel: u8) {
        let (prefix, code) = (usize::from(prefix), usize::from(self.next));
        self.sibling[code] = self.first_child[prefix];
        self.pixel[code] = pixel;
        self.first_child[code] = NONE;
        self.first_child[prefix] = self.next;
        self.next += 1;
    }
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
    fn encode(pixels: &[u8]) -> Vec<u8> {
        let mut encoder = Encoder::new(pixels[0]);
        for pixel in &pixels[1..] {
            let following = encoder.extensions().find(|(next, _)| next == pixel);
            match following {
                Some((_, code)) => encoder.extend(code),
                None => encoder.begin(*pixel),
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
            let data = encode(&pixels);
            prop_assert_eq!(data[0], 8);
            // This way of decoding fails without the end code.
            let decoded = Decoder::new(BitOrder::Lsb, 8).decode(&data[1..]);
            prop_assert!(decoded.is_ok_and(|decoded| decoded == pixels));
        }
    }
}
