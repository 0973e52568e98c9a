// From the four channels of a network to sRGB, as `painter/coloring.rs` has it. A function stands in a paragraph of its
// own; a generator takes the one it needs.

vec3 rgb(vec4 o) {
    return o.rgb;
}

vec3 hsv(vec4 o) {
    vec3 k = mod(vec3(5., 3., 1.) + 6. * o.x, 6.);
    return o.z - o.z * o.y * clamp(min(k, 4. - k), 0., 1.);
}

vec3 hsl(vec4 o) {
    vec3 k = mod(vec3(0., 8., 4.) + 12. * o.x, 12.);
    return o.z - o.y * min(o.z, 1. - o.z) * clamp(min(k - 3., 9. - k), -1., 1.);
}

vec3 cmyk(vec4 o) {
    return (1. - o.xyz) * (1. - o.w);
}

// One channel along a map of 1024 steps in the texture P.
vec3 gradient(vec4 o) {
    float v = clamp(o.x, 0., 1.) * 1024.;
    int i = min(int(v), 1023);
    return mix(texelFetch(P, ivec2(i, 0), 0).rgb, texelFetch(P, ivec2(i + 1, 0), 0).rgb, v - float(i));
}

// Three channels on two axes of a table of 128×32 steps in the texture P.
vec3 graded(vec4 o) {
    vec2 v = vec2(dot(A[0], vec4(o.rgb, 1.)), dot(A[1], vec4(o.rgb, 1.)));
    v = clamp(v, 0., 1.) * vec2(128., 32.);
    ivec2 i = min(ivec2(v), ivec2(127, 31));
    vec2 t = v - vec2(i);
    vec3 upper = mix(texelFetch(P, i, 0).rgb, texelFetch(P, i + ivec2(1, 0), 0).rgb, t.x);
    vec3 lower = mix(texelFetch(P, i + ivec2(0, 1), 0).rgb, texelFetch(P, i + 1, 0).rgb, t.x);
    return mix(upper, lower, t.y);
}
