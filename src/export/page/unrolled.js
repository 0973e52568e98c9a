// Narrow layers: each group of neurons has a variable of its own, and equal layers behind each other are one loop.

function layersSource(layers, places, radius) {
    const lines = [];
    const names = ['a', 'b'];
    const count = max(...layers.map(layer => groups(layer.outputs)));
    for (let group = 0; group < count; group++) lines.push(`vec4 a${group}, b${group};`);
    const dense = (index, start) => {
        const { activation, inputs, outputs } = layers[index];
        for (let group = 0; group < groups(outputs); group++) {
            const at = offset => `W(${start}${group * places[index].stride + offset})`;
            const terms = Array.from({ length: inputs }, (_, i) => `s+=${at(1 + i)}*${names[0]}${i >> 2}.${'xyzw'[i & 3]};`);
            lines.push(index ? `s=${at(0)};${terms.join('')}` : firstSums(at, radius));
            lines.push(`${names[1]}${group}=${activated(activation, group)};`);
        }
    };
    for (let index = 0; index < layers.length; index++) {
        const equal = equalLayers(layers, index);
        const { start, end } = places[index];
        if (equal > 2) {
            lines.push(`for(int k=${start};k<${start + equal * (end - start)};k+=${end - start}){`);
            dense(index, 'k + ');
            for (let group = 0; group < groups(layers[index].outputs); group++) lines.push(`${names[0]}${group}=${names[1]}${group};`);
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
