// A still where there is no WebGL 2: the processor paints it, in double precision.

const FUNCTIONS = {
    tanh: Math.tanh,
    sin: Math.sin,
    relu: x => Math.max(x, 0),
    'leaky-relu': x => (x > 0 ? x : 0.01 * x),
    elu: x => (x > 0 ? x : Math.expm1(x)),
    gelu: x => 0.5 * x * (1 + Math.tanh(0.7978845608 * (x + 0.044715 * x ** 3))),
    sigmoid: x => 0.5 + 0.5 * Math.tanh(x / 2),
    softplus: x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    gaussian: x => Math.exp(-x * x),
    abs: Math.abs,
    step: x => +(x > 0),
};

function createStill({ art, layers, target, paths, phase, colorings }) {
    const clamp = v => Math.min(Math.max(v, 0), 1);
    const forward = (inputs, cos, sin) => layers.reduce((values, layer, index) => {
        const other = target?.[index];
        const mix = (own, theirs) => (other ? cos * own + sin * theirs : own);
        return Array.from(layer.biases, (bias, neuron) => {
            const row = neuron * layer.inputs;
            let sum = mix(bias, other?.biases[neuron]);
            values.forEach((value, i) => sum += mix(layer.weights[row + i], other?.weights[row + i]) * value);
            if (layer.activation === 'linear') return FUNCTIONS.sigmoid(art.gain * sum);
            return FUNCTIONS[Array.isArray(layer.activation) ? layer.activation[neuron] : layer.activation](sum);
        });
    }, inputs);
    const modes = {
        rgb: o => o,
        hsv: ([h, s, v]) => [5, 3, 1].map(n => (n + 6 * h) % 6).map(k => v - v * s * clamp(Math.min(k, 4 - k))),
        hsl: ([h, s, l]) => [0, 8, 4].map(n => (n + 12 * h) % 12)
            .map(k => l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1))),
        cmyk: o => [0, 1, 2].map(i => (1 - o[i]) * (1 - o[3])),
        gradient: ([v], { table }) => [...table.subarray(4 * Math.round(1024 * v))],
        graded: (o, { factors, offsets, table }) => {
            const [walk, second] = factors.map((row, axis) => clamp(row.reduce((sum, f, i) => sum + f * o[i], offsets[axis])));
            return [...table.subarray(4 * (Math.round(SECOND * second) * (WALK + 1) + Math.round(WALK * walk)))];
        },
    };
    const paint = async (seconds, view, pixels, samples, tell) => {
        const [across, down] = pixels;
        const bytes = new Uint8Array(4 * across * down).fill(255);
        const { latent, morph, camera } = poseAt(paths, art.motion, phase(seconds));
        const { matrix, origin, corner, step, wave } = gridOf(art, camera, view, ...pixels);
        const coloring = coloringAt(colorings, morph);
        for (let y = 0, at = 0; y < down; y++) {
            for (let x = 0; x < across; x++, at += 4) {
                const [h, v] = [(x + 0.5 - corner[0]) * step, (y + 0.5 - corner[1]) * step];
                const a = h + wave[0] * Math.sin(2 * Math.PI * wave[1] * v + wave[2]);
                const b = v + wave[0] * Math.cos(2 * Math.PI * wave[1] * h + wave[2]);
                const [px, py] = [origin[0] + matrix[0] * a + matrix[1] * b, origin[1] + matrix[2] * a + matrix[3] * b];
                const inputs = [px, py, ...(art.radius ? [Math.hypot(px, py)] : []), ...latent];
                const channels = forward(inputs, Math.cos(morph), Math.sin(morph));
                const { levels } = coloring;
                const leveled = Array.from({ length: Math.max(3, levels.length) }, (_, i) => {
                    const [factor, offset] = levels[i % levels.length];
                    return clamp(factor * channels[i % channels.length] + offset);
                });
                const color = modes[art.mode](leveled, coloring);
                for (let c = 0; c < 3; c++) bytes[at + c] = Math.round(255 * color[c]);
            }
            await pause();
            tell?.((y + 1) / down);
        }
        return bytes;
    };
    return { paint };
}
