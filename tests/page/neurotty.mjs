// What the tests of pages share: the program under test, and what it writes. Called as `node TEST PROGRAM FOLDER`.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';

const [program, folder] = process.argv.slice(2);

export const PRESETS = execFileSync(program, ['presets'], { encoding: 'utf8' }).split('\n').filter(line => /^[a-z]/.test(line));

// Families, seeds and knobs that take other ways through the code.
export const FAMILIES = [
    'default:42.3k0', 'default:42.3k0.1_4-7k3_2', 'glossy:7.9k0.2-3', 'mixed:5.1k2.2k3-4', 'default:18446744073709551615',
    'default:1.1k0.2k1.3-4k2.5', 'hardmaru:9+latent=3+bias=first-normal:2', 'glossy:3+radius=on+weights=uniform:2+bias=none',
    'halving:2+hidden=5,3,7+activation=gelu,elu', 'default:7+hidden=none',
];

// Writes LINE as NAME with these options, and returns the path.
export function render(line, name, ...options) {
    const path = join(folder, name);
    execFileSync(program, ['render', line, '-o', path, '-q', ...options]);
    return path;
}

// The text of an element of the page at `path`.
export function element(path, id) {
    const page = readFileSync(path, 'utf8');
    return page.split(`id="${id}"`)[1].split('>').slice(1).join('>').split('</script>')[0];
}

// The page's own code up to its controls, run here: {art, open}.
export function openPage(path) {
    const page = readFileSync(path, 'utf8');
    const code = page.slice(page.lastIndexOf('<script'), page.lastIndexOf('</script>')).split('>').slice(1).join('>');
    const art = JSON.parse(element(path, 'art'));
    const context = vm.createContext({ atob });
    vm.runInContext(code.split('let $=')[0], context);
    context.art = art;
    return { art, open: vm.runInContext('openArt(art)', context) };
}

const failures = [];

export function check(holds, what) {
    if (!holds) failures.push(what);
}

// Says what has failed, and ends.
export function finish() {
    failures.forEach(failure => console.error(failure));
    process.exitCode = failures.length ? 1 : 0;
}
