// The network of imported weights: float32 of each layer, weights before biases.
function readNetwork({ layers, base64 }) {
    const numbers = decode(base64, Float32Array);
    let at = 0;
    const take = count => numbers.slice(at, at += count);
    return layers.map(layer => ({ ...layer, weights: take(layer.inputs * layer.outputs), biases: take(layer.outputs) }));
}
