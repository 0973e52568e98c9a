// The activations of `kernel/activation.rs`, four values at a time: its formulas, its constants, its order. Where that
// has fused multiplications, constants are cut in more parts. Built-in tanh and sin differ from machine to machine, and
// give NaN for large arguments on some. A function stands in a paragraph of its own; a generator takes those it needs.

vec4 f_tanh(vec4 x) {
    x = clamp(x, -5.95, 5.95);
    vec4 q = x * x;
    return x * ((27.4227 * q + 2127.3472) * q + 18649.21) / (((323.32837 + q) * q + 8341.905) * q + 18649.873);
}

vec4 f_sin(vec4 x) {
    x = clamp(x, -2097152., 2097152.);
    vec4 n = floor(x * .31830988618 + .5);
    vec4 r = ((x - n * 3.140625) - n * 9.67502593994e-4) - n * 1.509957990978376e-7;
    vec4 q = r * r;
    vec4 v = r + r * q * (-.16666652 + q * (.008332895 + q * (-1.9798231e-4 + q * 2.5824186e-6)));
    return mix(v, -v, step(.25, fract(n * .5)));
}

vec4 f_relu(vec4 x) {
    return clamp(x, 0., 1.2379401e27);
}

vec4 f_leaky_relu(vec4 x) {
    x = clamp(x, -1.2379401e27, 1.2379401e27);
    return max(x, .01 * x);
}

vec4 f_abs(vec4 x) {
    return min(abs(x), 1.2379401e27);
}

vec4 f_step(vec4 x) {
    return vec4(greaterThan(x, vec4(0.)));
}

void exp_parts(vec4 x, out vec4 scale, out vec4 part) {
    vec4 n = floor(x * 1.44269504 + .5);
    vec4 r = (x - n * .693359375) + n * 2.1219444e-4;
    scale = intBitsToFloat((ivec4(n) + 127) << 23);
    part = r * r * (.49999148 + r * (.16666457 + r * (.041898277 + r * .008374641))) + r;
}

vec4 exp_below(vec4 x) {
    vec4 scale, part;
    exp_parts(max(x, -87.), scale, part);
    return part * scale + scale;
}

vec4 f_elu(vec4 x) {
    vec4 scale, part;
    exp_parts(clamp(x, -87., 0.), scale, part);
    return mix(part * scale + (scale - 1.), min(x, 1.2379401e27), vec4(greaterThan(x, vec4(0.))));
}

vec4 f_gaussian(vec4 x) {
    x = clamp(x, -9.5, 9.5);
    return exp_below(-x * x);
}

vec4 f_softplus(vec4 x) {
    x = clamp(x, -1.2379401e27, 1.2379401e27);
    vec4 u = exp_below(-abs(x));
    vec4 above = u * (1. + u * (.7280837 + u * (.04344686 - u * .0024215782)));
    return max(x, 0.) + above / (1. + u * (1.2280807 + u * .32420415));
}

vec4 f_gelu(vec4 x) {
    x = clamp(x, -1.2379401e27, 1.2379401e27);
    vec4 s = min(abs(x), 13.);
    vec4 t = 1. / (1. + s * .23164189);
    vec4 series = t * (.2548296 + t * (-.28449674 + t * (1.4214137 + t * (-1.453152 + t * 1.0614054))));
    vec4 tail = .5 * series * exp_below(-.5 * s * s);
    return mix(max(x, -13.) * tail, x - x * tail, vec4(greaterThan(x, vec4(0.))));
}

vec4 f_sigmoid(vec4 x) {
    return f_tanh(.5 * x) * .5 + .5;
}
