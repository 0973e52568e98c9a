// The picture around a network `vec4 network(float x, float y)` and its colours `vec3 colors(vec4 o)`.

// From pixels to the picture's own, y downwards: factors, then offsets.
uniform vec4 region;
// The corner that u counts from, and the step from pixel to pixel.
uniform vec3 corner;
uniform vec4 matrix;
uniform vec2 origin;
uniform vec3 wave;
// Factors and offsets of the channels: invert and stretch.
uniform vec4 levels[2];
// Samples along a pixel's side; 0 for one, in Oklab.
uniform int samples;
out vec4 color;

vec3 paint(vec2 pixel) {
    vec2 u = (pixel - corner.xy) * corner.z;
    vec2 turn = 6.283185307 * wave.y * u.yx + wave.z;
    u += wave.x * f_sin(vec4(turn.x, turn.y + 1.570796327, 0., 0.)).xy;
    vec2 p = vec2(origin.x + (matrix.x * u.x + matrix.y * u.y), origin.y + (matrix.z * u.x + matrix.w * u.y));
    return colors(clamp(levels[0] * network(p.x, p.y) + levels[1], 0., 1.));
}

// Light of sRGB and back (IEC 61966-2-1).
vec3 light(vec3 c) {
    return mix(pow((c + .055) / 1.055, vec3(2.4)), c / 12.92, vec3(lessThanEqual(c, vec3(.04045))));
}

vec3 unlight(vec3 c) {
    return mix(1.055 * pow(c, vec3(1. / 2.4)) - .055, 12.92 * c, vec3(lessThanEqual(c, vec3(.0031308))));
}

// Ottosson 2020, as `oklab.rs` has it.
vec3 oklab(vec3 c) {
    vec3 cones = mat3(.41222146, .2119035, .08830246, .53633255, .6806995, .28171885, .051445995, .10739696, .6299787) * light(c);
    return mat3(.21045426, 1.9779985, .025904037, .7936178, -2.4285922, .78277177, -.004072047, .4505937, -.80867577) * pow(cones, vec3(1. / 3.));
}

void main() {
    vec2 pixel = region.zw + region.xy * gl_FragCoord.xy;
    if (samples < 1) {
        color = vec4(oklab(paint(pixel)), 1.);
        return;
    }
    vec3 sum = vec3(0.);
    for (int i = 0; i < samples * samples; i++) {
        vec2 place = (vec2(i % samples, i / samples) + .5) / float(samples) - .5;
        vec3 sample_ = paint(pixel + place);
        sum += samples > 1 ? light(sample_) : sample_;
    }
    color = vec4(samples > 1 ? unlight(sum / float(samples * samples)) : sum, 1.);
}
