// The network as a shader: its weights in a texture, so that one program serves every moment of the loop.
//
// Neurons stand four to a vector. For each such group the texture holds the biases, then for each input the four
// weights. Equal layers behind each other are one loop over the texture; wide layers are loops over their neurons too,
// because some drivers give up on the code that they make otherwise.

const TEXTURE_WIDTH = 512;
// From this width on neurons are looped over.
const WIDE = 32;

const groups = neurons => Math.ceil(neurons / 4);

// Where each layer's texels begin, and how many a group has. The first layer's inputs are x, y and perhaps r: what the
// latent inputs add is in its biases.
function placeWeights(layers, positions) {
    let start = 0;
    return layers.map((layer, index) => {
        const inputs = index ? 4 * groups(layer.inputs) : positions;
        const place = { start, inputs, stride: 1 + inputs };
        start += groups(layer.outputs) * place.stride;
        return { ...place, end: start };
    });
}

// The texels of a moment: the weights on their way to those of the morph's other network, latent inputs folded in.
function packWeights(texels, layers, places, target, morph, latent) {
    const [cos, sin] = [Math.cos(morph), Math.sin(morph)];
    const moves = target && morph !== 0;
    const mixed = (own, other) => (moves ? Math.fround(cos * own + sin * other) : own);
    layers.forEach((layer, index) => {
        const { start, stride } = places[index];
        const other = moves ? target[index] : layer;
        const inputs = index ? layer.inputs : layer.inputs - latent.length;
        for (let neuron = 0; neuron < layer.outputs; neuron++) {
            const row = neuron * layer.inputs;
            const weight = input => mixed(layer.weights[row + input], other.weights[row + input]);
            let at = 4 * (start + (neuron >> 2) * stride) + (neuron & 3);
            let bias = mixed(layer.biases[neuron], other.biases[neuron]);
            if (index === 0) latent.forEach((z, k) => bias = Math.fround(bias + weight(inputs + k) * z));
            texels[at] = bias;
            for (let input = 0; input < inputs; input++) texels[at += 4] = weight(input);
        }
    });
}

// `vec4 network(float x, float y)`: the channels, 0..1.
function networkSource(layers, places, radius, gain) {
    const widest = Math.max(...layers.map(layer => Math.max(layer.outputs, 4)));
    const code = widest >= WIDE ? loopedLayers(layers, places, radius) : unrolledLayers(layers, places, radius);
    const number = value => (Number.isInteger(value) ? value + '.' : String(value));
    return `vec4 network(float x, float y) {
float r = sqrt(x * x + y * y);
vec4 s;
${code}
vec4 o = f_tanh(.5 * (${number(Math.fround(gain))} * s)) * .5 + .5;
return ${['o.xxxx', 'o.xyxy', 'o.xyzx', 'o'][layers[layers.length - 1].outputs - 1]};
}`;
}

const functionName = activation => 'f_' + activation.replace('-', '_');

// φ of the sums `s` of a group of four neurons.
function activated(activation, group) {
    if (activation === 'linear') return 's';
    if (typeof activation === 'string') return `${functionName(activation)}(s)`;
    const own = activation.slice(4 * group, 4 * group + 4);
    if (own.every(name => name === own[0])) return `${functionName(own[0])}(s)`;
    return `vec4(${[0, 1, 2, 3].map(i => (own[i] ? `${functionName(own[i])}(s).${'xyzw'[i]}` : '0.')).join(', ')})`;
}

const firstSums = (at, radius) => `s = ${at(0)}; s += ${at(1)} * x; s += ${at(2)} * y;${radius ? ` s += ${at(3)} * r;` : ''}`;

// Each group of neurons has a variable of its own.
function unrolledLayers(layers, places, radius) {
    const lines = [];
    const names = ['a', 'b'];
    const count = Math.max(...layers.map(layer => groups(layer.outputs)));
    for (let group = 0; group < count; group++) lines.push(`vec4 a${group}, b${group};`);
    const dense = (index, start) => {
        const { activation, inputs, outputs } = layers[index];
        for (let group = 0; group < groups(outputs); group++) {
            const at = offset => `W(${start}${group * places[index].stride + offset})`;
            const terms = Array.from({ length: inputs }, (_, i) => `s += ${at(1 + i)} * ${names[0]}${i >> 2}.${'xyzw'[i & 3]};`);
            lines.push(index ? `s = ${at(0)}; ${terms.join(' ')}` : firstSums(at, radius));
            lines.push(`${names[1]}${group} = ${activated(activation, group)};`);
        }
    };
    for (let index = 0; index < layers.length; index++) {
        const equal = equalLayers(layers, index);
        const { start, end } = places[index];
        if (equal > 2) {
            lines.push(`for (int k = ${start}; k < ${start + equal * (end - start)}; k += ${end - start}) {`);
            dense(index, 'k + ');
            for (let group = 0; group < groups(layers[index].outputs); group++) lines.push(`${names[0]}${group} = ${names[1]}${group};`);
            lines.push('}');
            index += equal - 1;
        } else {
            dense(index, `${start} + `);
            names.reverse();
        }
    }
    return `${lines.join('\n')}\ns = ${names[0]}0;`;
}

// How many layers from `index` on are alike in all but their weights.
function equalLayers(layers, index) {
    const { inputs, outputs, activation } = layers[index];
    if (index === 0 || inputs !== outputs || typeof activation !== 'string') return 1;
    const rest = layers.slice(index);
    const other = rest.findIndex(layer => layer.inputs !== inputs || layer.outputs !== outputs || layer.activation !== activation);
    return other < 0 ? rest.length : other;
}

// The groups of neurons stand in arrays.
function loopedLayers(layers, places, radius) {
    const count = Math.max(...layers.map(layer => groups(layer.outputs)));
    const lines = [`vec4 a[${count}]; vec4 b[${count}];`];
    const names = ['a', 'b'];
    layers.forEach(({ activation, inputs, outputs }, index) => {
        const { start, stride } = places[index];
        const own = Array.isArray(activation);
        const at = offset => `W(k + ${offset})`;
        lines.push(`for (int j = 0; j < ${groups(outputs)}; j++) {`, `int k = ${start} + j * ${stride};`);
        if (index === 0) lines.push(firstSums(at, radius));
        else {
            lines.push(`s = ${at(0)};`, `for (int i = 0; i < ${groups(inputs)}; i++) {`, `vec4 v = ${names[0]}[i];`);
            [0, 1, 2, 3].forEach(c => lines.push(`s += W(k + 4 * i + ${c + 1}) * v.${'xyzw'[c]};`));
            lines.push('}');
        }
        lines.push(`${names[1]}[j] = ${own ? 's' : activated(activation, 0)};`, '}');
        for (let group = 0; own && group < groups(outputs); group++) {
            lines.push(`s = ${names[1]}[${group}]; ${names[1]}[${group}] = ${activated(activation, group)};`);
        }
        names.reverse();
    });
    return `${lines.join('\n')}\ns = ${names[0]}[0];`;
}

// The whole fragment shader; `parts` are the functions and the picture around the network.
function shaderSource(layers, places, radius, gain, mode, { functions, colors, picture }) {
    return `#version 300 es
precision highp float;
precision highp int;
uniform highp sampler2D T;
uniform highp sampler2D P;
uniform vec4 A[2];
#define W(k) texelFetch(T, ivec2((k) & ${TEXTURE_WIDTH - 1}, (k) >> ${Math.log2(TEXTURE_WIDTH)}), 0)
#define colors ${mode}
${functions}
${colors}
${networkSource(layers, places, radius, gain)}
${picture}`;
}
