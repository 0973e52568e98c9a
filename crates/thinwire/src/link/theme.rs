//! The 16 colours as the terminal's theme has them: asked for by OSC 4, each answered by itself.

use crate::input::Reply;
use crate::link::due::Query;
use crate::link::multiplexer::{Multiplexer, answers};

/// What the terminal has answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Theme {
    colors: [Option<[u8; 3]>; 16],
}

impl Theme {
    /// Takes an answer. Returns the colours once all of them are known.
    pub(crate) fn learn(&mut self, reply: &Reply) -> Option<[[u8; 3]; 16]> {
        let Reply::Palette { index, rgb } = *reply else { return None };
        *self.colors.get_mut(usize::from(index))? = Some(rgb);
        let known: Vec<_> = self.colors.iter().copied().flatten().collect();
        known.try_into().ok()
    }
}

/// What [`queries`] asks.
pub(crate) const ASKED: [Query; 16] = [Query::Color; 16];

/// Asks for all of them.
pub(crate) fn queries() -> Vec<u8> {
    (0..16).flat_map(|index| format!("\x1b]4;{index};?\x1b\\").into_bytes()).collect()
}

/// Whether a terminal may be asked: the console of Linux takes `OSC` for something else, GNU screen passes on what it
/// does not know, and what has no name may print it.
pub(crate) fn may_be_asked(term: &str, through: Option<Multiplexer>) -> bool {
    answers(term, through) && through != Some(Multiplexer::Screen) && !term.starts_with("screen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_known_with_its_last_colour() {
        let mut theme = Theme::default();
        for index in 0..15_u8 {
            assert_eq!(theme.learn(&Reply::Palette { index, rgb: [index; 3] }), None);
        }
        assert_eq!(theme.learn(&Reply::Palette { index: 200, rgb: [1; 3] }), None);
        assert_eq!(theme.learn(&Reply::Status), None);
        let all = theme.learn(&Reply::Palette { index: 15, rgb: [15; 3] }).unwrap();
        assert_eq!(all[7], [7; 3]);
    }

    #[test]
    fn each_colour_is_asked_for_and_nobody_who_would_print_it() {
        let queries = String::from_utf8(queries()).unwrap();
        assert_eq!(queries.matches("\x1b]4;").count(), ASKED.len());
        assert!(queries.contains("\x1b]4;15;?\x1b\\"));
        assert!(may_be_asked("xterm-256color", None) && may_be_asked("", Some(Multiplexer::Conpty)));
        for (term, through) in [("linux", None), ("dumb", None), ("", None), ("screen", Some(Multiplexer::Screen))] {
            assert!(!may_be_asked(term, through), "{term}");
        }
    }
}
