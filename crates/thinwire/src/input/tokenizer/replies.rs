//! Which sequences are replies.

use super::{ESC, Tokenizer};
use crate::input::Reply;

impl Tokenizer {
    /// Reads what stands behind `CSI` as a reply.
    pub(super) fn reply(&self, body: &[u8]) -> Option<Reply> {
        let cursor = if self.expected.cursor { Reply::cursor(body) } else { None };
        cursor.or_else(|| Reply::from_csi(body))
    }

    /// What a whole sequence is as a reply.
    pub(super) fn whole_reply(&self, sequence: &[u8]) -> Option<Reply> {
        match sequence {
            [ESC, b'[', body @ ..] => {
                // Of another program's replies nothing is known but that no key sends such a prefix.
                let is_foreign = matches!(body.first(), Some(b'?' | b'>' | b'='));
                self.reply(body).filter(|reply| is_foreign || *reply != Reply::Unknown)
            }
            [ESC, introducer, body @ ..] => Reply::from_string(*introducer, without_end(body)),
            _ => None,
        }
    }
}

/// The text of a string, without what ends it.
fn without_end(body: &[u8]) -> &[u8] {
    let ends: [&[u8]; 4] = [b"\x1b\\", b"\x07", b"\xc2\x9c", b"\x9c"];
    ends.into_iter().find_map(|end| body.strip_suffix(end)).unwrap_or(body)
}
