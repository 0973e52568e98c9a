//! Looks inside the network that is painted, for the view that is open over its picture.
//!
//! The view says what it wants to know ([`Look`]), the painter's thread finds it out beside each frame, and the view
//! draws what was found ([`Finding`]). Nobody between them knows what that is. What takes long is a [`Study`], beside all
//! painting.

use std::any::{Any, TypeId};
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use crate::painter::{Frame, Viewport};
use crate::recipe::View;
use crate::work::Work;

/// What a look found. The view that asked knows its type; what another view asked for says nothing to it.
pub type Finding = Arc<dyn Any + Send + Sync>;

/// What is looked at: a frame of a work.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The work that is painted.
    pub work: &'a Work,
    /// Where in its loop the frame stands, 0..1.
    pub phase: f64,
    /// Where it is looked at, while the view eases.
    pub view: View,
    /// The pixels of the frame.
    pub viewport: Viewport,
    /// Where in its loop the frame stands, in seconds.
    pub seconds: f64,
    /// When the frame was asked for.
    pub asked: Duration,
}

/// Something that a view wants to know of the network.
pub trait Look: Debug + Send {
    /// Finds it out. What is costly and follows from the recipe alone may be taken from `earlier`.
    fn find(&self, scene: &Scene<'_>, earlier: &Findings) -> Finding;
}

/// What a view shows instead of the artwork: a network that no line of text says, because the view has learnt it or
/// changed it.
pub trait StandIn: Debug + Send {
    /// The work that is looked into and painted instead of `shown`, where it is another.
    fn work(&self, shown: &Work) -> Option<Work> {
        let _ = shown;
        None
    }

    /// Paints what is shown; the scene's work is the one that stands in.
    fn paint(&self, scene: &Scene<'_>) -> Frame;
}

/// Something that takes long to find out: a thread of its own does it, and of several only the newest.
pub trait Study: Debug + Send {
    /// Finds it out. Gives `report` what is known so far, as often as that is more, and ends when `report` says that
    /// nobody waits for the rest.
    fn run(&self, report: &mut dyn FnMut(Finding) -> bool);
}

/// What was found last, of each kind.
#[derive(Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// The newest finding of this type.
    pub(crate) fn newest<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.iter().find_map(|finding| Arc::clone(finding).downcast().ok())
    }

    /// Remembers `finding` instead of the one of its type.
    pub fn keep(&mut self, finding: Finding) {
        let kind = kind(&finding);
        self.0.retain(|other| self::kind(other) != kind);
        self.0.push(finding);
    }
}

/// The type inside, not that of the pointer to it.
fn kind(finding: &Finding) -> TypeId {
    let inside: &(dyn Any + Send + Sync) = finding.as_ref();
    inside.type_id()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_finding_of_each_type_is_kept() {
        let mut findings = Findings::default();
        let all: [Finding; 3] = [Arc::new(1_u8), Arc::new("word"), Arc::new(2_u8)];
        all.into_iter().for_each(|finding| findings.keep(finding));
        assert_eq!(findings.newest::<u8>().as_deref(), Some(&2));
        assert_eq!(findings.newest::<&str>().as_deref(), Some(&"word"));
        assert_eq!(findings.newest::<u16>(), None);
        assert_eq!(findings.0.len(), 2);
    }
}
