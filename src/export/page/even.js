// A loop that was measured in equal parts: how much it changes in each, in three bytes.
function partsOf(bytes) {
    const count = bytes.length / 3;
    return Array.from({ length: count }, (_, i) => [1 / count, bytes[3 * i] + (bytes[3 * i + 1] << 8) + (bytes[3 * i + 2] << 16)]);
}
