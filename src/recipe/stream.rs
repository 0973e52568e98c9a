//! The random stream that a seed names. Part of the format: what it returns never changes.
//!
//! ChaCha with 8 rounds. The 32-byte key of a root seed is the seed as eight little-endian bytes,
//! then zeros; the key of child `c` is the first 32 bytes of its parent's stream `2⁶³ + c`, whatever
//! its step; the key of a cross is the first 32 bytes of its first parent's stream `2⁶³ + 2³²`, each
//! combined by exclusive or with that of its second parent's stream `2⁶³ + 2³² + 1`. Within a key, every
//! purpose has a 64-bit stream number of its own, so that drawing more of one thing leaves all others
//! as they are.
//!
//! Numbers are made from the 64-bit words `w` of a stream:
//!
//! * uniform: u = (⌊w / 2¹²⌋ + ½) · 2⁻⁵², strictly between 0 and 1;
//! * Gaussian: Box and Muller (1958), two words to two numbers, in double precision with `libm`:
//!   √(−2 ln u₁)·cos 2πu₂ and √(−2 ln u₁)·sin 2πu₂.
//!
//! `rand` gives the words, which the cipher fixes; its distributions may change from one version to the next, so that
//! the numbers are made here.

use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, SeedableRng as _};

use super::Seed;

const CHILD_STREAM: u64 = 1 << 63;
/// What each parent of a cross gives, behind the streams of all children.
const CROSS_STREAMS: [u64; 2] = [CHILD_STREAM + (1 << 32), CHILD_STREAM + (1 << 32) + 1];

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
    /// The harmony of a seed palette, drawn under the root's key.
    Palette,
    /// The frame of a picture, drawn under the root's key.
    Framing,
    /// The sentence of a caption, drawn under the root's key.
    Sentence,
    /// Which way the biases of the first layer go in a splatter, neuron after neuron.
    Splatter,
    /// The order in which a network that learns meets the pixels in round `round`.
    Batches {
        /// The round, from 0.
        round: u32,
    },
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
            Self::Palette => number(7, 3),
            Self::Framing => number(7, 4),
            Self::Sentence => number(7, 5),
            Self::Splatter => number(7, 6),
            Self::Batches { round } => number(7, 1 << 32 | round as u64),
        }
    }
}

/// A stream number: the kind in the top four bits, at most 7 so that it never meets a child's.
const fn number(kind: u64, index: u64) -> u64 {
    kind << 60 | index
}

/// The key that streams are drawn under: of a root seed, of a descendant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamKey([u8; 32]);

impl StreamKey {
    /// The key of a root seed, without its children.
    pub fn root(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self(key)
    }

    /// The key of child `child` of this key.
    pub fn child(self, child: u32) -> Self {
        Self(self.first_bytes(CHILD_STREAM + u64::from(child)))
    }

    /// The key of the cross of this key with `other`, in this order.
    pub fn cross(self, other: Self) -> Self {
        let mut key = self.first_bytes(CROSS_STREAMS[0]);
        key.iter_mut().zip(other.first_bytes(CROSS_STREAMS[1])).for_each(|(byte, other)| *byte ^= other);
        Self(key)
    }

    /// The stream of random numbers for `purpose`, from its start.
    pub fn stream(self, purpose: Purpose) -> Stream {
        Stream { rng: self.rng(purpose.stream()), spare: None }
    }

    fn first_bytes(self, stream: u64) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.rng(stream).fill_bytes(&mut bytes);
        bytes
    }

    fn rng(self, stream: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::from_seed(self.0);
        rng.set_stream(stream);
        rng
    }
}

/// The key of the root: all but the weights is drawn under it, so that kin looks like kin.
impl From<&Seed> for StreamKey {
    fn from(seed: &Seed) -> Self {
        Self::root(seed.root)
    }
}

/// Random numbers for one purpose.
#[derive(Debug)]
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
