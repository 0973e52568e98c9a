// What the viewer sees and does: the clock, the view, the buttons and keys.

const $ = id => document.getElementById(id);
const art = JSON.parse($('art').textContent);
const parts = JSON.parse($('parts').textContent);
const open = openArt(art);
const ownView = () => ({ ...art.view, center: [...art.view.center] });

// Milliseconds that a frame may take to paint, and a drawing within a picture.
const FRAME = 14;
const DRAWING = 30;
// The longest side of a saved picture, and the seconds that saving one may take.
const SAVED = 3840;
const PATIENCE = 30;
const SHARPEN = 250;

let canvas = $('live');
let gl = canvas.getContext('webgl2', { antialias: false, alpha: false, powerPreference: 'high-performance' });
let painter;
let view = ownView();
let clock = art.at;
let playing = false;
// Whether the viewer wants it to move.
const calm = matchMedia('(prefers-reduced-motion: reduce)');
let moves = !calm.matches;

// ---- how sharp: as many pixels as can be painted in time ----
let cost = 1e-3;
let scale = 1;
let slow = 0;
let fast = 0;
// After how many frames in time more pixels are tried: ever later, so that the sharpness does not swing.
let trial = 30;
const density = () => devicePixelRatio || 1;
const fit = time => clamp(sqrt(time / cost / (innerWidth * innerHeight)) / density(), 0.08);
const screenSize = scale => [innerWidth, innerHeight].map(side => max(1, round(side * density() * scale)));

// Paints the moment onto the canvas at that size.
function paintLive(size) {
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    painter.pose(open.phase(clock), view, size);
    painter.draw(size);
}

// What a pixel costs, measured from a single one upwards: no drawing takes long on any machine.
function measureCost() {
    const time = size => {
        const start = performance.now();
        paintLive(size);
        gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
        return performance.now() - start;
    };
    // The first may compile; what the second takes has nothing to do with pixels.
    time([1, 1]);
    const start = time([1, 1]);
    let [side, taken] = [16, 0];
    do {
        side *= 2;
        const size = [side, side / 2];
        // Something else may have held one of them up.
        taken = max(0.05, min(time(size), time(size)) - start);
    } while (taken < 6 && side < 1024);
    cost = 2 * taken / side ** 2;
    painter.tile = clamp(floor(sqrt(DRAWING / cost)), 16, TILE);
}

// ---- the clock ----
// The share of the loop that is over.
const turns = () => clock / art.period - floor(clock / art.period);
let scheduled = false;
let last = 0;
function wakeUp() {
    if (!scheduled) requestAnimationFrame(frame);
    scheduled = true;
}

function frame(now) {
    scheduled = false;
    // Saving would take many times as long beside it.
    if (!gl || !painter || gl.isContextLost() || saving) return;
    const passed = now - last;
    last = now;
    if (playing) {
        clock += min(passed, 100) / 1000 * art.speed;
        adapt(passed);
    }
    $('sharp').hidden = true;
    paintLive(screenSize(scale));
    $('time').style.width = 100 * turns() + '%';
    if (playing) wakeUp();
    else sharpen();
}

// Fewer pixels when frames come late, more when they have come in time for a while.
function adapt(passed) {
    if (passed > 26 && ++slow > 8) {
        // Below that it is not the painting that takes the time.
        scale = max(scale * max(0.5, sqrt(17 / passed)), fit(FRAME / 3));
        trial = min(2 * trial, 900);
        slow = fast = 0;
    } else if (passed < 20) {
        slow = max(0, slow - 1);
        if (++fast > trial && scale < 1) {
            scale = min(1, scale * 1.25);
            fast = 0;
        }
    }
}

// Something else is to be seen.
function changed() {
    if (gl) wakeUp();
    else sharpen();
}

// ---- stills: sharp after a moment of rest, each pixel of several samples ----
let sharpening = 0;
let rest;
function sharpen() {
    const own = ++sharpening;
    clearTimeout(rest);
    const sharper = async () => {
        const samples = gl ? clamp(floor(sqrt(3000 / cost / (innerWidth * innerHeight)) / density()), 1, 4) : 1;
        for (const scale of gl ? [fit(3000)] : [0.1, 0.5]) {
            const size = screenSize(scale);
            const bytes = await painter.paint(open.phase(clock), view, size, samples, () => own === sharpening && !playing);
            if (!bytes) return;
            show($('sharp'), bytes, size);
            $('sharp').hidden = false;
        }
    };
    rest = setTimeout(() => sharper().catch(error => say(error.message)), SHARPEN);
}

