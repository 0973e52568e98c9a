//! Progress of a job on stderr: a bar for people, lines of JSON for scripts.

use std::fmt;
use std::io::{self, IsTerminal};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle, TermLike as _};

use self::narrow::Narrow;
use super::wording::{say, say_json};
use crate::export::{Step, Unit};

mod narrow;

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// A bar, if stderr is a terminal.
    Auto,
    /// Nothing.
    Quiet,
    /// A JSON object a line.
    Json,
}

/// What stands behind the bar, once it is known how much there is to do, and columns kept for it.
const FACTS: &str = "{pos}/{len} {msg}, {rate}, {eta} left";
const FACTS_WIDTH: u16 = 40;
/// Columns of the bar, at least and at most.
const BAR_WIDTH: [u16; 2] = [4, 30];
/// How many draws a second: the eye needs no more, and they cost a slow link nothing.
const DRAWS: u8 = 5;

/// How long nothing is shown before the first step.
const UNTOLD: Duration = Duration::from_millis(400);

/// Reports on stderr how far a job is. Leaves the line as it was when dropped.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    json: bool,
}

impl Progress {
    /// If the first step takes a while, a bar's line says meanwhile no more than that there is work.
    pub(super) fn new(show: Show) -> Self {
        let bar = if show == Show::Auto { bar_on_stderr() } else { None };
        let bar = bar.map(|bar| {
            let bar = bar.with_style(style("{msg}")).with_message("painting…");
            // What fails or is done at once needs no bar.
            let waiting = bar.downgrade();
            thread::spawn(move || {
                thread::sleep(UNTOLD);
                if let Some(bar) = waiting.upgrade().filter(|bar| bar.length().is_none() && !bar.is_finished()) {
                    bar.tick();
                }
            });
            bar
        });
        Self { bar, json: show == Show::Json }
    }

    /// Says something that stays, above the bar; a script reads it as `{"warning": …}`.
    pub(super) fn warn(&self, warning: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(warning)),
            None if self.json => say_json(&serde_json::json!({ "warning": warning })),
            None => say(warning),
        }
    }

    /// Tells of one step.
    pub(super) fn step(&self, step: Step) {
        let unit = match step.unit {
            Unit::Frames => "frames",
            Unit::Rows => "rows",
            Unit::Pictures => "pictures",
        };
        if let Some(bar) = &self.bar {
            if bar.length().is_none() {
                let width = Narrow::stderr().width().saturating_sub(FACTS_WIDTH).clamp(BAR_WIDTH[0], BAR_WIDTH[1]);
                bar.set_style(style(&format!("{{bar:{width}}} {FACTS}")));
            }
            bar.set_length(step.total);
            bar.set_message(unit);
            bar.set_position(step.done);
        }
        if self.json {
            let Step { done, skipped, total, .. } = step;
            say_json(&serde_json::json!({ "done": done, "skipped": skipped, "total": total, "unit": unit }));
        }
    }
}

/// A bar without a length, if stderr is a terminal that has room for it.
pub(super) fn bar_on_stderr() -> Option<ProgressBar> {
    // Where its line would break, it would take away lines that are not its own.
    let shown = io::stderr().is_terminal() && Narrow::stderr().width() >= FACTS_WIDTH;
    shown.then(|| {
        let target = ProgressDrawTarget::term_like_with_hz(Box::new(Narrow::stderr()), DRAWS);
        ProgressBar::with_draw_target(None, target)
    })
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
        let rate = state.per_sec();
        let digits = if rate < 10.0 { 1 } else { 0 };
        // A bar that can't be drawn is no reason to stop.
        let _ = write!(out, "{rate:.digits$}/s");
    })
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
