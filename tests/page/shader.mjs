// A shader paints what the program paints, and compiles where Shadertoy's and Ghostty's do.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

import { browser } from './browser.mjs';
import { check, finish, render } from './neurotty.mjs';
import { readPng, sameness } from './png.mjs';

const LINES = [
    // A loop that was measured more finely than a shader tells goes by at nearly the same pace: of those one moment.
    'default:42', 'glossy:1', 'glass:1', 'mondrian:1', 'hardmaru:1', 'default:2+motion=morph', 'default:2+motion=fog/splatter/recolor', 'default:4+motion=recolor/fog+color=gray',
    'default:3+color=hsl+stretch=on+invert=on', 'cut-paper:4+color=palette:riso', 'default:5+zoom=3+center=0.2/-0.1+rotation=30',
];
const SIZE = [240, 135];
const LEAST = 99.9;
// What Ghostty declares before a shader, as far as ours looks at it.
const GHOSTTY = `#version 430 core
layout(binding = 1, std140) uniform Globals { vec3 iResolution; float iTime; };
layout(binding = 0) uniform sampler2D iChannel0;
layout(location = 0) in vec4 gl_FragCoord;
layout(location = 0) out vec4 shown;
void mainImage(out vec4 color, in vec2 pixel);
void main() { mainImage(shown, gl_FragCoord.xy); }
`;
// What Shadertoy puts around it.
const SHADERTOY = code => `#version 300 es
precision highp float;
uniform vec3 iResolution;
uniform float iTime;
uniform sampler2D iChannel0;
out vec4 shown;
${code}
void main() { mainImage(shown, gl_FragCoord.xy); }`;

// Runs in the browser: the picture as base64 of RGBA rows from the top.
function paintShader(source, time, width, height) {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const gl = canvas.getContext('webgl2');
    const program = gl.createProgram();
    const vertices = '#version 300 es\nvoid main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0., 1.); }';
    for (const [kind, text] of [[gl.VERTEX_SHADER, vertices], [gl.FRAGMENT_SHADER, source]]) {
        const shader = gl.createShader(kind);
        gl.shaderSource(shader, text);
        gl.compileShader(shader);
        if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
        gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    gl.uniform3f(gl.getUniformLocation(program, 'iResolution'), width, height, 1);
    gl.uniform1f(gl.getUniformLocation(program, 'iTime'), time);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const bytes = new Uint8Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    let text = '';
    for (let row = height - 1; row >= 0; row--) text += String.fromCharCode(...bytes.subarray(4 * width * row, 4 * width * (row + 1)));
    return btoa(text);
}

const page = await browser();
for (const line of LINES) {
    const path = render(line, 'shader.glsl');
    const code = readFileSync(path, 'utf8');
    for (const time of line.startsWith('default:') ? [0, 3.3] : [0]) {
        const call = `(${paintShader})(${JSON.stringify(SHADERTOY(code))}, ${time}, ${SIZE.join(', ')})`;
        const bytes = Buffer.from(await page.evaluate(call), 'base64');
        const at = Number(line.split('+at=')[1] ?? 0) + time;
        const png = render(line, 'shader.png', '--at', String(at), '--size', SIZE.join('x'), '--samples', '1');
        const share = sameness(bytes, readPng(png), 2);
        check(share >= LEAST, `${line} at ${time}: ${share.toFixed(3)}% of the channels are the same`);
    }
    const ghostty = render(line, 'ghostty.glsl', '--shader', 'ghostty');
    const whole = ghostty.replace('.glsl', '.frag');
    writeFileSync(whole, GHOSTTY + readFileSync(ghostty, 'utf8'));
    try {
        execFileSync('glslangValidator', ['--target-env', 'vulkan1.1', '-o', `${whole}.spv`, whole], { encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
        check(false, `${line} for Ghostty: ${error.stdout ?? error.message}`);
    }
}
await page.close();
finish();
