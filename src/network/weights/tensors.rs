//! The tensors of a layer, as they lie in a file.

use safetensors::tensor::TensorView;

/// One layer's tensors.
pub(super) struct Tensors<'data> {
    /// The weight's name.
    pub(super) name: String,
    /// Outputs and inputs.
    pub(super) shape: [usize; 2],
    /// The file has a row for each input, and not for each output.
    pub(super) transposed: bool,
    pub(super) weight: TensorView<'data>,
    /// The bias and its name.
    pub(super) bias: Option<Named<'data>>,
}

/// A tensor and its name.
pub(super) type Named<'data> = (String, TensorView<'data>);
