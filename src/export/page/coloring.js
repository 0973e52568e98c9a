// How channels become colours: {levels, table, factors, offsets}, for each of the two ends of a morph.
function coloringsOf(art) {
    return art.colorings.map(own => ({ levels: own.levels, factors: own.factors, offsets: own.offsets, table: bakeTable(own) }));
}

// The colouring at a moment: along a morph the palette goes with the weights.
function coloringAt(colorings, morph) {
    const [own, other] = colorings;
    const t = sin(morph) ** 2;
    if (!other || t === 0) return own;
    const mix = (a, b) => (a.length === undefined ? a + (b - a) * t : a.map((value, index) => mix(value, b[index])));
    return Object.fromEntries(Object.keys(own).map(name => [name, own[name] && mix(own[name], other[name])]));
}
