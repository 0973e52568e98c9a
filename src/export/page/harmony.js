// Colours of a harmony, baked into a table: `palette/harmony.rs`, `palette/oklch.rs`, `palette/grade.rs`.

const WALK = 128;
const SECOND = 32;

const ease = t => {
    t = clamp(t);
    return t * t * (3 - 2 * t);
};

// A smooth curve through `values` at even distances, at `t` in 0..=1.
function through(values, t) {
    const last = values.length - 1;
    const index = min(floor(t * last), last - 1);
    const rise = part => values[part + 1] - values[part];
    const slope = stop => {
        const before = rise(max(stop - 1, 0));
        const after = rise(min(stop, last - 1));
        return before * after > 0 ? 2 * before * after / (before + after) : 0;
    };
    const s = t * last - index;
    return values[index] + rise(index) * s * s * (3 - 2 * s) + s * (1 - s) * ((1 - s) * slope(index) - s * slope(index + 1));
}

// Linear light of a colour in Oklab (Ottosson 2020).
function oklabLight(l, a, b) {
    const long = (l + 0.39633778 * a + 0.21580376 * b) ** 3;
    const medium = (l - 0.105561346 * a - 0.06385417 * b) ** 3;
    const short = (l - 0.08948418 * a - 1.2914855 * b) ** 3;
    return [
        4.0767417 * long - 3.3077116 * medium + 0.23096994 * short,
        -1.268438 * long + 2.6097574 * medium - 0.3413194 * short,
        -0.0041960863 * long - 0.7034186 * medium + 1.7076147 * short,
    ];
}

const encode = light => {
    light = clamp(light);
    return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
};

// sRGB of a colour in Oklab: what can't be shown keeps its lightness and hue, and as much chroma as can be.
function shownColor([l, a, b]) {
    const light = share => oklabLight(l, a * share, b * share);
    const fits = share => light(share).every(value => value >= -5e-5 && value <= 1 + 5e-5);
    let [low, high] = [0, 1];
    if (fits(1)) low = 1;
    else for (let step = 0; step < 12; step++) fits((low + high) / 2) ? low = (low + high) / 2 : high = (low + high) / 2;
    return light(low).map(encode);
}

// The table of a harmony: (WALK + 1)·(SECOND + 1) colours of 4 numbers.
function bakeTable({ harmony: { stops, accent, lean, accentChroma, reach, mostAccent, mostLean } }) {
    const table = new Float32Array(4 * (WALK + 1) * (SECOND + 1));
    const curves = [0, 1, 2].map(axis => stops.map(stop => stop[axis]));
    const mix = (from, to, share) => from.map((value, axis) => value + (to[axis] - value) * share);
    for (let column = 0; column <= WALK; column++) {
        const walk = ease(column / WALK);
        const [l, a, b] = curves.map(values => through(values, walk));
        const leaning = [lean[0] * a - lean[1] * b, lean[1] * a + lean[0] * b];
        const accented = accent.map(axis => axis * through(accentChroma, walk));
        for (let row = 0; row <= SECOND; row++) {
            const second = ease(row / SECOND);
            const leaned = mix([a, b], leaning, mostLean * ease((reach - second) / reach));
            const color = mix(leaned, accented, mostAccent * ease((second - (1 - reach)) / reach));
            table.set(shownColor([l, ...color]), 4 * (row * (WALK + 1) + column));
        }
    }
    return table;
}

// For stills, the colour of three channels.
function colorOf(o, { factors, offsets, table }) {
    const [walk, second] = factors.map((row, axis) => clamp(row.reduce((sum, factor, i) => sum + factor * o[i], offsets[axis])));
    return table.subarray(4 * (round(SECOND * second) * (WALK + 1) + round(WALK * walk)));
}

const tableSize = () => [WALK + 1, SECOND + 1];
