//! Gives the terminal back before the message of a panic is printed.

use std::sync::Arc;
use std::time::Duration;

use super::device::Device;
use crate::{Deliver, Event};

/// How long outstanding replies are waited for.
const PATIENCE: Duration = Duration::from_millis(200);

/// Gives `terminal` back at a panic on any thread, as long as somebody has it. Whoever still shows something there
/// hears that it is gone.
pub(crate) fn restore_on_panic(terminal: &Arc<Device>, deliver: Deliver) {
    let terminal = Arc::downgrade(terminal);
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(terminal) = terminal.upgrade() {
            terminal.leave(PATIENCE);
            deliver(Event::Closed);
        }
        report(panic);
    }));
}
