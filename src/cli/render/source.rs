//! What a job paints, made of what the arguments name.

use super::{RenderArgs, Subject};
use crate::export::{Format, Job};
use crate::pace::Timeline;
use crate::painter::Painting;

/// What a job paints, which it borrows.
pub(super) struct Source {
    painting: Painting,
    timeline: Timeline,
    label: Option<String>,
}

impl Source {
    pub(super) fn of(subject: &Subject) -> Self {
        let painting = subject.painting();
        Self { timeline: Timeline::measure(&painting), label: subject.label(), painting }
    }

    /// The job that `arguments` ask for, for a file of `format`.
    pub(super) fn job(&self, arguments: &RenderArgs, format: Format) -> Job<'_> {
        Job {
            painting: &self.painting,
            foreign: self.label.as_deref(),
            timeline: &self.timeline,
            size: arguments.size_for(format),
            aspect: 1.0,
            samples: arguments.samples,
            fps: arguments.fps,
            speed: arguments.speed,
            frames: arguments.frames.clone(),
            settings: arguments.settings(),
        }
    }
}
