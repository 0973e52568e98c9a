// Wide layers: loops over the neurons, because some drivers give up on the code that they make otherwise.

function layersSource(layers, places, radius) {
    const count = max(...layers.map(layer => groups(layer.outputs)));
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
