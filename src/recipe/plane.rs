//! What the coordinates of the picture plane mean, and which part of it is looked at.

/// What the input coordinates mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coords {
    /// The origin is the middle; the shorter side spans −0.5..0.5.
    Centered,
    /// The origin is the top left pixel; the shorter side spans 0..128.
    Pixels,
}

impl Coords {
    /// Both. Not format.
    pub const ALL: [Self; 2] = [Self::Centered, Self::Pixels];

    /// The name in a line of text.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Centered => "centered",
            Self::Pixels => "pixels",
        }
    }

    /// How many units the shorter side of the picture spans at zoom 1.
    pub const fn span(self) -> f64 {
        match self {
            Self::Centered => 1.0,
            Self::Pixels => 128.0,
        }
    }
}

/// Where the picture plane is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// x and y are divided by this: larger is closer. 1e-6..=1e9.
    pub zoom: f64,
    /// The point of the plane that the coordinates' origin shows. ±1e6.
    pub center: [f64; 2],
    /// Degrees, counter-clockwise. ±360.
    pub rotation: f64,
}

impl View {
    /// The whole plane, upright.
    pub const HOME: Self = Self { zoom: 1.0, center: [0.0, 0.0], rotation: 0.0 };
}
