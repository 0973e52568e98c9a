// The PNG of a picture without a caption.

function encodePng(bytes, size, text) {
    const canvas = document.createElement('canvas');
    show(canvas, bytes, size);
    return withTexts(canvas, textChunk('neurotty', text));
}
