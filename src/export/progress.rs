//! How far a job is, told on stderr: a bar for people, lines of JSON for scripts.

use std::io::{self, IsTerminal, Write};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Step, Unit};

/// How to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// A bar, if stderr is a terminal.
    Auto,
    /// Nothing.
    Quiet,
    /// A JSON object a line.
    Json,
}

/// What the bar's line looks like, once it is known how much there is to do.
const TEMPLATE: &str = "{bar:30} {pos}/{len} {msg}, {per_sec}, {eta} left";

/// How long nothing is told before the first step.
const UNTOLD: Duration = Duration::from_millis(400);

/// Tells on stderr how far a job is. Leaves the line as it was when dropped.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    json: bool,
}

impl Progress {
    /// If the first step takes a while, a bar's line says meanwhile no more than that there is work.
    pub fn new(show: Show) -> Self {
        let bar = (show == Show::Auto && io::stderr().is_terminal()).then(|| {
            // Five times a second suffices the eye and costs a slow link nothing.
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
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

    /// Tells of one step.
    pub fn step(&self, step: Step) {
        let unit = match step.unit {
            Unit::Frames => "frames",
            Unit::Rows => "rows",
            Unit::Pictures => "pictures",
        };
        if let Some(bar) = &self.bar {
            if bar.length().is_none() {
                bar.set_style(style(TEMPLATE));
            }
            bar.set_length(step.total);
            bar.set_message(unit);
            bar.set_position(step.done);
        }
        if self.json {
            let Step { done, skipped, total, .. } = step;
            let line = serde_json::json!({ "done": done, "skipped": skipped, "total": total, "unit": unit });
            // Nobody may be listening any more; the file matters more.
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
