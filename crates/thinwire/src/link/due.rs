//! Which replies are still to come: every query is counted, so that none of its answers is taken for keys, here or by
//! whatever reads from the terminal next. No I/O; time is an argument.

use std::time::{Duration, Instant};

use crate::input::Reply;
use crate::input::tokenizer::Expected;

/// A reply that has not come after so long never will.
pub(crate) const LATEST: Duration = Duration::from_millis(2200);

/// What a terminal is asked, by the form of its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Query {
    Status,
    Cursor,
    PrimaryAttributes,
    SecondaryAttributes,
    Mode,
    Keyboard,
    Cell,
    LargestSixels,
    OtherKeys,
    Setting,
    Capability,
    Version,
    Color,
    Graphics,
}

impl Query {
    /// What `reply` answers.
    fn answered_by(reply: &Reply) -> Option<Self> {
        Some(match reply {
            Reply::Status => Self::Status,
            Reply::Cursor { .. } => Self::Cursor,
            Reply::PrimaryAttributes(_) => Self::PrimaryAttributes,
            Reply::SecondaryAttributes(_) => Self::SecondaryAttributes,
            Reply::Mode { .. } => Self::Mode,
            Reply::Keyboard(_) => Self::Keyboard,
            Reply::Window { .. } => Self::Cell,
            Reply::LargestSixels { .. } => Self::LargestSixels,
            Reply::OtherKeys(_) => Self::OtherKeys,
            Reply::Setting(_) => Self::Setting,
            Reply::Capability(_) => Self::Capability,
            Reply::Version(_) => Self::Version,
            Reply::Color { .. } | Reply::Palette { .. } => Self::Color,
            Reply::Graphics(_) => Self::Graphics,
            Reply::Unknown => return None,
        })
    }
}

/// The queries that have not been answered, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Due {
    asked: Vec<(Query, Instant)>,
}

impl Due {
    /// Notes that these queries go out at `now`.
    pub(crate) fn ask(&mut self, queries: &[Query], now: Instant) {
        self.asked.extend(queries.iter().map(|query| (*query, now)));
    }

    /// Notes a reply: the oldest query of its kind is answered. One that nobody has asked for changes nothing.
    pub(crate) fn answer(&mut self, reply: &Reply) {
        let Some(query) = Query::answered_by(reply) else { return };
        if let Some(place) = self.asked.iter().position(|(asked, _)| *asked == query) {
            self.asked.remove(place);
        }
    }

    /// Forgets the newest `count` queries of this kind.
    pub(crate) fn forget(&mut self, query: Query, count: usize) {
        for _ in 0..count {
            if let Some(place) = self.asked.iter().rposition(|(asked, _)| *asked == query) {
                self.asked.remove(place);
            }
        }
    }

    /// How many queries of this kind have not been answered.
    pub(crate) fn count(&self, query: Query) -> usize {
        self.asked.iter().filter(|(asked, _)| *asked == query).count()
    }

    /// What may still come at `now`.
    pub(crate) fn expected(&mut self, now: Instant) -> Expected {
        self.asked.retain(|(_, at)| now.saturating_duration_since(*at) < LATEST);
        Expected { any: !self.asked.is_empty(), cursor: self.count(Query::Cursor) > 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_is_waited_for_until_it_is_answered_or_too_old() {
        let (mut due, now) = (Due::default(), Instant::now());
        due.ask(&[Query::Version, Query::Status, Query::Cursor, Query::Status], now);
        for (reply, any) in [(Reply::Status, true), (Reply::Status, true), (Reply::Status, true)] {
            due.answer(&reply);
            assert_eq!(due.expected(now).any, any, "the name of the terminal is still to come");
        }
        assert!(due.expected(now).cursor);
        due.answer(&Reply::Cursor { row: 1, column: 2 });
        assert_eq!(due.expected(now), Expected { any: true, cursor: false });
        assert!(due.expected(now + Duration::from_secs(2)).any, "replies may be two seconds late");
        assert!(!due.expected(now + LATEST).any);
    }

    #[test]
    fn what_was_never_asked_is_forgotten_and_the_rest_is_not() {
        let (mut due, now) = (Due::default(), Instant::now());
        due.ask(&[Query::Status, Query::Version, Query::Status, Query::Status], now);
        due.forget(Query::Status, 2);
        assert_eq!([Query::Status, Query::Version].map(|query| due.count(query)), [1, 1]);
        due.forget(Query::Status, 9);
        assert_eq!([Query::Status, Query::Version].map(|query| due.count(query)), [0, 1]);
    }

    #[test]
    fn every_colour_of_a_palette_is_waited_for() {
        let (mut due, now) = (Due::default(), Instant::now());
        due.ask(&[Query::Color; 16], now);
        (0..15).for_each(|index| due.answer(&Reply::Palette { index, rgb: [0; 3] }));
        assert_eq!(due.count(Query::Color), 1);
        due.answer(&Reply::Palette { index: 15, rgb: [0; 3] });
        assert!(!due.expected(now).any);
    }
}
