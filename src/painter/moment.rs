//! What is painted at one moment of the loop: a network, its latent inputs, a camera.

use std::borrow::Cow;
use std::sync::Arc;

use super::Viewport;
use super::blend::{Interpolation, between};
use super::drifted::drifted;
use super::grid::SampleGrid;
use crate::motion::{Camera, Path, Wave};
use crate::network::Network;
use crate::recipe::framing::Placement;
use crate::recipe::{Coords, View};

/// The networks of one recipe, and how they move.
#[derive(Clone, Debug)]
pub(super) struct Networks {
    pub(super) network: Arc<Network>,
    /// What a morph goes through.
    pub(super) target: Option<Arc<Network>>,
    /// The network is no drawn one.
    pub(super) imported: bool,
    pub(super) path: Path,
    pub(super) gain: f64,
    pub(super) placement: Placement,
}

/// Where moments come from.
#[derive(Clone, Debug)]
pub(super) enum Moments {
    Drawn(Networks),
    /// Between two others, which may be blends themselves: a transition can be interrupted by the next.
    Between {
        from: Arc<Moments>,
        to: Arc<Moments>,
        t: f64,
    },
}

/// All that the kernel and the grid need to know.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// The network, as the motions have its weights at that moment.
    pub network: Cow<'a, Network>,
    /// One value per latent input of the network.
    pub latent: Vec<f32>,
    /// Multiplies the logits.
    pub gain: f64,
    /// How the motion moves the view.
    pub camera: Camera,
    /// Where the view's plane lies in the network's plane.
    pub placement: Placement,
}

impl Moment<'_> {
    /// From a point of the picture, in pixels from its top left corner, to the position in the plane
    /// that the network is given.
    pub fn positions(&self, view: View, viewport: Viewport, coords: Coords) -> impl Fn([f64; 2]) -> [f32; 2] + use<> {
        let grid = self.grid(view, viewport, coords);
        move |pixel| grid.position(pixel).map(|coordinate| coordinate as f32)
    }

    pub(super) fn grid(&self, view: View, viewport: Viewport, coords: Coords) -> SampleGrid {
        SampleGrid::new(&self.camera, self.placement.seen(view), viewport, coords)
    }
}

impl Moments {
    pub(super) fn network(&self) -> &Network {
        match self {
            Self::Drawn(networks) => &networks.network,
            Self::Between { to, .. } => to.network(),
        }
    }

    /// What the network morphs through.
    pub(super) fn target(&self) -> Option<&Network> {
        match self {
            Self::Drawn(networks) => networks.target.as_deref(),
            Self::Between { to, .. } => to.target(),
        }
    }

    pub(super) fn at(&self, phase: f64) -> Moment<'_> {
        match self {
            Self::Drawn(networks) => networks.at(phase),
            Self::Between { from, to, t } => from.at(phase).blend(&to.at(phase), *t, from.way(to)),
        }
    }

    /// How weights go from here to `other`.
    fn way(&self, other: &Self) -> Interpolation {
        if self.is_imported() && other.is_imported() { Interpolation::Linear } else { Interpolation::Spherical }
    }

    fn is_imported(&self) -> bool {
        match self {
            Self::Drawn(networks) => networks.imported,
            Self::Between { from, to, .. } => from.is_imported() && to.is_imported(),
        }
    }
}

impl Networks {
    fn at(&self, phase: f64) -> Moment<'_> {
        let mut pose = self.path.pose(phase);
        pose.latent.resize(self.network.latent, 0.0);
        let network = match &self.target {
            Some(target) if pose.morph != 0.0 => Cow::Owned(self.network.rotated_towards(target, pose.morph)),
            _ => Cow::Borrowed(self.network.as_ref()),
        };
        let network = drifted(network, &pose.drift);
        let Self { gain, placement, .. } = *self;
        Moment { network, latent: pose.latent, gain, camera: pose.camera, placement }
    }
}

impl Moment<'_> {
    fn blend(&self, other: &Self, t: f64, way: Interpolation) -> Moment<'static> {
        let mix = |a: f64, b: f64| a + (b - a) * t;
        let latents = self.latent.iter().zip(&other.latent);
        Moment {
            network: Cow::Owned(between(&self.network, &other.network, t, way)),
            latent: latents.map(|(a, b)| mix(f64::from(*a), f64::from(*b)) as f32).collect(),
            gain: mix(self.gain, other.gain),
            camera: between_cameras(self.camera, other.camera, t),
            placement: self.placement.between(&other.placement, t),
        }
    }
}

fn between_cameras(one: Camera, other: Camera, t: f64) -> Camera {
    let mix = |a: f64, b: f64| a + (b - a) * t;
    // A wave that is absent has no frequency of its own to pass through.
    let wave = |one: Wave, other: Wave| if one.amplitude == 0.0 { Wave { amplitude: 0.0, ..other } } else { one };
    let (from, to) = (wave(one.wave, other.wave), wave(other.wave, one.wave));
    Camera {
        // Equal steps of zoom are equal factors.
        zoom: one.zoom * libm::pow(other.zoom / one.zoom, t),
        rotation: mix(one.rotation, other.rotation),
        offset: std::array::from_fn(|axis| mix(one.offset[axis], other.offset[axis])),
        wave: Wave {
            amplitude: mix(from.amplitude, to.amplitude),
            frequency: mix(from.frequency, to.frequency),
            phase: mix(from.phase, to.phase),
        },
    }
}
