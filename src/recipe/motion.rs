//! What moves over a loop, which way, and how long that takes.

/// Something that moves over a loop. Every one returns to its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Motion {
    /// The latent inputs go round a closed path.
    Latent,
    /// The weights go round the circle through another network's.
    Morph,
    /// Closer and back.
    Zoom,
    /// One turn.
    Rotate,
    /// A wave runs through the plane.
    Wave,
    /// Zoom and turn together.
    Spiral,
    /// The view goes round.
    Pan,
    /// A little of everything.
    Combo,
    /// The hidden layers' weights shrink and grow again: the picture dissolves into fog and clears.
    Fog,
    /// The first layer's biases go astray and return: the picture's own paint splatters.
    Splatter,
    /// The output channels turn into one another.
    Recolor,
}

impl Motion {
    /// Every motion, in the order in which a canonical line names them: format; new ones go to the end.
    pub const ALL: [Self; 11] = [
        Self::Latent,
        Self::Morph,
        Self::Zoom,
        Self::Rotate,
        Self::Wave,
        Self::Spiral,
        Self::Pan,
        Self::Combo,
        Self::Fog,
        Self::Splatter,
        Self::Recolor,
    ];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Latent => "latent",
            Self::Morph => "morph",
            Self::Zoom => "zoom",
            Self::Rotate => "rotate",
            Self::Wave => "wave",
            Self::Spiral => "spiral",
            Self::Pan => "pan",
            Self::Combo => "combo",
            Self::Fog => "fog",
            Self::Splatter => "splatter",
            Self::Recolor => "recolor",
        }
    }

    /// Whether it moves the weights of the network by itself, towards no other network.
    pub(crate) const fn drifts(self) -> bool {
        matches!(self, Self::Fog | Self::Splatter | Self::Recolor)
    }
}

/// The closed path of the latent inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LatentPath {
    /// Drawn from the seed, for each input.
    Seed,
    /// The first two go round the circle of radius 1, from (1, 0), and the others are 0. Learnt pictures stand there.
    Circle,
}

impl LatentPath {
    /// Every path. Not format: a line names them.
    pub const ALL: [Self; 2] = [Self::Seed, Self::Circle];

    /// The name in a line of text.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Circle => "circle",
        }
    }
}

/// How long one loop takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Period {
    /// The loop's visual length at visual speed 1, within 8..=120 s.
    Auto,
    /// This many seconds. 0.1..=86400.
    Seconds(f64),
}
