//! How weights and biases are distributed.

/// The distribution of the weights. `fan_in` is the number of inputs of the neuron.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weights {
    /// Gaussian with this standard deviation. 0..=1e6.
    Normal(f64),
    /// Uniform within ± this. 0..=1e6.
    Uniform(f64),
    /// PyTorch's default for a linear layer: uniform within ±1/√fan_in.
    Pytorch,
    /// Gaussian with standard deviation this/√fan_in. 0..=1e6.
    Scaled(f64),
}

/// The distribution of the biases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bias {
    /// No biases.
    None,
    /// Layer 1 alone: uniform within ±1/√fan_in, as PyTorch draws it.
    First,
    /// Layer 1 alone: Gaussian with this standard deviation. 0..=1e6.
    FirstNormal(f64),
    /// All layers: Gaussian with this standard deviation. 0..=1e6.
    Normal(f64),
}
