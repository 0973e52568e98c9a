// From a recipe to the weights of its network, the same bits as `network.rs` draws.

const ACTIVATIONS = ['tanh', 'sin', 'relu', 'leaky-relu', 'elu', 'gelu', 'sigmoid', 'softplus', 'gaussian', 'abs', 'step'];

// The key of a root seed, and the share of each key's draws in its weights: [[key, share], …].
function rootLineage(seed) {
    const key = rootKey(seed);
    return { key, shares: [[key, 1]] };
}

// The layers of a network: {inputs, outputs, weights (row by row), biases, activation}. The activation is a name, or
// a list of one for each neuron; of the last layer it is 'linear'.
function drawNetwork(art, { shares }) {
    const streams = (...number) => shares.map(([key, share]) => [stream(key, ...number), share]);
    // The first part alone, not added to 0: that would change the sign of a negative zero.
    const draw = (mixture, number) => mixture.map(([from, share]) => share * number(from)).reduce((sum, part) => sum + part);
    const widths = [...art.hidden, art.channels];
    // Slots of x, y, r, z: where r is off its weight is drawn and dropped.
    let slots = 3 + art.latent;
    let dropped = art.radius ? -1 : 2;
    return widths.map((outputs, layer) => {
        const last = layer === widths.length - 1;
        const inputs = slots - (dropped < 0 ? 0 : 1);
        const biases = last ? streams(4) : streams(3, 0, layer);
        const drawn = {
            inputs,
            outputs,
            weights: new Float32Array(inputs * outputs),
            biases: Float32Array.from({ length: outputs }, () => draw(biases, from => drawBias(art.bias, layer, inputs, from))),
            activation: last ? 'linear' : activationOf(art, layer, outputs),
        };
        for (let neuron = 0, at = 0; neuron < outputs; neuron++) {
            const own = last ? streams(2, 0, neuron) : streams(1, layer, neuron);
            for (let slot = 0; slot < slots; slot++) {
                const weight = draw(own, from => drawWeight(art.weights, inputs, from));
                if (slot !== dropped) drawn.weights[at++] = weight;
            }
        }
        slots = outputs;
        dropped = -1;
        return drawn;
    });
}

function drawWeight([name, size], inputs, from) {
    switch (name) {
        case 'normal': return size * from.gaussian();
        case 'uniform': return size * (2 * from.uniform() - 1);
        case 'pytorch': return (2 * from.uniform() - 1) / sqrt(inputs);
        default: return size * from.gaussian() / sqrt(inputs);
    }
}

function drawBias([name, size], layer, inputs, from) {
    if (name === 'first' && layer === 0) return (2 * from.uniform() - 1) / sqrt(inputs);
    if (name === 'normal' || name === 'first-normal' && layer === 0) return size * from.gaussian();
    return 0;
}

// Drawn ones are the root's, so that kin can be mixed.
function activationOf(art, layer, outputs) {
    if (art.activation !== 'mixed') return art.activation[min(layer, art.activation.length - 1)];
    const from = stream(rootKey(art.seed), 5, 0, layer);
    return Array.from({ length: outputs }, () => ACTIVATIONS[floor(from.uniform() * ACTIVATIONS.length)]);
}

// The layers at an angle of the morph, on the circle through both networks' weights.
function morphed(layers, target, angle) {
    if (!target || angle === 0) return layers;
    const [own, others] = [cos(angle), sin(angle)];
    const mix = (numbers, other) => numbers.map((number, index) => own * number + others * other[index]);
    return layers.map((layer, index) => {
        const { weights, biases } = target[index];
        return { ...layer, weights: mix(layer.weights, weights), biases: mix(layer.biases, biases) };
    });
}

// The array of numbers that base64 holds, low bytes first.
function decode(base64, Numbers) {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    return new Numbers(bytes.buffer);
}

// FNV-1a, 32 bits, over the bits of all weights and biases: says whether this browser has drawn what neurotty has.
function checksum(networks) {
    let hash = 0x811c9dc5;
    for (const { weights, biases } of networks.flat()) {
        for (const numbers of [weights, biases]) {
            for (const byte of new Uint8Array(numbers.buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
        }
    }
    return hash >>> 0;
}
