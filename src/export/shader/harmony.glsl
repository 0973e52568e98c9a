// A smooth curve through five colours at even distances: `palette/curve.rs`.
vec4 slope(vec4 before, vec4 after) {
    return mix(vec4(0.), 2. * before * after / (before + after), greaterThan(before * after, vec4(0.)));
}

vec4 curve(vec4 stops[5], float t) {
    float s = clamp(t, 0., 1.) * 4.;
    int i = min(int(s), 3);
    s -= float(i);
    vec4 rise = stops[i + 1] - stops[i];
    int before = max(i, 1);
    int after = min(i + 2, 4);
    vec4 leaving = slope(stops[before] - stops[before - 1], rise);
    vec4 arriving = slope(rise, stops[after] - stops[after - 1]);
    return stops[i] + rise * s * s * (3. - 2. * s) + s * (1. - s) * ((1. - s) * leaving - s * arriving);
}

float ease(float t) {
    t = clamp(t, 0., 1.);
    return t * t * (3. - 2. * t);
}

// Linear light of a colour in Oklab: `palette/oklch.rs`.
vec3 oklab_light(float l, vec2 ab) {
    vec3 root = l + mat2x3(.39633778, -.105561346, -.08948418, .21580376, -.06385417, -1.2914855) * ab;
    vec3 cone = root * root * root;
    return mat3(4.0767417, -1.268438, -.0041960863, -3.3077116, 2.6097574, -.7034186, .23096994, -.3413194, 1.7076147) * cone;
}

bool is_shown(vec3 light) {
    return all(greaterThan(light, vec3(-5e-5))) && all(lessThan(light, vec3(1.00005)));
}

// The colour of a harmony at a walk from dark to light and on the second axis: `palette/harmony.rs`. The stops hold
// Oklab's three coordinates and the chroma of the accent.
vec3 harmony(vec4 stops[5], vec2 accent, vec2 lean, vec2 place) {
    float second = ease(place.y);
    vec4 stop = curve(stops, ease(place.x));
    vec2 leaning = vec2(lean.x * stop.y - lean.y * stop.z, lean.y * stop.y + lean.x * stop.z);
    vec2 ab = mix(stop.yz, leaning, MOST_LEAN * ease((REACH - second) / REACH));
    ab = mix(ab, accent * stop.w, MOST_ACCENT * ease((second - 1. + REACH) / REACH));
    float low = 0.;
    float high = 1.;
    if (is_shown(oklab_light(stop.x, ab))) {
        low = 1.;
    } else {
        for (int step_ = 0; step_ < 12; step_++) {
            float middle = .5 * (low + high);
            if (is_shown(oklab_light(stop.x, middle * ab))) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }
    vec3 light = clamp(oklab_light(stop.x, low * ab), 0., 1.);
    return mix(1.055 * pow(light, vec3(1. / 2.4)) - .055, 12.92 * light, lessThanEqual(light, vec3(.0031308)));
}
