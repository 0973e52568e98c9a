// The random streams that a seed names, as `recipe/stream.rs` defines them.

const { PI, abs, ceil, cos, exp, floor, fround, hypot, log, max, min, round, sin, sqrt, tanh } = Math;
const clamp = (value, least = 0, most = 1) => min(max(value, least), most);

// ChaCha with 8 rounds (Bernstein 2008): a function that gives its 32-bit words one by one. `key` holds 8 words, the
// stream's number is high·2³² + low.
function chacha(key, high, low) {
    const start = new Uint32Array(16);
    const block = new Uint32Array(16);
    let next = 16;
    start.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
    start.set(key, 4);
    start.set([low, high], 14);
    const turn = (word, bits) => word << bits | word >>> 32 - bits;
    const mix = (a, b, c, d) => {
        block[a] += block[b];
        block[d] = turn(block[d] ^ block[a], 16);
        block[c] += block[d];
        block[b] = turn(block[b] ^ block[c], 12);
        block[a] += block[b];
        block[d] = turn(block[d] ^ block[a], 8);
        block[c] += block[d];
        block[b] = turn(block[b] ^ block[c], 7);
    };
    const refill = () => {
        block.set(start);
        for (let round = 0; round < 8; round += 2) {
            for (let i = 0; i < 4; i++) mix(i, i + 4, i + 8, i + 12);
            for (let i = 0; i < 4; i++) mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
        }
        for (let i = 0; i < 16; i++) block[i] += start[i];
        if (++start[12] === 0) start[13]++;
        next = 0;
    };
    return () => {
        if (next === 16) refill();
        return block[next++];
    };
}

// Numbers drawn under `key`, from the stream of this kind (1 to 7) and index, high·2³² + low.
function stream(key, kind, high = 0, low = 0) {
    const word = chacha(key, (kind << 28 | high) >>> 0, low);
    let spare;
    // Strictly between 0 and 1: the upper 52 of 64 bits, the lower word first.
    const uniform = () => {
        const low = word();
        return (word() * 2 ** 20 + (low >>> 12) + 0.5) / 2 ** 52;
    };
    // Box and Muller (1958): two numbers at a time.
    const gaussian = () => {
        if (spare !== undefined) {
            const second = spare;
            spare = undefined;
            return second;
        }
        const radius = sqrt(-2 * log(uniform()));
        const angle = 2 * PI * uniform();
        spare = radius * sin(angle);
        return radius * cos(angle);
    };
    return { uniform, gaussian };
}

const rootKey = seed => {
    const key = new Uint32Array(8);
    key[0] = Number(BigInt(seed) & 0xffffffffn);
    key[1] = Number(BigInt(seed) >> 32n);
    return key;
};
