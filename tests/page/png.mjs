// Reads a PNG of 8 bits a channel, without libraries: an independent decoder.

import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

// {width, height, channels, pixels, texts} of the file at `path`.
export function readPng(path) {
    const file = readFileSync(path);
    const parts = [];
    const texts = {};
    let width, height, channels;
    for (let at = 8; at < file.length;) {
        const length = file.readUInt32BE(at);
        const kind = file.toString('latin1', at + 4, at + 8);
        const body = file.subarray(at + 8, at + 8 + length);
        if (kind === 'IHDR') {
            [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), { 2: 3, 6: 4 }[body[9]]];
            if (body[8] !== 8 || !channels) throw new Error(`${path}: not RGB of 8 bits`);
        }
        if (kind === 'IDAT') parts.push(body);
        if (kind === 'iTXt') texts[body.toString('latin1', 0, body.indexOf(0))] = body.toString('utf8', body.lastIndexOf(0) + 1);
        at += 12 + length;
    }
    return { width, height, channels, pixels: unfilter(inflateSync(Buffer.concat(parts)), width * channels, channels), texts };
}

// PNG specification, section 9.
function unfilter(bytes, stride, step) {
    const rows = bytes.length / (stride + 1);
    const out = Buffer.alloc(rows * stride);
    for (let row = 0; row < rows; row++) {
        const kind = bytes[row * (stride + 1)];
        for (let i = 0; i < stride; i++) {
            const at = row * stride + i;
            const left = i >= step ? out[at - step] : 0;
            const up = row ? out[at - stride] : 0;
            const corner = row && i >= step ? out[at - stride - step] : 0;
            out[at] = bytes[row * (stride + 1) + 1 + i] + [0, left, up, left + up >> 1, paeth(left, up, corner)][kind];
        }
    }
    return out;
}

function paeth(left, up, corner) {
    const [a, b, c] = [left, up, corner].map(value => Math.abs(left + up - corner - value));
    return a <= b && a <= c ? left : b <= c ? up : corner;
}

// The share of channels, in percent, that differ by at most `most`: of RGBA bytes and a picture that was read.
export function sameness(rgba, { pixels, channels }, most) {
    let near = 0;
    const count = rgba.length / 4;
    for (let pixel = 0; pixel < count; pixel++) {
        for (let c = 0; c < 3; c++) near += Math.abs(rgba[4 * pixel + c] - pixels[channels * pixel + c]) <= most;
    }
    return 100 * near / (3 * count);
}
