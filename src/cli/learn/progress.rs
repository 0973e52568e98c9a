//! How far learning is, and how near to the picture, on stderr.

use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{DecimalBytes, ProgressBar, ProgressStyle};

use super::{Keep, LearnArgs, Tell};
use crate::cli::progress::bar_on_stderr;
use crate::cli::wording::{say, say_json};
use crate::learn::Learner;
use crate::network::Network;

/// What the line shows.
const TEMPLATE: &str = "{wide_bar} {msg} {pos}/{len} steps, {eta} left";
/// How long from one measurement to the next: each takes the time of some ten steps.
const PERIOD: Duration = Duration::from_millis(400);

/// Reports progress. Leaves the line as it was when dropped.
#[derive(Debug)]
pub(super) struct StepProgress {
    bar: Option<ProgressBar>,
    json: bool,
    total: u64,
    measured: Cell<Option<Instant>>,
}

impl StepProgress {
    pub(super) fn new(arguments: &LearnArgs, total: u64) -> Self {
        let json = !arguments.quiet && arguments.progress == Tell::Json;
        let bar = if arguments.quiet || json { None } else { bar_on_stderr() };
        let bar = bar.map(|bar| {
            let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = bar.with_style(style);
            bar.set_length(total);
            bar
        });
        Self { bar, json, total, measured: Cell::new(None) }
    }

    /// Reports where `learner` is.
    pub(super) fn step(&self, learner: &Learner) {
        let due = self.measured.get().is_none_or(|last| last.elapsed() >= PERIOD) || learner.steps() == self.total;
        if let Some(bar) = &self.bar {
            bar.set_position(learner.steps());
        }
        if (self.bar.is_none() && !self.json) || !due {
            return;
        }
        let psnr = learner.psnr();
        self.measured.set(Some(Instant::now()));
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{psnr:.1} dB"));
        }
        if self.json {
            let (done, total) = (learner.steps(), self.total);
            say_json(&serde_json::json!({ "done": done, "total": total, "unit": "steps", "psnr": psnr }));
        }
    }
}

impl Drop for StepProgress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Reports what was made, `bytes` long: in words, to a script where it asked for JSON. Whoever saves a learnt picture
/// is told what the file gives away.
pub(super) fn report(
    arguments: &LearnArgs,
    out: &Path,
    keep: &Keep,
    learner: &Learner,
    (network, bytes): (&Network, u64),
) {
    if arguments.quiet {
        return;
    }
    let psnr = learner.psnr_each(network);
    if arguments.progress == Tell::Json {
        let (saved, carries) = (out.to_string_lossy(), keep.carries_weights());
        say_json(&serde_json::json!({
            "saved": saved, "steps": learner.steps(), "psnr": psnr, "bytes": bytes, "weights": carries,
        }));
        return;
    }
    let psnr: Vec<_> = psnr.iter().map(|psnr| format!("{psnr:.1} dB")).collect();
    say(&format!(
        "saved {}: {} after {} steps, {}. {}",
        out.display(),
        psnr.join(", "),
        learner.steps(),
        DecimalBytes(bytes),
        keep.gives_away()
    ));
}
