//! What says that a frame was parsed: a query that goes out behind it, and its answer. No I/O.

use super::due::Query;
use crate::input::Reply;

/// The one that is used on this system.
pub(crate) const ACKNOWLEDGEMENT: Acknowledgement =
    if cfg!(windows) { Acknowledgement::Attributes } else { Acknowledgement::Status };

/// A query that is answered when everything before it has been parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acknowledgement {
    /// The status report (DSR), which nobody asks for otherwise.
    Status,
    /// What the terminal can do (DA1). The console of Windows 10 answers no query for its status
    /// (<https://github.com/microsoft/terminal/issues/5052>). There nobody else asks this: ConPTY stands between and
    /// is not asked for images.
    Attributes,
}

impl Acknowledgement {
    /// What goes out.
    pub(crate) const fn query(self) -> &'static [u8] {
        match self {
            Self::Status => b"\x1b[5n",
            Self::Attributes => b"\x1b[c",
        }
    }

    /// What it asks.
    pub(crate) const fn asked(self) -> Query {
        match self {
            Self::Status => Query::Status,
            Self::Attributes => Query::PrimaryAttributes,
        }
    }

    /// Whether `reply` is its answer.
    pub(crate) const fn is_answered_by(self, reply: &Reply) -> bool {
        match self {
            Self::Status => matches!(reply, Reply::Status),
            Self::Attributes => matches!(reply, Reply::PrimaryAttributes(_)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::link::due::Due;

    #[test]
    fn each_is_answered_by_its_own_reply_alone() {
        // The second is the console's of Windows 10.
        let replies = [Reply::Status, Reply::PrimaryAttributes(vec![1, 0])];
        let kinds = [Acknowledgement::Status, Acknowledgement::Attributes];
        for (kind, own) in kinds.into_iter().zip(&replies) {
            for reply in &replies {
                assert_eq!(kind.is_answered_by(reply), reply == own, "{kind:?}: {reply:?}");
                let (mut due, now) = (Due::default(), Instant::now());
                due.ask(&[kind.asked()], now);
                due.answer(reply);
                assert_eq!(due.expected(now).any, reply != own, "{kind:?}: {reply:?}");
            }
        }
    }
}
