// A PNG that carries the line of text, in an iTXt chunk before its pixels: `neurotty` reopens it.

const PNG_HEAD = 33;

function crc(bytes) {
    let sum = -1;
    for (const byte of bytes) {
        sum ^= byte;
        for (let bit = 0; bit < 8; bit++) sum = sum >>> 1 ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum;
}

// `png` with `text` behind its header.
function withText(png, text) {
    const body = new TextEncoder().encode('iTXtneurotty\0\0\0\0\0' + text);
    const chunk = new Uint8Array(body.length + 8);
    const numbers = new DataView(chunk.buffer);
    numbers.setUint32(0, body.length - 4);
    chunk.set(body, 4);
    numbers.setInt32(body.length + 4, crc(body));
    return new Blob([png.subarray(0, PNG_HEAD), chunk, png.subarray(PNG_HEAD)], { type: 'image/png' });
}

// Puts RGBA bytes onto a canvas of their size.
function show(canvas, bytes, [width, height]) {
    [canvas.width, canvas.height] = [width, height];
    canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(bytes.buffer), width, height), 0, 0);
}

async function encodePng(bytes, size, text) {
    const canvas = document.createElement('canvas');
    show(canvas, bytes, size);
    const png = await new Promise(done => canvas.toBlob(done, 'image/png'));
    if (!png) throw new Error('the browser has no memory for it');
    return withText(new Uint8Array(await png.arrayBuffer()), text);
}
