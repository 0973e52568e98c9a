// How motions move the weights: fog, splatter, recolour (`motion/drift.rs`, `painter/drifted.rs`).

function drifted(art, layers, phase) {
    const angle = 2 * PI * phase;
    const [rise, fall] = [sin(angle), 1 - cos(angle)];
    const last = layers.length - 1;
    const moving = name => art.motion.includes(name);
    const move = (layer, weights, biases) =>
        ({ ...layer, weights: layer.weights.map(weights), biases: layer.biases.map(biases) });
    const same = number => number;
    const clear = 1 - 0.26 * fall;
    const fog = [clear + 0.1 * rise, clear - 0.1 * rise];
    const from = stream(rootKey(art.seed), 7, 0, 6);
    return layers.map((layer, index) => {
        const { inputs, outputs, biases } = layer;
        if (moving('fog') && (last > 1 ? index > 0 && index < last : index === last)) {
            layer = move(layer, (weight, at) => weight * fog[at % inputs % 2], same);
        }
        if (moving('splatter') && index === 0) {
            layer = move(layer, same, bias => {
                const across = 0.2 * from.gaussian();
                return bias + across * rise + 0.2 * from.gaussian() * fall;
            });
        }
        if (!moving('recolor') || index < last) return layer;
        if (outputs < 3) {
            const paler = 1 - 0.2 * fall;
            const length = neuron => hypot(...layer.weights.subarray(neuron * inputs, (neuron + 1) * inputs));
            const brighter = Array.from(biases, (_, neuron) => 0.5 * Math.SQRT1_2 * length(neuron) * rise);
            return move(layer, weight => weight * paler, (bias, neuron) => bias * paler + brighter[neuron]);
        }
        // What a channel keeps, what it gives to the next one, and what to the one behind that.
        const [shared, turned] = [fall / 3, rise / sqrt(3)];
        const parts = [1 - fall + shared, shared + turned, shared - turned];
        const turn = (numbers, size) => (number, at) => {
            const channel = floor(at / size);
            if (channel > 2) return number;
            return parts.reduce((sum, part, k) => sum + part * numbers[(channel - k + 3) % 3 * size + at % size], 0);
        };
        return move(layer, turn(layer.weights, inputs), turn(layer.biases, 1));
    });
}
