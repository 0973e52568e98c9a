//! A pipe through which other programs steer the live view: scripts, clocks, instruments.
//!
//! Each line is a line of text, or `do ACTION` by the name that the key table has. Nothing else is understood: through
//! the pipe no file and no list is opened, and no path is written to.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::Message;
use crate::app::action::{Action, NAMES};
use crate::plain_text;
use crate::recipe::Recipe;
use crate::recipe::text::{self, MAX_LENGTH, did_you_mean};
use pipe::Pipe;

#[cfg_attr(unix, path = "control/fifo.rs")]
#[cfg_attr(not(unix), path = "control/none.rs")]
mod pipe;

/// The least time between two lines: who writes faster waits.
const PAUSE: Duration = Duration::from_millis(20);
/// What a line that asks for an action begins with.
const DO: &str = "do ";

/// What a line asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Command {
    /// Show this artwork.
    Show(Box<Recipe>),
    /// Show this one with a seed worth seeing.
    Draw(Box<Recipe>),
    /// What a key would do.
    Do(Action),
    /// It can't be understood: why.
    Wrong(String),
}

/// The pipe; it is removed when this is dropped.
pub(super) struct Control {
    pipe: Pipe,
    ended: Arc<AtomicBool>,
}

impl Control {
    /// Makes a pipe at `path`, and sends what is written to it to `results`.
    ///
    /// # Errors
    /// If something is there already, or the system makes no pipe there.
    pub(super) fn start(path: &Path, results: Sender<Message>) -> io::Result<Self> {
        // Should anything fail from here on, the pipe goes with this.
        let control = Self { pipe: Pipe::make(path)?, ended: Arc::new(AtomicBool::new(false)) };
        let (lines, over) = (control.pipe.reader()?, Arc::clone(&control.ended));
        thread::Builder::new().name("control".into()).spawn(move || {
            each_line(lines, |line| {
                let going_on = !over.load(Ordering::Relaxed)
                    && command(line).is_none_or(|command| results.send(Message::Control(command)).is_ok());
                thread::sleep(PAUSE);
                going_on
            });
        })?;
        Ok(control)
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        self.pipe.remove();
    }
}

/// Hands over each line, until `take` says that it was the last one. Of a line that is too long nothing is handed over.
fn each_line(input: impl Read, mut take: impl FnMut(&str) -> bool) {
    let mut input = BufReader::new(input);
    loop {
        let mut line = Vec::new();
        // One more than fits shows that it is too long.
        match input.by_ref().take(MAX_LENGTH as u64 + 1).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if line.last() != Some(&b'\n') {
            if line.len() > MAX_LENGTH {
                let _ = skip_line(&mut input);
            }
            continue;
        }
        if !take(&String::from_utf8_lossy(&line)) {
            return;
        }
    }
}

/// Reads on to the end of a line, keeping nothing.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let chunk = input.fill_buf()?;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let (read, ended) = (end.map_or(chunk.len(), |end| end + 1), end.is_some() || chunk.is_empty());
        input.consume(read);
        if ended {
            return Ok(());
        }
    }
}

/// What a line asks for; nothing where it is empty or a comment.
fn command(line: &str) -> Option<Command> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    if let Some(name) = line.strip_prefix(DO) {
        let name = name.trim();
        return Some(Action::named(name).map_or_else(|| unknown(name), Command::Do));
    }
    Some(match text::parse(line) {
        Ok(found) => {
            let recipe = Box::new(Recipe { at: 0.0, ..found.recipe });
            if found.seeded { Command::Show(recipe) } else { Command::Draw(recipe) }
        }
        Err(error) => Command::Wrong(format!("control: {error}")),
    })
}

fn unknown(name: &str) -> Command {
    let meant = did_you_mean(name, NAMES.iter().map(|(name, _)| *name));
    Command::Wrong(format!("control: no such action '{}'{meant}", plain_text::line(name, 40)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        each_line(input, |line| {
            lines.push(line.trim_end().to_owned());
            line.trim() != "last"
        });
        lines
    }

    #[test]
    fn lines_are_handed_over_one_by_one_and_long_ones_are_left_out() {
        let long = "x".repeat(3 * MAX_LENGTH);
        assert_eq!(
            lines(format!("deep:1\n{long}\ndo pause\nlast\nnot this\n").as_bytes()),
            ["deep:1", "do pause", "last"]
        );
        assert_eq!(lines(b"\xff\nno end"), ["\u{fffd}"]);
        let fits = "y".repeat(MAX_LENGTH);
        assert_eq!(lines(format!("{fits}\n").as_bytes()), [fits]);
    }

    #[test]
    fn a_line_is_an_artwork_or_an_action_and_nothing_else() {
        assert_eq!(command("  "), None);
        assert_eq!(command("# a comment"), None);
        assert_eq!(command("do pause\n"), Some(Command::Do(Action::Pause)));
        assert!(matches!(command("deep:3"), Some(Command::Show(recipe)) if recipe.to_string() == "deep:3"));
        assert!(matches!(command("deep"), Some(Command::Draw(_))));
        for refused in ["@favourites", "picture.png", "/etc/passwd", "do /bin/sh", "do", "do pauze", "\u{1b}[2J"] {
            assert!(matches!(command(refused), Some(Command::Wrong(_))), "{refused}");
        }
        assert!(matches!(command("do pauze"), Some(Command::Wrong(why)) if why.contains("did you mean 'pause'")));
    }
}
