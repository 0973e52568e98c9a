// A loop that flashes waits until the viewer plays it.

moves = false;
calm.onchange = () => play(moves = false);
ready.then(() => {
    if (!gl) return;
    say('this loop flashes: space plays it');
    // Said until somebody is there to read it.
    clearTimeout(say.timer);
    for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, () => $('say').classList.remove('on'), { once: true });
});
