// A page paints what the program paints: Chromium paints two moments, and nearly all channels are within 1 of 255.

import { browser, paint } from './browser.mjs';
import { FAMILIES, PRESETS, check, finish, render } from './neurotty.mjs';
import { readPng, sameness } from './png.mjs';

// Uneven loops, whose pace is told otherwise, are among the presets, the families and these.
const UNEVEN = ['mixed:2+color=gray+motion=morph', 'glossy:4+motion=morph/wave', 'mondrian:250+zoom=250'];
const MOTIONS = ['morph', 'rotate', 'wave', 'spiral', 'pan', 'fog/splatter', 'recolor'];
const COLORS = ['rgb', 'hsv', 'cmyk', 'two-tone', 'seed:7', 'palette:turbo', 'hex:0a1020,d04030,f0e0c0', 'hsl+stretch=on+invert=on'];
const lines = [
    ...PRESETS.map(preset => `${preset}:1`),
    ...MOTIONS.map(motion => `default:2+motion=${motion}`),
    ...COLORS.map(color => `default:3+color=${color}`),
    ...FAMILIES,
    'default:4+motion=recolor+color=gray',
    'default:6+motion=latent+latent-path=circle',
    ...UNEVEN,
    'default:5+zoom=3+center=0.2/-0.1+rotation=30',
];
// Of a chaotic network with soft edges a rounding shows more.
const LEAST = 99.99;
// Each pixel of these takes long.
const HEAVY = ['pollock'];

const page = await browser();
// The page is only asked: moving beside that would take most of the time.
await page.send('Page.addScriptToEvaluateOnNewDocument', { source: 'window.requestAnimationFrame = () => 0' });
for (const line of lines) {
    const [width, height] = HEAVY.some(preset => line.startsWith(preset)) ? [96, 54] : [160, 90];
    await page.open(`file://${render(line, 'same.html')}`);
    check(await page.evaluate('window.neurotty.exact'), `${line}: other weights`);
    for (const at of [0, 3.3]) {
        const png = render(line, 'same.png', '--at', String(at), '--size', `${width}x${height}`, '--samples', '1');
        const share = sameness(await paint(page, at, width, height), readPng(png), 1);
        check(share >= LEAST, `${line} at ${at}: ${share.toFixed(4)}% of the channels are the same`);
    }
    check(page.messages.length === 0, `${line}: ${page.messages.splice(0).join('; ')}`);
}
await page.close();
finish();