function play(on) {
    playing = on && !!gl;
    document.body.classList.toggle('paused', !playing);
    $('play').title = playing ? 'Pause (space)' : 'Play (space)';
    sharpening++;
    slow = fast = 0;
    if (gl) scale = fit(FRAME);
    last = performance.now();
    changed();
}

// ---- the line of text of what is seen ----

// When the loop, at its pace in another view, reaches `phase`.
async function secondsAt(phase, view) {
    const changes = await painter.measure(view);
    if (!changes) return phase * art.period;
    const length = changes.reduce((sum, change) => sum + change);
    const period = art.auto ? clamp(length / 3, 8, 120) : art.period;
    const phaseAt = pace(changes.map(change => [1 / PARTS, max(change, 0.001 * length / PARTS || 1)]), period);
    let [low, high] = [0, period];
    for (let step = 0; step < 40; step++) phaseAt((low + high) / 2) > phase ? high = (low + high) / 2 : low = (low + high) / 2;
    return low;
}

const seen = () => ({ ...view, center: [...view.center] });
async function line(view = seen()) {
    const digits = clamp(ceil(Math.log10(view.zoom * art.frame.zoom)) + 5, 3, 12);
    const decimal = number => number.toFixed(digits).replace(/\.?0+$/, '');
    const own = String(Object.values(ownView())) === String(Object.values(view));
    const moment = own || !gl || !art.measured ? turns() * art.period : await secondsAt(open.phase(clock), view);
    let text = art.stem;
    if (view.zoom !== art.ownZoom) text += '+zoom=' + +view.zoom.toPrecision(8);
    if (view.center.some(side => +decimal(side))) text += '+center=' + view.center.map(decimal).join('/');
    if (+moment.toFixed(3)) text += '+at=' + +moment.toFixed(3);
    return text;
}

function say(text) {
    $('say').textContent = text;
    $('say').classList.add('on');
    clearTimeout(say.timer);
    say.timer = setTimeout(() => $('say').classList.remove('on'), 2500);
}

async function copy() {
    const text = await line();
    try {
        await navigator.clipboard.writeText(text);
    } catch {
        return prompt('The line of text', text);
    }
    say('copied ' + text);
}

let saving = false;
async function save() {
    if (saving || !painter) return;
    saving = true;
    try {
        const screen = screenSize(1);
        const larger = max(1, SAVED / max(...screen));
        const time = (factor, samples) => cost * screen[0] * screen[1] * (factor * samples) ** 2 / 1000;
        const factor = gl && time(larger, 1) < PATIENCE ? larger : 1;
        const samples = [4, 3, 2].find(samples => gl && time(factor, samples) < PATIENCE) || 1;
        const size = gl ? screen.map(side => round(side * factor)) : screenSize(0.5);
        const [phase, from] = [open.phase(clock), seen()];
        const text = await line(from);
        const bytes = await painter.paint(phase, from, size, samples, share => {
            say(`painting ${size.join('×')}: ${round(100 * share)}%`);
            return true;
        });
        const link = document.createElement('a');
        link.href = URL.createObjectURL(await encodePng(bytes, size, art.prefix + text));
        link.download = text.replace(/[^\w.-]+/g, '-') + '.png';
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        say('saved ' + size.join('×'));
    } catch (error) {
        say('not saved: ' + error.message);
    }
    saving = false;
    last = performance.now();
    changed();
}

function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
}

// ---- the view ----
const matrix = () => gridOf(art, poseAt(open.paths, art.motion, open.phase(clock)).camera, view, innerWidth, innerHeight).matrix;

// Moves the centre by so much of the window's shorter side.
function moveBy(across, down) {
    const [a, b, c, d] = matrix();
    const moved = [a * across + b * down, c * across + d * down];
    view.center = view.center.map((side, axis) => clamp(side + moved[axis] * art.frame.zoom, -1e6, 1e6));
    changed();
}

// Closer by `factor`; the point at `place` stays where it is.
function zoomBy(factor, [across, down] = [0, 0]) {
    const zoom = clamp(view.zoom * factor, 1e-6, 1e9);
    const left = 1 - view.zoom / zoom;
    moveBy(across * left, down * left);
    view.zoom = zoom;
    changed();
}

// Where on the window, from the origin of the coordinates, in units of its shorter side.
function placeOf({ clientX, clientY }) {
    const corner = art.pixels ? [0, 0] : [innerWidth / 2, innerHeight / 2];
    return [clientX - corner[0], clientY - corner[1]].map(side => side / min(innerWidth, innerHeight));
}

