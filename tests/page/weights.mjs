// A page draws the very bits of the program's weights: Node runs its code and compares the checksum.

import { FAMILIES, PRESETS, check, finish, openPage, render } from './neurotty.mjs';

const lines = [...PRESETS.map(preset => `${preset}:3`), ...FAMILIES, 'default:6+motion=morph+to=11', 'glossy:6.1k0+motion=morph'];
for (const line of lines) {
    const { art, open } = openPage(render(line, 'weights.html'));
    check(open.sum === art.checksum, `${line}: ${open.sum} instead of ${art.checksum}`);
    check(open.layers.length === art.hidden.length + 1, `${line}: ${open.layers.length} layers`);
}
finish();
