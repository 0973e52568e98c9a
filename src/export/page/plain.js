// Channels as colours of their own, for stills: `painter/coloring.rs`.
const bakeTable = () => null;
const tableSize = () => [];

function colorOf(o, coloring, mode) {
    const [a, b, c, d] = o;
    const hues = (starts, turn) => starts.map(start => (start + turn * a) % turn);
    switch (mode) {
        case 'hsv': return hues([5, 3, 1], 6).map(k => c - c * b * clamp(min(k, 4 - k)));
        case 'hsl': return hues([0, 8, 4], 12).map(k => c - b * min(c, 1 - c) * max(-1, min(k - 3, 9 - k, 1)));
        case 'cmyk': return [a, b, c].map(ink => (1 - ink) * (1 - d));
        default: return o;
    }
}
