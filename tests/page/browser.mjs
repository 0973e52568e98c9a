// Drives a headless Chromium through its DevTools protocol, over pipes, with Node alone.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMES = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome', 'chrome'].filter(Boolean);
// Software rendering: the same on every machine.
const GRAPHICS = (process.env.GRAPHICS ?? '--use-angle=swiftshader --enable-unsafe-swiftshader').split(' ');

// A browser with one page: {open(url), evaluate(expression), send(method, parameters), requests, messages, close()}.
export async function browser(...flags) {
    const profile = mkdtempSync(join(tmpdir(), 'neurotty-page-'));
    const child = await launch([
        '--headless=new', '--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-gpu-watchdog',
        '--disable-dev-shm-usage', '--hide-scrollbars', '--remote-debugging-pipe', `--user-data-dir=${profile}`,
        ...GRAPHICS, ...flags, 'about:blank',
    ]);
    const [input, output] = [child.stdio[3], child.stdio[4]];
    const waiting = new Map();
    const events = new Map();
    let number = 0;
    let rest = '';
    output.setEncoding('utf8').on('data', text => {
        const messages = (rest + text).split('\0');
        rest = messages.pop();
        for (const message of messages.map(JSON.parse)) {
            if (message.id) {
                const [done, failed] = waiting.get(message.id);
                waiting.delete(message.id);
                message.error ? failed(new Error(message.error.message)) : done(message.result);
            } else {
                (events.get(message.method) ?? []).forEach(hear => hear(message.params));
            }
        }
    });
    child.on('exit', code => waiting.forEach(([, failed]) => failed(new Error(`the browser ended, code ${code}`))));
    const post = (method, params, sessionId) => new Promise((done, failed) => {
        waiting.set(++number, [done, failed]);
        input.write(JSON.stringify({ id: number, method, params, sessionId }) + '\0');
    });
    const on = (method, hear) => events.set(method, [...(events.get(method) ?? []), hear]);

    const { targetInfos } = await post('Target.getTargets');
    const { targetId } = targetInfos.find(target => target.type === 'page');
    const { sessionId } = await post('Target.attachToTarget', { targetId, flatten: true });
    const send = (method, params = {}) => post(method, params, sessionId);
    const requests = [];
    const messages = [];
    on('Network.requestWillBeSent', ({ request }) => requests.push(request.url));
    on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) => messages.push(exception?.description ?? text));
    on('Log.entryAdded', ({ entry }) => entry.level === 'error' && messages.push(entry.text));
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);

    const open = async url => {
        const loaded = new Promise(done => on('Page.loadEventFired', done));
        await send('Page.navigate', { url });
        await loaded;
    };
    const evaluate = async expression => {
        const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    };
    const close = async () => {
        const ended = new Promise(done => child.once('exit', done));
        await post('Browser.close').catch(() => {});
        await ended;
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    };
    return { open, evaluate, send, on, requests, messages, close };
}

// Starts the first of the browsers that there is.
async function launch(flags) {
    for (const name of NAMES) {
        const child = spawn(name, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
        const started = await new Promise(done => {
            child.once('spawn', () => done(true));
            child.once('error', () => done(false));
        });
        if (started) return child;
    }
    throw new Error(`no Chromium is installed: none of ${NAMES.join(', ')}`);
}

// What `window.neurotty.paint` gives, as bytes.
export async function paint(page, seconds, width, height) {
    const base64 = await page.evaluate(`window.neurotty.paint(${seconds}, ${width}, ${height}).then(bytes => {
        let text = '';
        for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
        return btoa(text);
    })`);
    return Buffer.from(base64, 'base64');
}

export const soon = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// Waits until the expression is true in the page; false if it does not become so.
export async function becomes(page, expression, seconds = 20) {
    for (let tries = 0; tries < 10 * seconds; tries++) {
        if (await page.evaluate(`Promise.resolve(${expression}).then(Boolean)`)) return true;
        await soon(100);
    }
    return false;
}
