// The table of a colour map, 1025 colours of 4 numbers, between knots of 16-bit sRGB.
function bakeTable({ map }) {
    const knots = decode(map, Uint16Array);
    const last = knots.length / 3 - 1;
    const steps = 1024;
    const table = new Float32Array(4 * (steps + 1));
    for (let step = 0; step <= steps; step++) {
        const knot = min(floor(step * last / steps), last - 1);
        const t = step * last / steps - knot;
        for (let c = 0; c < 3; c++) {
            const [from, to] = [knots[3 * knot + c], knots[3 * knot + 3 + c]];
            table[4 * step + c] = (from + (to - from) * t) / 65535;
        }
    }
    return table;
}

// For stills, the colour of one channel.
const colorOf = ([value], { table }) => table.subarray(4 * round(1024 * value));

const tableSize = table => [table.length / 4, 1];
