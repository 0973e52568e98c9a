// A still where there is no WebGL 2: the processor paints it, in double precision.

const FUNCTIONS = {
    tanh,
    sin,
    relu: x => max(x, 0),
    'leaky-relu': x => (x > 0 ? x : 0.01 * x),
    elu: x => (x > 0 ? x : Math.expm1(x)),
    gelu: x => 0.5 * x * (1 + tanh(0.7978845608 * (x + 0.044715 * x ** 3))),
    sigmoid: x => 0.5 + 0.5 * tanh(x / 2),
    softplus: x => max(x, 0) + Math.log1p(exp(-abs(x))),
    gaussian: x => exp(-x * x),
    abs,
    step: x => +(x > 0),
};

function createStill({ art, layers, target, paths, colorings }) {
    const forward = (layers, inputs) => layers.reduce((values, { weights, biases, activation }) =>
        Array.from(biases, (bias, neuron) => {
            const row = neuron * values.length;
            const sum = values.reduce((sum, value, i) => sum + weights[row + i] * value, bias);
            if (activation === 'linear') return FUNCTIONS.sigmoid(art.gain * sum);
            return FUNCTIONS[Array.isArray(activation) ? activation[neuron] : activation](sum);
        }), inputs);
    const paint = async (phase, view, pixels, samples, tell) => {
        const [across, down] = pixels;
        const bytes = new Uint8Array(4 * across * down).fill(255);
        const { latent, morph, camera } = poseAt(paths, art.motion, phase);
        const { matrix, origin, corner, step, wave } = gridOf(art, camera, view, ...pixels);
        const coloring = coloringAt(colorings, morph);
        const network = drifted(art, morphed(layers, target, morph), phase);
        for (let y = 0, at = 0; y < down; y++) {
            for (let x = 0; x < across; x++, at += 4) {
                const [h, v] = [(x + 0.5 - corner[0]) * step, (y + 0.5 - corner[1]) * step];
                const a = h + wave[0] * sin(2 * PI * wave[1] * v + wave[2]);
                const b = v + wave[0] * cos(2 * PI * wave[1] * h + wave[2]);
                const [px, py] = [origin[0] + matrix[0] * a + matrix[1] * b, origin[1] + matrix[2] * a + matrix[3] * b];
                const inputs = [px, py, ...(art.radius ? [hypot(px, py)] : []), ...latent];
                const channels = forward(network, inputs);
                const { levels } = coloring;
                const leveled = Array.from({ length: max(3, levels.length) }, (_, i) => {
                    const [factor, offset] = levels[i % levels.length];
                    return clamp(factor * channels[i % channels.length] + offset);
                });
                const color = colorOf(leveled, coloring, art.mode);
                for (let c = 0; c < 3; c++) bytes[at + c] = round(255 * color[c]);
            }
            await pause();
            if (tell && !tell((y + 1) / down)) return null;
        }
        return bytes;
    };
    return { paint };
}
