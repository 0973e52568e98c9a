// What a viewer can do with a page: it moves, obeys keys, fingers and wheel, saves and copies, and asks for nothing.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { becomes, browser, paint, soon } from './browser.mjs';
import { check, finish, render } from './neurotty.mjs';
import { readPng, sameness } from './png.mjs';

const folder = process.argv[3];
const LINE = 'default:42';
const url = `file://${render(LINE, 'page.html')}`;

async function press(page, key) {
    await page.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key.length === 1 ? key : undefined });
    await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
}

const mouse = (page, type, x, y, more = {}) => page.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1, ...more });

async function click(page, x, y) {
    await mouse(page, 'mousePressed', x, y);
    await mouse(page, 'mouseReleased', x, y);
}

async function usual() {
    const page = await browser('--window-size=640,400');
    await page.open(url);
    check(await becomes(page, 'playing'), 'it does not start to move');
    const start = await page.evaluate('clock');
    check(await becomes(page, `clock > ${start} + 0.3`), 'the clock does not go on');
    check(await page.evaluate(`document.title === '${LINE} — neurotty'`), 'the title is not the line');
    const { nodes } = await page.send('Accessibility.getFullAXTree');
    const named = (role, name) => nodes.some(node => node.role?.value === role && node.name?.value.includes(name));
    check(named('image', `small neural network, in slow motion: ${LINE}. The picture`), 'a screen reader is not told of the picture');
    for (const name of [LINE, 'Pause', 'Save a PNG', 'Full screen', 'Keys']) check(named('button', name), `there is no button ${name}`);

    await press(page, ' ');
    check(await becomes(page, '!playing'), 'space does not pause');
    check(await becomes(page, `!$('sharp').hidden`), 'a still does not become sharp');
    const held = await page.evaluate('line()');
    check(/^default:42\+at=[\d.]+$/.test(held), `the line of a moment is ${held}`);
    const reopened = readPng(render(held, 'held.png', '--size', '96x54', '--samples', '1'));
    const moment = held.split('+at=')[1];
    check(sameness(await paint(page, moment, 96, 54), reopened, 1) > 99.9, `${held} paints another picture`);

    await mouse(page, 'mousePressed', 300, 200);
    await mouse(page, 'mouseMoved', 360, 230);
    await mouse(page, 'mouseReleased', 360, 230);
    await page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 200, y: 100, deltaX: 0, deltaY: -400 });
    check(await becomes(page, `view.zoom !== art.view.zoom && view.center[0] !== 0`), 'drag and wheel do not move the view');
    await press(page, 'ArrowLeft');
    await press(page, '+');
    const moved = await page.evaluate('line()');
    const shown = readPng(render(moved, 'moved.png', '--size', '96x54', '--samples', '1'));
    check(sameness(await paint(page, moment, 96, 54), shown, 1) > 99.9, `${moved} paints another picture`);
    await click(page, 320, 200);
    await click(page, 320, 200);
    check(await becomes(page, `line().then(text => text === '${held}')`), 'a double tap does not reset the view');

    const inner = await page.evaluate('view.zoom');
    for (let turn = 0; turn < 3; turn++) await page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 200, y: 100, deltaX: 0, deltaY: 1500 });
    check(await becomes(page, `view.zoom < ${inner} / 500`), 'the wheel does not lead away');
    const far = await page.evaluate('line()');
    const plane = readPng(render(far, 'far.png', '--size', '96x54', '--samples', '1'));
    check(sameness(await paint(page, moment, 96, 54), plane, 1) > 99, `${far} paints another picture`);
    await press(page, '0');
    await mouse(page, 'mousePressed', 300, 200, { button: 'right' });
    await mouse(page, 'mouseMoved', 360, 230, { button: 'right' });
    await mouse(page, 'mouseReleased', 360, 230, { button: 'right' });
    check(await becomes(page, `line().then(text => text === '${held}')`), 'the other button moves the view');

    await page.evaluate(`URL.createObjectURL = blob => (window.saved = blob, 'data:,'); HTMLAnchorElement.prototype.click = () => {}; 1`);
    await page.evaluate('cost = 1; 1');
    await press(page, 's');
    check(await becomes(page, 'window.saved', 60), 'nothing is saved');
    const png = join(folder, 'saved.png');
    const saved = `saved.arrayBuffer().then(file => btoa(Array.from(new Uint8Array(file), byte => String.fromCharCode(byte)).join('')))`;
    writeFileSync(png, Buffer.from(await page.evaluate(saved), 'base64'));
    const { texts, width } = readPng(png);
    check(texts.neurotty === held && width === await page.evaluate('innerWidth'), `the saved PNG says ${texts.neurotty}`);

    await press(page, '?');
    check(await becomes(page, `!$('help').hidden`), 'there is no help');
    await press(page, 'Escape');
    check(await becomes(page, `!document.body.classList.contains('awake')`), 'the controls do not leave');
    const refused = await page.evaluate(`window.neurotty.paint(0, 0, 5).catch(error => error.name)`);
    check(refused === 'RangeError', 'a size of nothing is not refused');
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hurt = 1">'); 1`);
    await soon(300);
    check(await page.evaluate('window.hurt === undefined'), 'a script in an attribute runs');
    check(page.requests.every(request => request === url || request.startsWith('data:') || request.endsWith('/x')), `it asks for ${page.requests}`);

    // The graphics chip goes away, and comes back.
    await press(page, ' ');
    await page.evaluate(`window.loss = gl.getExtension('WEBGL_lose_context'); loss.loseContext(); 1`);
    check(await becomes(page, '!painter'), 'a lost context is not seen');
    await page.evaluate('loss.restoreContext(); 1');
    check(await becomes(page, 'painter && playing'), 'it does not paint again');
    const back = await paint(page, 0, 96, 54);
    await press(page, ' ');
    await page.evaluate(`loss.loseContext(); setTimeout(() => loss.restoreContext(), 300); 1`);
    check(await becomes(page, '!painter') && await becomes(page, 'painter'), 'it does not come back again');
    await soon(300);
    check(await page.evaluate('!playing'), 'what was paused moves again');
    check(sameness(back, readPng(render(LINE, 'back.png', '--size', '96x54', '--samples', '1')), 1) > 99.9, 'it paints something else');
    await page.close();
}

