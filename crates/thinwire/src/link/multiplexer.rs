//! Programs between this one and the terminal that answer instead of it: tmux, GNU screen, mosh, ConPTY.
//!
//! Their acknowledgements say that they have parsed a frame, not that anybody has seen it. What they draw is less
//! than they take: tmux throws away what a client does not take in time and redraws at 10 Hz, mosh sends what
//! has changed whenever it likes. So what they are sent has a ceiling of its own. ConPTY takes as much as it parses, and
//! holds up whoever writes until it has: behind it only a connection to another machine needs a ceiling.

mod throttle;

use crate::input::Reply;

pub use throttle::{Sample, Throttle};

/// Asks for the terminal's name and version (XTVERSION) and for its kind (DA2).
pub(crate) const QUERIES: &[u8] = b"\x1b[>q\x1b[>c";

/// Above about 8 bytes a cell that its client has not taken yet, tmux throws output away; what it makes of a
/// frame is up to a third longer than the frame.
const TMUX_BYTES_PER_CELL: f64 = 6.0;
/// Bytes a second: 11 frames of 4 kB. mosh puts whole changes into bursts of datagrams, which a slow link loses.
const MOSH_RATE: f64 = 48e3;

/// What answers instead of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplexer {
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
    /// mosh, which multiplexes nothing and keeps a screen of its own all the same.
    Mosh,
    /// The pseudo console of Windows, by which every program there reaches its terminal: it keeps a screen of its own,
    /// answers at once, and draws what has changed.
    Conpty,
}

impl Multiplexer {
    /// The one that the variables of the environment name. It then runs on this machine, and its client may have
    /// come from another one.
    pub fn from_environment(get: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let is_set = |name: &str| get(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") { Some(Self::Tmux) } else { is_set("STY").then_some(Self::Screen) }
    }

    /// The one that is there without being asked for.
    pub(crate) const fn of_this_system() -> Option<Self> {
        if cfg!(windows) { Some(Self::Conpty) } else { None }
    }

    /// The one that a reply gives away; `None` for a reply that says nothing of it.
    pub fn from_reply(reply: &Reply) -> Option<Self> {
        match reply {
            Reply::Version(version) => version.starts_with("tmux ").then_some(Self::Tmux),
            Reply::SecondaryAttributes(attributes) => match attributes.as_slice() {
                // Both report their initial.
                [84, ..] => Some(Self::Tmux),
                [83, ..] => Some(Self::Screen),
                [1, 10, 0] => Some(Self::Mosh),
                _ => None,
            },
            _ => None,
        }
    }

    /// As its users call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tmux => "tmux",
            Self::Screen => "screen",
            Self::Mosh => "mosh",
            Self::Conpty => "ConPTY",
        }
    }

    /// Bytes of a frame of `cells` cells, at most.
    pub(crate) fn most_bytes(self, cells: usize) -> usize {
        match self {
            Self::Tmux | Self::Screen => (TMUX_BYTES_PER_CELL * cells as f64) as usize,
            Self::Mosh | Self::Conpty => usize::MAX,
        }
    }

    /// Bytes a second, whatever its acknowledgements say.
    pub(crate) fn most_rate(self) -> f64 {
        match self {
            Self::Tmux | Self::Screen | Self::Conpty => f64::INFINITY,
            Self::Mosh => MOSH_RATE,
        }
    }
}

/// Whether a terminal that `TERM` calls `term` answers queries, or at least prints none of them. What has no name may print
/// them, but for ConPTY, behind which there is none: it reads them all, and answers those it knows.
pub(crate) fn answers(term: &str, through: Option<Multiplexer>) -> bool {
    match term {
        "" => through == Some(Multiplexer::Conpty),
        _ => !matches!(term, "dumb" | "linux"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_and_the_replies_give_them_away() {
        let with = |set: &'static str| move |name: &str| (name == set).then(|| "x".to_owned());
        assert_eq!(Multiplexer::from_environment(&with("TMUX")), Some(Multiplexer::Tmux));
        assert_eq!(Multiplexer::from_environment(&with("STY")), Some(Multiplexer::Screen));
        assert_eq!(Multiplexer::from_environment(&with("TERM")), None);
        let version = |name: &str| Multiplexer::from_reply(&Reply::Version(name.to_owned()));
        assert_eq!(version("tmux 3.3a"), Some(Multiplexer::Tmux));
        assert_eq!(version("XTerm(390)"), None);
        let kind = |kind: [u32; 3]| Multiplexer::from_reply(&Reply::SecondaryAttributes(kind.to_vec()));
        assert_eq!(kind([84, 0, 0]), Some(Multiplexer::Tmux));
        assert_eq!(kind([83, 40900, 0]), Some(Multiplexer::Screen));
        assert_eq!(kind([1, 10, 0]), Some(Multiplexer::Mosh));
        assert_eq!(kind([1, 4000, 29]), None);
    }

    #[test]
    fn what_has_no_name_answers_on_windows_alone() {
        assert!(answers("xterm", None) && answers("", Some(Multiplexer::Conpty)));
        for (term, through) in [("", None), ("", Some(Multiplexer::Tmux)), ("dumb", Some(Multiplexer::Conpty))] {
            assert!(!answers(term, through), "{term}, {through:?}");
        }
    }
}
