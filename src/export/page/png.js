// A PNG that carries texts, in iTXt chunks before its pixels: `neurotty` reopens it.

const PNG_HEAD = 33;

function crc(bytes) {
    let sum = -1;
    for (const byte of bytes) {
        sum ^= byte;
        for (let bit = 0; bit < 8; bit++) sum = sum >>> 1 ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum;
}

// A chunk that names `text`.
function textChunk(name, text) {
    const body = new TextEncoder().encode(`iTXt${name}\0\0\0\0\0${text}`);
    const chunk = new Uint8Array(body.length + 8);
    const numbers = new DataView(chunk.buffer);
    numbers.setUint32(0, body.length - 4);
    chunk.set(body, 4);
    numbers.setInt32(body.length + 4, crc(body));
    return chunk;
}

// Puts RGBA bytes onto a canvas of their size.
function show(canvas, bytes, [width, height]) {
    [canvas.width, canvas.height] = [width, height];
    canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(bytes.buffer), width, height), 0, 0);
}

// What the canvas shows, with these chunks behind the header.
async function withTexts(canvas, ...chunks) {
    const blob = await new Promise(done => canvas.toBlob(done, 'image/png'));
    if (!blob) throw new Error('the browser has no memory for it');
    return new Blob([blob.slice(0, PNG_HEAD), ...chunks, blob.slice(PNG_HEAD)], { type: 'image/png' });
}
