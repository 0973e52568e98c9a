const float TAU = 6.283185307;

// How much of the loop's time part `i` takes, and how steep the phase is at its start: `pace.rs`.
float share_of(int i) {
    return ARC[(i & 255) + 1] - ARC[i & 255];
}

float slope_at(int i) {
    float before = share_of(i + 255);
    float after = share_of(i);
    return 3. * (before + after) / 256. / ((2. * after + before) * before + (after + 2. * before) * after);
}

// The phase of the loop, at an even pace.
float phase_at(float time) {
    float share = fract(time / {{PERIOD}});
    int i = 0;
    for (int n = 128; n > 0; n >>= 1) {
        i += ARC[i + n] <= share ? n : 0;
    }
    float width = share_of(i);
    float t = (share - ARC[i]) / width;
    float bend = (1. - t) * slope_at(i) - t * slope_at(i + 1);
    return (float(i) + t * t * (3. - 2. * t)) / 256. + t * (1. - t) * bend * width;
}

vec2 turned(vec2 v, float angle) {
    return vec2(v.x * cos(angle) - v.y * sin(angle), v.x * sin(angle) + v.y * cos(angle));
}

void mainImage(out vec4 color, in vec2 pixel) {
    float angle = TAU * phase_at(iTime + {{AT}});
    // Built-in sines are coarse on some machines.
    vec4 turn = f_sin(vec4(angle, angle + 1.570796327, 0., 0.));
    float s = turn.x;
    float c = turn.y;
    vec2 u = vec2(pixel.x, iResolution.y - pixel.y){{CORNER}};
    u /= min(iResolution.x, iResolution.y);
    float zoom = 1.;
    float rotation = {{ROTATION}};
    vec2 offset = vec2(0.);
    {{CAMERA}}
    vec2 p = {{CENTER}} + {{SPAN}} * (turned(offset, {{ROTATION}}) + turned(u, rotation) / zoom);
    vec3 picture = paint(p.x, p.y, c, s);
    {{BLEND}}
}
