//! What is pasted, between the brackets that the terminal puts around it.

/// What ends a paste. Where the control that began it has 8 bits, so may this one.
const END: &[u8] = b"\x1b[201~";
const SHORT_ENDS: [&[u8]; 2] = [b"\x9b201~", b"\xc2\x9b201~"];
/// No line of text is longer; of more, nothing is kept. Bytes.
const LONGEST: usize = 8192;

/// A paste that is coming in.
#[derive(Debug, Default)]
pub(super) struct Paste {
    bytes: Vec<u8>,
    too_long: bool,
}

impl Paste {
    /// Takes the next byte. Returns whether it was the last one.
    pub(super) fn push(&mut self, byte: u8, eight_bits: bool) -> bool {
        self.bytes.push(byte);
        let mut ends = [END].into_iter().chain(SHORT_ENDS.into_iter().filter(|_| eight_bits));
        let Some(end) = ends.find(|end| self.bytes.ends_with(end)) else {
            self.keep_short();
            return false;
        };
        self.bytes.truncate(self.bytes.len() - end.len());
        true
    }

    /// Keeps no more than could be the first bytes of the end.
    fn keep_short(&mut self) {
        if self.bytes.len() > LONGEST {
            self.too_long = true;
            self.bytes.drain(..self.bytes.len() - END.len());
        }
    }

    /// The one line that was pasted, without the white space around it; `None` for anything else.
    pub(super) fn line(self) -> Option<String> {
        let text = String::from_utf8(self.bytes).ok().filter(|_| !self.too_long)?;
        let line = text.trim();
        (!line.is_empty() && !line.contains(char::is_control)).then(|| line.to_owned())
    }
}
