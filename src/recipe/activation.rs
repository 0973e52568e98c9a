//! Nonlinearities: their names, which of them `mixed` draws from, and which stands behind which layer.

/// A nonlinearity. The kernel's documentation gives each formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum Activation {
    Tanh,
    Sin,
    Relu,
    LeakyRelu,
    Elu,
    Gelu,
    Sigmoid,
    Softplus,
    Gaussian,
    Abs,
    Step,
}

impl Activation {
    /// What `mixed` draws from, in the order that the draw indexes: format, never to be changed or extended.
    pub(crate) const MIXED: [Self; 11] = [
        Self::Tanh,
        Self::Sin,
        Self::Relu,
        Self::LeakyRelu,
        Self::Elu,
        Self::Gelu,
        Self::Sigmoid,
        Self::Softplus,
        Self::Gaussian,
        Self::Abs,
        Self::Step,
    ];
    /// Every activation, in the order of the table. Not format: more may follow.
    pub const ALL: [Self; 11] = [
        Self::Tanh,
        Self::Sin,
        Self::Relu,
        Self::LeakyRelu,
        Self::Elu,
        Self::Gelu,
        Self::Sigmoid,
        Self::Softplus,
        Self::Gaussian,
        Self::Abs,
        Self::Step,
    ];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tanh => "tanh",
            Self::Sin => "sin",
            Self::Relu => "relu",
            Self::LeakyRelu => "leaky-relu",
            Self::Elu => "elu",
            Self::Gelu => "gelu",
            Self::Sigmoid => "sigmoid",
            Self::Softplus => "softplus",
            Self::Gaussian => "gaussian",
            Self::Abs => "abs",
            Self::Step => "step",
        }
    }
}

/// Which nonlinearity stands where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Activations {
    /// One for every hidden layer.
    All(Activation),
    /// One per hidden layer; the last one holds for all layers behind it. At least one.
    PerLayer(Vec<Activation>),
    /// Each neuron has its own, drawn from the seed.
    Mixed,
}
