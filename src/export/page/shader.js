// The network as a shader: its weights in a texture, so that one program serves every moment of the loop.
//
// Neurons stand four to a vector. For each such group the texture holds the biases, then for each input the four
// weights. A page has one of two forms of `layersSource`: unrolled.js for narrow layers, looped.js for wide ones.

const TEXTURE_WIDTH = 512;

const groups = neurons => ceil(neurons / 4);

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

// The texels of a moment: the layers' weights, the latent inputs folded into the first biases.
function packWeights(texels, layers, places, latent) {
    layers.forEach((layer, index) => {
        const { start, stride } = places[index];
        const inputs = index ? layer.inputs : layer.inputs - latent.length;
        for (let neuron = 0; neuron < layer.outputs; neuron++) {
            const row = layer.weights.subarray(neuron * layer.inputs);
            let at = 4 * (start + (neuron >> 2) * stride) + (neuron & 3);
            let bias = layer.biases[neuron];
            if (index === 0) latent.forEach((z, k) => bias = fround(bias + row[inputs + k] * z));
            texels[at] = bias;
            for (let input = 0; input < inputs; input++) texels[at += 4] = row[input];
        }
    });
}

// `vec4 network(float x, float y)`: the channels, 0..1.
function networkSource(layers, places, radius, gain) {
    const number = value => (Number.isInteger(value) ? value + '.' : String(value));
    return `vec4 network(float x,float y){
float r=sqrt(x*x+y*y);vec4 s;
${layersSource(layers, places, radius)}
vec4 o=f_tanh(.5*(${number(fround(gain))}*s))*.5+.5;
return ${['o.xxxx', 'o.xyxy', 'o.xyzx', 'o'][layers[layers.length - 1].outputs - 1]};}`;
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

const firstSums = (at, radius) => `s=${at(0)};s+=${at(1)}*x;s+=${at(2)}*y;${radius ? `s+=${at(3)}*r;` : ''}`;

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
