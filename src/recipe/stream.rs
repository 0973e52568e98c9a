//! The random stream that a seed names. Part of the format: what it returns never changes.
//!
//! ChaCha with 8 rounds. The 32-byte key of a root seed is the seed as eight little-endian bytes,
//! then zeros; the key of child `c` is the first 32 bytes of its parent's stream `2⁶³ + c`. Within a
//! key, every purpose has a 64-bit stream number of its own, so that drawing more of one thing
//! leaves all others as they are.
//!
//! Numbers are made from the 64-bit words `w` of a stream:
//!
//! * uniform: u = (⌊w / 2¹²⌋ + ½) · 2⁻⁵², strictly between 0 and 1;
//! * Gaussian: Box and Muller (1958), two words to two numbers, in double precision with `libm`:
//!   √(−2 ln u₁)·cos 2πu₂ and √(−2 ln u₁)·sin 2πu₂.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::Seed;

const CHILD_STREAM: u64 = 1 << 63;

/// What a stream is drawn for. Each has a range of stream numbers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The weights of neuron `neuron` of hidden layer `layer`, both counted from 0.
    Weights {
        /// The hidden layer.
        layer: u32,
        /// The neuron in its layer.
        neuron: u32,
    },
    /// The weights of output neuron `neuron`.
    OutputWeights {
        /// The output channel.
        neuron: u32,
    },
    /// The biases of hidden layer `layer`, neuron after neuron.
    Biases {
        /// The hidden layer.
        layer: u32,
    },
    /// The biases of the output neurons.
    OutputBiases,
    /// The activations of hidden layer `layer` under `mixed`, neuron after neuron.
    Activations {
        /// The hidden layer.
        layer: u32,
    },
    /// The closed path of latent input `input`.
    LatentPath {
        /// The latent input.
        input: u32,
    },
    /// Phases and directions of the motions.
    Motion,
    /// Colours that are drawn rather than computed.
    Colors,
    /// The candidates of a curated draw.
    Curation,
    /// The order in which a network that learns meets the pixels.
    Batches,
}

impl Purpose {
    const fn stream(self) -> u64 {
        match self {
            Self::Weights { layer, neuron } => number(1, (layer as u64) << 32 | neuron as u64),
            Self::OutputWeights { neuron } => number(2, neuron as u64),
            Self::Biases { layer } => number(3, layer as u64),
            Self::OutputBiases => number(4, 0),
            Self::Activations { layer } => number(5, layer as u64),
            Self::LatentPath { input } => number(6, input as u64),
            Self::Motion => number(7, 0),
            Self::Colors => number(7, 1),
            Self::Curation => number(7, 2),
            Self::Batches => number(7, 16),
        }
    }
}

/// A stream number: the kind in the top four bits, at most 7 so that it never meets a child's.
const fn number(kind: u64, index: u64) -> u64 {
    kind << 60 | index
}

/// The key of a seed: every stream of one artwork is drawn under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a root seed, without its children.
    pub fn root(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self(key)
    }

    /// The key of child `child` of this key.
    pub fn child(self, child: u32) -> Self {
        let mut key = [0; 32];
        self.rng(CHILD_STREAM + u64::from(child)).fill_bytes(&mut key);
        Self(key)
    }

    /// The stream of random numbers for `purpose`, from its start.
    pub fn stream(self, purpose: Purpose) -> Stream {
        Stream { rng: self.rng(purpose.stream()), spare: None }
    }

    fn rng(self, stream: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::from_seed(self.0);
        rng.set_stream(stream);
        rng
    }
}

impl From<&Seed> for Key {
    fn from(seed: &Seed) -> Self {
        seed.children.iter().fold(Self::root(seed.root), |key, child| key.child(*child))
    }
}

/// Random numbers for one purpose.
#[derive(Clone, Debug)]
pub struct Stream {
    rng: ChaCha8Rng,
    spare: Option<f64>,
}

impl Stream {
    /// The next number, uniform strictly between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        ((self.rng.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }

    /// The next number, Gaussian with mean 0 and standard deviation 1.
    pub fn gaussian(&mut self) -> f64 {
        if let Some(second) = self.spare.take() {
            return second;
        }
        let radius = libm::sqrt(-2.0 * libm::log(self.uniform()));
        let angle = std::f64::consts::TAU * self.uniform();
        self.spare = Some(radius * libm::sin(angle));
        radius * libm::cos(angle)
    }

    /// An index below `count`, uniform; `count` is at least 1.
    pub fn index(&mut self, count: usize) -> usize {
        (self.uniform() * count as f64) as usize
    }
}
