// Where everything stands at a moment: the even pace (`pace.rs`), the paths (`motion.rs`), the plane (`painter/grid.rs`).

// From seconds to the phase of the loop, 0..1. `parts` says how much of the loop each part is, and how much the picture
// changes in it.
function pace(parts, period) {
    const count = parts.length;
    const sums = axis => parts.reduce((sums, part) => (sums.push(sums[sums.length - 1] + part[axis]), sums), [0]);
    const phases = sums(0);
    const changes = sums(1);
    const arc = changes.map(sum => sum / changes[count]);
    const width = part => arc[part + 1] - arc[part];
    // Monotone and smooth, also where the loop closes (Fritsch and Butland 1984).
    const slopes = parts.map(([rise], part) => {
        const last = (part + count - 1) % count;
        const [before, after] = [width(last), width(part)];
        return 3 * (before + after) / ((2 * after + before) * before / parts[last][0] + (after + 2 * before) * after / rise);
    });
    return seconds => {
        const turns = seconds / period;
        const share = turns - floor(turns);
        let part = 0;
        for (let step = 4096; step >= 1; step /= 2) if (part + step < count && arc[part + step] <= share) part += step;
        const t = (share - arc[part]) / width(part);
        const [leaving, arriving] = [slopes[part] * width(part), slopes[(part + 1) % count] * width(part)];
        const phase = phases[part] + t * t * (3 - 2 * t) * parts[part][0] + t * (1 - t) * ((1 - t) * leaving - t * arriving);
        return phase < 1 ? phase : 0;
    };
}

// The mean Oklab difference (×100) between each picture and the next: four numbers a pixel, the fourth of no meaning.
function meanChanges(pictures) {
    return pictures.map((own, index) => {
        const next = pictures[(index + 1) % pictures.length];
        let sum = 0;
        for (let at = 0; at < own.length; at += 4) sum += hypot(...[0, 1, 2].map(axis => own[at + axis] - next[at + axis]));
        return 400 * sum / own.length;
    });
}

// What the seed settles about the movements. Of the latent inputs' paths the best is chosen: they come ready.
function drawPaths(art) {
    const root = rootKey(art.seed);
    const from = stream(root, 7);
    return { orbits: art.orbits, heading: 2 * PI * from.uniform(), turn: from.uniform() < 0.5 ? 1 : -1, ripples: 1 + from.uniform() };
}

// The latent inputs, the angle of the morph and the camera at `phase` of the loop.
function poseAt({ orbits, heading, turn, ripples }, motion, phase) {
    const angle = 2 * PI * phase;
    const [rise, fall] = [sin(angle), 1 - cos(angle)];
    const turned = motion.includes('latent') || motion.includes('combo') ? angle : 0;
    const latent = orbits.map(([[a, b], [c, d]]) =>
        fround(a * cos(turned) + b * sin(turned) + c * cos(2 * turned) + d * sin(2 * turned)));
    const along = (ahead, across) => [
        ahead * cos(heading) - across * sin(heading),
        ahead * sin(heading) + across * cos(heading),
    ];
    const wave = amplitude => [amplitude, ripples, 3 * angle];
    const depth = (most, height) => exp(log(most) * height);
    const cameras = {
        zoom: () => ({ zoom: depth(3, rise), rotation: turn * 0.2 * fall }),
        rotate: () => ({ rotation: turn * angle }),
        wave: () => ({ wave: wave(0.06) }),
        spiral: () => ({ zoom: depth(2.5, rise), rotation: turn * angle }),
        pan: () => ({ offset: along(0.4 * rise, 0.2 * sin(2 * angle)) }),
        combo: () => ({
            zoom: depth(1.3, rise),
            rotation: turn * 0.3 * sin(2 * angle),
            offset: along(0.1 * fall, 0.1 * rise),
            wave: wave(0.02),
        }),
    };
    const still = { zoom: 1, rotation: 0, offset: [0, 0], wave: [0, 0, 0] };
    const camera = motion.reduce((sum, name) => {
        const own = { ...still, ...cameras[name]?.() };
        return {
            zoom: sum.zoom * own.zoom,
            rotation: sum.rotation + own.rotation,
            offset: [sum.offset[0] + own.offset[0], sum.offset[1] + own.offset[1]],
            // There is one wave: the higher one carries the other away.
            wave: own.wave[0] > sum.wave[0] ? own.wave : sum.wave,
        };
    }, still);
    return { latent, morph: motion.includes('morph') ? angle : 0, camera };
}

// From pixels to the plane: u = (pixel − corner)·step, y downwards, then origin + matrix·(u + wave).
function gridOf(art, camera, view, width, height) {
    const zoom = view.zoom * art.frame.zoom;
    const center = [0, 1].map(axis => art.frame.center[axis] + view.center[axis] / art.frame.zoom);
    const span = art.pixels ? 128 : 1;
    const turned = (angle, size) => [size * cos(angle), -size * sin(angle), size * sin(angle), size * cos(angle)];
    const angle = view.rotation * PI / 180;
    const still = turned(angle, span / zoom);
    const [x, y] = camera.offset;
    return {
        matrix: turned(angle + camera.rotation, span / (zoom * camera.zoom)),
        origin: [center[0] + still[0] * x + still[1] * y, center[1] + still[2] * x + still[3] * y],
        corner: art.pixels ? [0, 0] : [width / 2, height / 2],
        step: 1 / min(width, height),
        wave: camera.wave,
    };
}
