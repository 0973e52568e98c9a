//! Says of a loop that it flashes.

use std::io::IsTerminal;
use std::sync::atomic::AtomicBool;

use super::{Flashing, Progress, RenderArgs, Tell};
use crate::cli::wording::say_json;
use crate::export::{self, Job, Summary, Target};

/// Looks whether what was made of `job` flashes, and says so: to a script always, to a person on a terminal.
pub(super) fn report(
    arguments: &RenderArgs,
    progress: &Progress,
    (job, target): (&Job<'_>, &Target),
    made: &Summary,
    cancel: &AtomicBool,
) {
    let moves = matches!(target, Target::Frames(_)) || target.format().moves();
    let heard = match arguments.progress {
        _ if arguments.quiet => false,
        Tell::Json => true,
        Tell::Bar => std::io::stderr().is_terminal(),
    };
    if !moves || !heard || arguments.flashing == Flashing::Allow {
        return;
    }
    let Some(seconds) = export::first_flash(job, made, cancel) else { return };
    let warning = format!(
        "this loop flashes more than three times a second from {seconds:.1} s on, which can harm people \
         (WCAG 2.3.1): a lower --speed or a longer --period calms it; --flashing allow says that it may"
    );
    if arguments.progress == Tell::Json {
        say_json(&serde_json::json!({ "warning": warning, "flashes_at": seconds }));
    } else {
        progress.warn(&warning);
    }
}
