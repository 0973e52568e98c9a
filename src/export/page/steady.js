// No motion moves the weights.
const drifted = (art, layers) => layers;
