// Paints with WebGL 2: whole pictures onto the canvas, and pictures of any size tile by tile.

// The most pixels along a side of the tiles that large pictures are made of.
const TILE = 256;
// What is measured of the pace: so many moments, of so many pixels.
const PARTS = 256;
const PROBE = [32, 18];
const LOST = 'the graphics context was lost';
const VERTICES = '#version 300 es\nvoid main(){gl_Position=vec4(vec2(gl_VertexID&1,gl_VertexID>>1)*4.-1.,0.,1.);}';

// All that paints, drawn from the recipe.
function openArt(art) {
    const layers = art.imported ? readNetwork(art.imported) : drawNetwork(art, art.path.length ? lineageOf(art.seed, art.path) : rootLineage(art.seed));
    const target = art.to && drawNetwork(art, rootLineage(art.to));
    return {
        art,
        layers,
        target,
        sum: checksum(target ? [layers, target] : [layers]),
        paths: drawPaths(art),
        phase: pace(partsOf(decode(art.pace, Uint8Array)), art.period),
        colorings: coloringsOf(art),
    };
}

// Compiles without holding up the page, where the browser can.
async function compile(gl, source) {
    const program = gl.createProgram();
    const shaders = [[gl.VERTEX_SHADER, VERTICES], [gl.FRAGMENT_SHADER, source]].map(([kind, text]) => {
        const shader = gl.createShader(kind);
        gl.shaderSource(shader, text);
        gl.compileShader(shader);
        gl.attachShader(program, shader);
        return shader;
    });
    gl.linkProgram(program);
    const parallel = gl.getExtension('KHR_parallel_shader_compile');
    while (parallel && !gl.isContextLost() && !gl.getProgramParameter(program, parallel.COMPLETION_STATUS_KHR)) await pause();
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
        throw new Error(gl.isContextLost() ? LOST : gl.getShaderInfoLog(shaders[1]) || gl.getProgramInfoLog(program));
    }
    return program;
}

// Lets the browser do other work.
const pause = () => new Promise(done => setTimeout(done));

async function createPainter(gl, open, parts) {
    const { art, layers, target, paths, colorings } = open;
    const places = placeWeights(layers, art.radius ? 3 : 2);
    const program = await compile(gl, shaderSource(layers, places, art.radius, art.gain, art.mode, parts));
    const rows = ceil(places[places.length - 1].end / TEXTURE_WIDTH);
    const texels = new Float32Array(4 * TEXTURE_WIDTH * rows);
    const names = ['T', 'P', 'A', 'region', 'corner', 'matrix', 'origin', 'wave', 'levels', 'samples'];
    const at = Object.fromEntries(names.map(name => [name, gl.getUniformLocation(program, name)]));
    const texture = unit => {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
        for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    };
    const fill = (unit, width, height, numbers) => {
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, height, 0, gl.RGBA, gl.FLOAT, numbers);
    };
    gl.useProgram(program);
    texture(0);
    texture(1);
    gl.uniform1i(at.T, 0);
    gl.uniform1i(at.P, 1);
    let posed;

    // Makes a phase of the loop ready, seen through `view` on so many pixels.
    const pose = (phase, view, pixels, samples = 1) => {
        const { latent, morph, camera } = poseAt(paths, art.motion, phase);
        if (posed !== phase) {
            packWeights(texels, drifted(art, morphed(layers, target, morph), phase), places, latent);
            fill(0, TEXTURE_WIDTH, rows, texels);
            const { levels, factors, offsets, table } = coloringAt(colorings, morph);
            const level = part => [0, 1, 2, 3].map(channel => levels[channel % levels.length][part]);
            gl.uniform4fv(at.levels, [...level(0), ...level(1)]);
            if (table && (posed === undefined || colorings.length > 1)) {
                fill(1, ...tableSize(table), table);
            }
            if (factors) gl.uniform4fv(at.A, factors.flatMap((row, axis) => [...row, offsets[axis]]));
            posed = phase;
        }
        const { matrix, origin, corner, step, wave } = gridOf(art, camera, view, ...pixels);
        gl.uniform4f(at.matrix, ...matrix);
        gl.uniform2f(at.origin, ...origin);
        gl.uniform3f(at.corner, ...corner, step);
        gl.uniform3f(at.wave, ...wave);
        gl.uniform1i(at.samples, samples);
    };


    // Where in rows of so many pixels what is read goes.
    const readInto = (...place) =>
        ['ROW_LENGTH', 'SKIP_PIXELS', 'SKIP_ROWS'].forEach((name, i) => gl.pixelStorei(gl['PACK_' + name], place[i]));

    const openTile = format => {
        const framebuffer = gl.createFramebuffer();
        gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
        gl.bindRenderbuffer(gl.RENDERBUFFER, gl.createRenderbuffer());
        gl.renderbufferStorage(gl.RENDERBUFFER, format, TILE, TILE);
        gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, gl.getParameter(gl.RENDERBUFFER_BINDING));
        return framebuffer;
    };
    // Draws so many pixels; `region` says which of the picture: factors, then offsets.
    const drawInto = (framebuffer, width, height, ...region) => {
        gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
        gl.viewport(0, 0, width, height);
        gl.uniform4f(at.region, ...region);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
    };
    // The canvas begins at the bottom.
    const draw = ([width, height]) => drawInto(null, width, height, 1, -1, 0, height);
    let bytesTile;
    let floatsTile;

    // The picture as RGBA bytes, row by row from the top, tile by tile so that no drawing takes long. `tell` hears the
    // share that is done; null where it wants no more.
    const paint = async (phase, view, pixels, samples, tell) => {
        const [across, down] = pixels;
        const bytes = new Uint8Array(4 * across * down);
        bytesTile ??= openTile(gl.RGBA8);
        const side = max(16, floor(painter.tile / samples));
        for (let top = 0; top < down; top += side) {
            for (let left = 0; left < across; left += side) {
                if (gl.isContextLost()) throw new Error(LOST);
                const [width, rows] = [min(side, across - left), min(side, down - top)];
                pose(phase, view, pixels, samples);
                drawInto(bytesTile, width, rows, 1, 1, left, top);
                readInto(across, left, top);
                gl.readPixels(0, 0, width, rows, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
                readInto(0, 0, 0);
                await pause();
                if (tell && !tell((top * across + left * rows) / (across * down))) return null;
            }
        }
        return bytes;
    };

    // How much the picture changes in each part of the loop, as `pace.rs` measures it; null where it can't be measured.
    const measure = async view => {
        if (!gl.getExtension('EXT_color_buffer_float')) return null;
        floatsTile ??= openTile(gl.RGBA32F);
        const looks = [];
        for (let part = 0; part < PARTS; part++) {
            pose(part / PARTS, view, PROBE, 0);
            drawInto(floatsTile, ...PROBE, 1, 1, 0, 0);
            const pixels = new Float32Array(4 * PROBE[0] * PROBE[1]);
            gl.readPixels(0, 0, ...PROBE, gl.RGBA, gl.FLOAT, pixels);
            looks.push(pixels);
            if (part % 16 === 0) await pause();
        }
        return meanChanges(looks);
    };
    const painter = { pose, draw, paint, measure, tile: TILE };
    return painter;
}
