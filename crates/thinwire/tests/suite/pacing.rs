//! Frames and their acknowledgements in virtual time.

use std::time::{Duration, Instant};

use thinwire::link::pacing::Pacing;

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A console that sends nothing at first, until its own writing acknowledges each frame.
#[test]
fn what_was_sent_before_a_restart_is_not_what_is_acknowledged_after_it() {
    let (mut pacing, start) = (Pacing::new(30.0), Instant::now());
    pacing.sent(start, 8000);
    assert_eq!(pacing.due(start + ms(50)), start + ms(1000), "it waits for an answer");
    let silent = start + ms(1100);
    assert!(!pacing.asks(silent) && pacing.is_fallback());
    pacing.restart();
    // Of a frame that was on its way at that moment.
    pacing.acknowledged(silent + ms(1));
    assert!(!pacing.is_fallback());
    for frame in 1..=10 {
        let now = silent + ms(33) * frame;
        assert!(pacing.asks(now) && pacing.due(now) == now, "frame {frame} waits for those before the restart");
        pacing.sent(now, 40_000);
        pacing.acknowledged(now + ms(4));
    }
    assert_eq!(pacing.round_trip(), ms(4));
    assert!(pacing.budget() > 40_000, "{} bytes in a frame", pacing.budget());
}
