// The words on a page: legible over any picture on any screen, text whatever they say, and in a saved PNG.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { becomes, browser } from './browser.mjs';
import { check, finish, render } from './neurotty.mjs';
import { readPng } from './png.mjs';

const folder = process.argv[3];
const WORDS = 'Such as are thy habitual thoughts, such also will be the character of thy mind.';
const HOSTILE = `</script><img onerror=alert(1) src=x> "Now" & 'then' %23 [neurotty=glossy:1] [neurotty-caption=x]`;
// The two inks, as `caption/veil.rs` has them.
const INKS = [[252, 249, 242], [17, 16, 20]];

// WCAG's relative luminance and contrast.
const light = byte => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b) + 0.05;
const contrast = (one, other) => Math.max(luminance(one) / luminance(other), luminance(other) / luminance(one));

async function shot(page, name) {
    const { data } = await page.send('Page.captureScreenshot', { format: 'png' });
    const path = join(folder, name);
    writeFileSync(path, Buffer.from(data, 'base64'));
    return readPng(path);
}

const pixel = ({ pixels, channels }, index) => pixels.subarray(channels * index, channels * index + 3);
const isInk = ([r, g, b]) => INKS.some(ink => ink[0] === r && ink[1] === g && ink[2] === b);

// What the letters lie on, over a picture of one color: the page is seen with and without them.
async function checkContrast(page, color, name) {
    await page.evaluate(`document.querySelectorAll('body > :not(#words):not(#area), canvas').forEach(other => other.hidden = true);
        $('area').style.background = '${color}'; window.kept = $('words').src; 1`);
    const written = await shot(page, `${name}.png`);
    await page.evaluate(`$('words').src = kept.replace(/fill='%23\\w{6}'/g, "fill='none'"); $('words').decode().then(() => 1)`);
    const ground = await shot(page, `${name}-ground.png`);
    await page.evaluate(`$('words').src = kept; $('words').decode().then(() => 1)`);
    let [letters, least] = [0, 21];
    for (let index = 0; index < written.width * written.height; index++) {
        const seen = pixel(written, index);
        if (!isInk(seen)) continue;
        letters++;
        least = Math.min(least, contrast(seen, pixel(ground, index)));
    }
    check(letters > 500, `${name}: ${letters} pixels of letters`);
    check(least >= 4.5, `${name}: a contrast of ${least}`);
}

async function legible() {
    for (const line of ['default:42', 'ink:3']) {
        const url = `file://${render(line, 'words.html', '--caption', WORDS)}`;
        for (const [width, height] of [[1280, 720], [390, 844]]) {
            const page = await browser();
            await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: height > width });
            await page.open(url);
            check(await becomes(page, `playing && $('words').complete && $('words').naturalWidth`), `${line}: no words on the page`);
            await shot(page, `${line.replace(':', '-')}-${width}x${height}.png`);
            check(await page.evaluate(`$('area').contains(document.elementFromPoint(innerWidth / 2, innerHeight * 0.6))`), 'the words catch the pointer');
            check(page.messages.length === 0, page.messages.join('; '));
            for (const color of ['white', 'black']) await checkContrast(page, color, `${line}-${width}-${color}`.replace(':', '-'));
            await page.close();
        }
    }
}

async function harmless() {
    const path = render('default:42', 'hostile.html', '--caption', HOSTILE);
    check(!readFileSync(path, 'utf8').includes('</script><img'), 'words became markup');
    const page = await browser('--window-size=640,400');
    await page.open(`file://${path}`);
    check(await becomes(page, 'playing'), 'it does not start to move');
    check(await page.evaluate(`document.images.length === 1 && $('words').alt`) === HOSTILE, 'the words are not the alternative text');
    const { nodes } = await page.send('Accessibility.getFullAXTree');
    check(nodes.some(node => node.role?.value === 'image' && node.name?.value === HOSTILE), 'a screen reader is not told the words');

    await page.evaluate(`URL.createObjectURL = blob => (window.saved = blob, 'data:,'); HTMLAnchorElement.prototype.click = () => {}; cost = 1; 1`);
    await page.evaluate(`play(false); save(); 1`);
    check(await becomes(page, 'window.saved', 60), 'nothing is saved');
    const saved = `saved.arrayBuffer().then(file => btoa(Array.from(new Uint8Array(file), byte => String.fromCharCode(byte)).join('')))`;
    const png = join(folder, 'saved.png');
    writeFileSync(png, Buffer.from(await page.evaluate(saved), 'base64'));
    const picture = readPng(png);
    check(picture.texts['neurotty-caption'] === HOSTILE, `the saved PNG says ${JSON.stringify(picture.texts)}`);
    let letters = 0;
    for (let index = 0; index < picture.width * picture.height; index++) letters += isInk(pixel(picture, index));
    check(letters > 100, `the saved PNG has ${letters} pixels of letters`);
    check(page.messages.length === 0, page.messages.join('; '));
    await page.close();
}

await legible();
await harmless();
finish();
