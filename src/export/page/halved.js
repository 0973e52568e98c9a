// A loop that was measured more finely, as `pace/halved.rs` tells it: which of 256 parts were halved, and halved again,
// and how much each changes, in steps of an eighth of an octave.
function partsOf(bytes) {
    const parts = [];
    let at = 0;
    const bit = () => bytes[at >> 3] >> (at++ & 7) & 1;
    const walk = width => {
        if (bit()) {
            walk(width / 2);
            walk(width / 2);
        } else {
            let level = 0;
            for (let place = 0; place < 7; place++) level += bit() << place;
            parts.push([width, 8 + (level & 7) << (level >> 3)]);
        }
    };
    for (let part = 0; part < PARTS; part++) walk(1 / PARTS);
    return parts;
}
