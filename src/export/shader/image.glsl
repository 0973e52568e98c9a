const float TAU = 6.283185307;

// The phase of the loop, at an even pace.
float phase_at(float time) {
    float t = fract(time / {{PERIOD}}) * 256.;
    int i = min(int(t), 255);
    t -= float(i);
    float rise = PACE[i + 1] - PACE[i];
    float leaving = .5 * (PACE[i + 1] - (i == 0 ? PACE[255] - 1. : PACE[i - 1]));
    float arriving = .5 * ((i == 255 ? 1. + PACE[1] : PACE[i + 2]) - PACE[i]);
    return PACE[i] + rise * t * t * (3. - 2. * t) + t * (1. - t) * ((1. - t) * leaving - t * arriving);
}

vec2 turned(vec2 v, float angle) {
    return vec2(v.x * cos(angle) - v.y * sin(angle), v.x * sin(angle) + v.y * cos(angle));
}

void mainImage(out vec4 color, in vec2 pixel) {
    float angle = TAU * phase_at(iTime + {{AT}});
    float s = sin(angle);
    float c = cos(angle);
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
