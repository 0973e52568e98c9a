// The descendants of a seed: children and crosses.

const firstWords = (key, high, low) => Uint32Array.from({ length: 8 }, chacha(key, high, low));
const childKey = (key, number) => firstWords(key, 0x80000000, number);
const crossKey = (one, other) => {
    const words = firstWords(other, 0x80000001, 1);
    return firstWords(one, 0x80000001, 0).map((word, index) => word ^ words[index]);
};

// The key and the shares of a descendant, as `network/lineage.rs` mixes them.
function lineageOf(seed, path) {
    const child = ({ key, shares }, [number, step]) => {
        const own = childKey(key, number);
        const angle = 0.8 * 2 ** -step;
        const parents = shares.map(([key, share]) => [key, cos(angle) * share]);
        return { key: own, shares: [...parents, [own, sin(angle)]] };
    };
    const cross = (ancestor, paths) => {
        const [one, other] = paths.map(path => path.reduce(child, ancestor));
        const shares = one.shares.map(part => [...part]);
        for (const [key, share] of other.shares) {
            const same = shares.find(([own]) => String(own) === String(key));
            if (same) same[1] += share;
            else shares.push([key, share]);
        }
        const length = sqrt(shares.reduce((sum, [, share]) => sum + share * share, 0));
        return { key: crossKey(one.key, other.key), shares: shares.map(([key, share]) => [key, share / length]) };
    };
    return path.reduce((kin, part) => (typeof part[0] === 'number' ? child(kin, part) : cross(kin, part)), rootLineage(seed));
}