function reset() {
    view = ownView();
    changed();
}

// ---- fingers and mouse ----
const fingers = new Map();
let tap = { time: -1e9, place: [0, 0] };
let moved = 0;
const area = $('area');
area.onpointerdown = event => {
    if (event.button) return;
    area.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    moved = fingers.size > 1 ? 1 : 0;
};
area.onpointermove = event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find(finger => finger !== before);
    const [from, to] = [placeOf(before), placeOf(event)];
    moved += hypot(to[0] - from[0], to[1] - from[1]);
    const share = other ? 0.5 : 1;
    moveBy((from[0] - to[0]) * share, (from[1] - to[1]) * share);
    if (other) {
        const still = placeOf(other);
        const distance = place => max(1e-3, hypot(place[0] - still[0], place[1] - still[1]));
        zoomBy(distance(to) / distance(from), [(to[0] + still[0]) / 2, (to[1] + still[1]) / 2]);
    }
    fingers.set(event.pointerId, event);
};
area.onpointerup = event => {
    if (!fingers.delete(event.pointerId) || moved > 0.02) return;
    const place = placeOf(event);
    const twice = event.timeStamp - tap.time < 350 && hypot(place[0] - tap.place[0], place[1] - tap.place[1]) < 0.1;
    tap = { time: twice ? -1e9 : event.timeStamp, place };
    if (twice) reset();
};
area.onpointercancel = event => fingers.delete(event.pointerId);
area.onwheel = event => {
    event.preventDefault();
    const lines = event.deltaMode ? 16 : 1;
    zoomBy(exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0015)), placeOf(event));
};

// ---- keys and buttons ----
function help(on = $('help').hidden) {
    $('help').hidden = !on;
    $('keys').ariaExpanded = String(on);
}
const KEYS = {
    ' ': () => play(moves = !playing),
    f: fullScreen,
    s: save,
    y: copy,
    0: reset,
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    ArrowLeft: () => moveBy(-0.1, 0),
    ArrowRight: () => moveBy(0.1, 0),
    ArrowUp: () => moveBy(0, -0.1),
    ArrowDown: () => moveBy(0, 0.1),
    '?': () => help(),
    Escape: () => help(false),
};
onkeydown = event => {
    const onButton = event.target.tagName === 'BUTTON' && event.key === ' ';
    const action = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (!action || onButton || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
    showControls();
};
for (const [id, action] of Object.entries({ line: copy, play: KEYS[' '], save, full: fullScreen, keys: KEYS['?'] })) {
    $(id).onclick = action;
}
$('full').hidden = !document.fullscreenEnabled;

// The controls leave when nothing is touched for a while.
function showControls() {
    document.body.classList.add('awake');
    clearTimeout(showControls.timer);
    showControls.timer = setTimeout(() => {
        if (document.querySelector('nav:hover') || !$('help').hidden) showControls();
        else document.body.classList.remove('awake');
    }, 2600);
}
onpointermove = onpointerdown = showControls;
addEventListener('focusin', showControls);
onresize = () => {
    if (gl) scale = fit(FRAME);
    changed();
};
document.onvisibilitychange = () => last = performance.now();
calm.onchange = () => play(moves = !calm.matches);

// ---- start ----
function useStill(reason) {
    gl = null;
    canvas.hidden = true;
    painter = createStill(open);
    say('a still: ' + reason);
    play(false);
}

async function start() {
    if (!gl) return useStill('this browser has no WebGL 2');
    try {
        painter = await createPainter(gl, open, parts);
        measureCost();
    } catch (error) {
        if (!gl.isContextLost()) useStill(error.message);
        return;
    }
    play(moves);
}

canvas.addEventListener('webglcontextlost', event => {
    event.preventDefault();
    painter = undefined;
});
canvas.addEventListener('webglcontextrestored', () => ready = start());

$('line').textContent = art.label;
if (open.sum !== art.checksum) say('this browser computes otherwise: the picture differs');
showControls();
let ready = start();

// For pages that embed this one, and for tests: the picture in the view that is shown, as RGBA bytes from the top left.
window.neurotty = Object.freeze({
    line,
    exact: open.sum === art.checksum,
    paint: async (seconds, width, height) => {
        const fits = side => Number.isInteger(side) && side >= 1 && side <= 16384;
        if (!Number.isFinite(seconds) || !fits(width) || !fits(height)) throw new RangeError('sides of 1 to 16384');
        await ready;
        return painter.paint(open.phase(seconds), view, [width, height], 1);
    },
});