async function calm() {
    const page = await browser();
    await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
    await page.open(url);
    check(await becomes(page, `painter && !$('sharp').hidden`), 'there is no still for those who want no motion');
    check(await page.evaluate('!playing && clock === 0'), 'it moves for those who want no motion');
    check(page.messages.length === 0, page.messages.join('; '));
    await page.close();
}

async function withoutGraphics() {
    const page = await browser();
    const source = `HTMLCanvasElement.prototype.getContext = (own => function (kind, ...more) {
        return kind === 'webgl2' ? null : own.call(this, kind, ...more);
    })(HTMLCanvasElement.prototype.getContext)`;
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source });
    await page.open(url);
    check(await becomes(page, `!$('sharp').hidden`), 'there is no still without WebGL');
    const still = await paint(page, 0, 48, 27);
    const wanted = readPng(render(LINE, 'still.png', '--size', '48x27', '--samples', '1'));
    check(sameness(still, wanted, 6) > 98, 'the still is another picture');
    check(page.messages.length === 0, page.messages.join('; '));
    await page.close();
}

// A loop that flashes waits until somebody plays it.
async function flashing() {
    const wild = ['mondrian:7+motion=rotate+period=1', 'flashing.html', '--speed', '5'];
    const page = await browser();
    await page.open(`file://${render(...wild)}`);
    check(await becomes(page, `painter && $('say').classList.contains('on')`), 'nothing is said of flashes');
    check(await page.evaluate(`!playing && clock === 0 && $('say').textContent.includes('flashes')`), 'a loop that flashes moves by itself');
    await press(page, ' ');
    check(await becomes(page, `playing && !$('say').classList.contains('on')`), 'space does not play a loop that flashes');
    await page.open(`file://${render(...wild, '--flashing', 'allow')}`);
    check(await becomes(page, 'playing'), 'what may flash does not move');
    check(page.messages.length === 0, page.messages.join('; '));
    await page.close();
}

await usual();
await calm();
await withoutGraphics();
await flashing();
finish();
