//! The artworks of earlier sessions, which one goes back to from the first of this one.
//!
//! Those that a line says are known at once. One that lies in a file is opened when it is reached: a history may name
//! hundreds, and a home folder may lie far away.

use std::time::Duration;

use super::State;
use super::history::History;
use crate::plain_text;
use crate::recipe::Recipe;
use crate::work::Work;

/// An artwork of an earlier session.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Earlier {
    /// A line of text says it.
    Line(Box<Recipe>),
    /// It lies in the file of this path.
    File(String),
}

impl State {
    /// Takes the artworks of earlier sessions, the newest last, and shows the newest of them. Returns the file that is to
    /// be opened for that, if it lies in one.
    pub(crate) fn remember(&mut self, earlier: Vec<Earlier>, now: Duration) -> Option<String> {
        self.earlier = earlier;
        // What a view shows of its own has no past.
        if self.overlays.artwork().is_some() {
            return None;
        }
        self.recall();
        self.go_back_in_sessions(now)
    }

    /// Goes back, from the first artwork of the history too. Returns the file that is to be opened for that, if one is.
    pub(super) fn go_back_in_sessions(&mut self, now: Duration) -> Option<String> {
        if self.history.is_first() && self.earlier_file().is_some() {
            return self.await_earlier();
        }
        self.go_back(now);
        None
    }

    /// Shows `opened`, which is what the file at `path` holds, if it is the next one to go back to; or says why it can't
    /// be shown. What can't be opened is gone back to no more.
    pub(crate) fn opened_earlier(&mut self, path: &str, opened: Result<Work, String>, now: Duration) {
        self.awaited_earlier = None;
        // The tour may have been opened since.
        if self.earlier_file() != Some(path) || self.overlays.artwork().is_some() {
            return;
        }
        match opened {
            Ok(work) => {
                self.earlier.pop();
                let was_first = self.history.is_first();
                self.history.put_before(vec![work.rewound()]);
                if was_first {
                    self.go_back(now);
                }
            }
            Err(why) => {
                self.earlier.retain(|earlier| !matches!(earlier, Earlier::File(file) if file == path));
                self.say(plain_text::line(&format!("{path}: {why}"), plain_text::LINE), now);
            }
        }
        self.recall();
    }

    /// The file of the newest artwork of earlier sessions that is still to be opened.
    fn earlier_file(&self) -> Option<&str> {
        match self.earlier.last() {
            Some(Earlier::File(path)) => Some(path),
            _ => None,
        }
    }

    /// The same, if nobody has been asked to open it yet.
    fn await_earlier(&mut self) -> Option<String> {
        let file = self.earlier_file().map(str::to_owned);
        let before = std::mem::replace(&mut self.awaited_earlier, file.clone());
        file.filter(|file| before.as_ref() != Some(file))
    }

    /// Goes back, or says that there is nothing to go back to.
    pub(super) fn go_back(&mut self, now: Duration) {
        self.travel(History::back, "no earlier picture".to_owned(), now);
    }

    /// Puts artworks that a line says before those of this session, back to the next one that lies in a file.
    pub(super) fn recall(&mut self) {
        let file = self.earlier.iter().rposition(|earlier| matches!(earlier, Earlier::File(_)));
        let lines = self.earlier.split_off(file.map_or(0, |file| file + 1));
        let works = lines.into_iter().filter_map(|earlier| match earlier {
            Earlier::Line(recipe) => Some(Work::new(*recipe)),
            Earlier::File(_) => None,
        });
        self.history.put_before(works.collect());
    }
}

#[cfg(test)]
mod tests {
    use super::super::Effect;
    use super::super::action::Action;
    use super::super::view::OverlayName;
    use super::super::{learnt, watching};
    use super::*;
    use crate::recipe::text::parse;

    const NOW: Duration = Duration::ZERO;

    fn line(line: &str) -> Earlier {
        Earlier::Line(Box::new(parse(line).unwrap().recipe))
    }

    fn file(path: &str) -> Earlier {
        Earlier::File(path.to_owned())
    }

    fn opened(path: &str) -> Work {
        learnt("glossy:0+motion=still", 2.0, path)
    }

    fn open(path: &str) -> Option<Effect> {
        Some(Effect::OpenEarlier(path.to_owned()))
    }

    #[test]
    fn files_are_opened_when_they_are_reached_and_lines_are_there() {
        let mut state = watching("glossy:1");
        assert_eq!(state.update(Action::Back, NOW), Some(Effect::Earlier));
        let earlier = vec![line("deep:1"), file("/works/a.safetensors"), line("deep:2"), line("deep:3")];
        assert_eq!(state.remember(earlier, NOW), None);
        assert_eq!(state.line(NOW), "deep:3");
        assert_eq!(state.update(Action::Back, NOW), None);
        assert_eq!(state.line(NOW), "deep:2");
        assert_eq!(state.update(Action::Back, NOW), open("/works/a.safetensors"));
        assert_eq!(state.update(Action::Back, NOW), None, "a key that is held asks once");
        assert_eq!(state.line(NOW), "deep:2", "it goes on until the file is there");
        state.opened_earlier("/works/a.safetensors", Ok(opened("/works/a.safetensors")), NOW);
        assert!(state.line(NOW).starts_with("a.safetensors #"), "{}", state.line(NOW));
        assert_eq!(state.work().network(), opened("/works/a.safetensors").network());
        // It was asked for twice: one step is enough.
        state.opened_earlier("/works/a.safetensors", Ok(opened("/works/a.safetensors")), NOW);
        assert!(state.line(NOW).starts_with("a.safetensors #"), "{}", state.line(NOW));
        assert_eq!(state.update(Action::Favourite, NOW), Some(Effect::Keep("/works/a.safetensors".to_owned())));
        for (action, shown) in [(Action::Back, "deep:1"), (Action::Forward, "a."), (Action::Forward, "deep:2")] {
            assert_eq!(state.update(action, NOW), None);
            assert!(state.line(NOW).starts_with(shown), "{}", state.line(NOW));
        }
        assert!(state.work().imported().is_none());
    }

    #[test]
    fn a_tour_that_is_opened_meanwhile_hides_no_earlier_session() {
        let mut state = watching("glossy:1");
        assert_eq!(state.update(Action::Back, NOW), Some(Effect::Earlier));
        state.update(Action::Toggle(OverlayName::Tour), NOW);
        assert_eq!(state.remember(vec![line("deep:1"), line("deep:2")], NOW), None);
        state.update(Action::Close, NOW);
        assert_eq!(state.update(Action::Back, NOW), None);
        assert_eq!(state.line(NOW), "deep:2");
    }

    #[test]
    fn a_file_that_is_gone_is_told_of_once_and_passed_over_from_then_on() {
        let mut state = watching("glossy:1");
        state.update(Action::Back, NOW);
        let gone = "/works/gone.safetensors";
        let earlier = vec![line("deep:1"), file(gone), line("deep:2"), file(gone)];
        assert_eq!(state.remember(earlier, NOW).as_deref(), Some(gone));
        state.opened_earlier(gone, Err("there is no such file".to_owned()), NOW);
        let said = state.notices.toast(NOW).unwrap().text.clone();
        assert_eq!(said, format!("{gone}: there is no such file"));
        assert_eq!(state.line(NOW), "glossy:1");
        for shown in ["deep:2", "deep:1"] {
            assert_eq!(state.update(Action::Back, NOW), None);
            assert_eq!(state.line(NOW), shown);
        }
        assert_eq!(state.update(Action::Back, NOW), None);
        assert_eq!(state.notices.toast(NOW).unwrap().text, "no earlier picture");
    }
}
