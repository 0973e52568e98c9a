// The PNG of a picture with a caption: its words are drawn over it, and travel with it.

async function encodePng(bytes, size, text) {
    const canvas = document.createElement('canvas');
    show(canvas, bytes, size);
    const words = new Image();
    // A drawing without a size of its own is drawn by no canvas in some browsers.
    const [width, height] = size;
    words.src = $('words').getAttribute('src').replace('<svg', `<svg width='${width}' height='${height}'`);
    await words.decode();
    canvas.getContext('2d').drawImage(words, 0, 0, width, height);
    return withTexts(canvas, textChunk('neurotty', text), textChunk('neurotty-caption', $('words').alt));
}
