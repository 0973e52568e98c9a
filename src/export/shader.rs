//! A shader that paints the artwork: for Shadertoy and what takes its shaders, or behind the text of the terminal
//! Ghostty.
//!
//! All numbers are in the code: the weights with as few digits as leave the picture as it is, the path of the latent
//! inputs, the pace of the loop as 257 shares of its time, the colours of the palette. It is the same picture as
//! [`page`](super::page) paints, with the same functions.

use std::fmt::Write as _;
use std::io::Write as _;

use super::page::compact::{Language, compact};
use super::page::{fill, parts};
use super::{Dialect, ExportError, Format, Job, Refusal, Sink, Summary};
use crate::motion::Path;
use crate::network::{Layer, LayerActivation, Network};
use crate::recipe::text::mark;
use crate::recipe::{Coords, Motion, Recipe};
use crate::work::Work;

mod colors;
mod digits;
mod drift;

use colors::{colors, levels};
use digits::{fewest_digits, number, vector};

/// Shadertoy takes little more, and compiles what it takes for a long time.
const MOST_BYTES: u64 = 64_000;
/// Places of the loop's shares, and digits of other numbers than weights.
const ARC_PLACES: usize = 6;
const DIGITS: usize = 9;

/// Writes the loop, as a shader that paints it.
pub(super) fn write(job: &Job<'_>, mut output: Sink<'_>) -> Result<Summary, ExportError> {
    let network = job.work.network();
    let weights = network.layers.iter().map(|layer| layer.weights.len()).sum::<usize>() as u64;
    let networks = 1 + u64::from(job.work.painting().target().is_some());
    // Before the digits are counted, which takes a while.
    check_size(weights * networks)?;
    let code = shader(job);
    check_length(code.len() as u64)?;
    output.write_all(code.as_bytes()).map_err(output.failure())?;
    Ok(job.summary(0, output.commit()?))
}

/// # Errors
/// [`ExportError::Refused`] for more weights than a shader should have: each has seven letters or more.
pub(super) fn check_size(weights: u64) -> Result<(), ExportError> {
    check_length(7 * weights)
}

fn check_length(expected: u64) -> Result<(), ExportError> {
    if expected > MOST_BYTES {
        return Err(Refusal::FileTooLong { format: Format::Glsl, expected, most: MOST_BYTES }.into());
    }
    Ok(())
}

fn shader(job: &Job<'_>) -> String {
    let (work, network) = (job.work, job.work.network());
    let seconds = work.timeline().period() / job.speed;
    let head = format!("// {}\n// A loop of {seconds:.1} s, painted by neurotty.\n\n", mark(&job.line()));
    let body = [parts::functions(network), colors(work), paint(work, fewest_digits(work)), pace(work), image(job)];
    head + &body.map(|part| compact(&part, Language::Glsl)).join("\n") + "\n"
}

/// The share of the loop's time before each of its parts, and before its end.
fn pace(work: &Work) -> String {
    let mut sum = 0.0;
    let mut arc = vec!["0.".to_owned()];
    for share in work.timeline().shares() {
        sum += share;
        arc.push(format!("{sum:.ARC_PLACES$}").trim_start_matches('0').to_owned());
    }
    format!("const float ARC[{count}]=float[{count}]({});", arc.join(","), count = arc.len())
}

/// `vec3 paint(float x, float y, float c, float s)`: the colour of a point at a moment, given as the cosine and sine of
/// its phase.
fn paint(work: &Work, digits: usize) -> String {
    let (painting, recipe) = (work.painting(), work.recipe());
    let network = painting.network();
    let mut code = "vec3 paint(float x, float y, float c, float s) {\n".to_owned();
    if network.radius {
        code.push_str("float r = sqrt(x * x + y * y);\n");
    }
    code.push_str(&latent(recipe, network.latent));
    code.push_str(&drift::factors(recipe));
    let (last, path) = (network.layers.len() - 1, Path::new(recipe));
    for (index, layer) in network.layers.iter().enumerate() {
        let other = painting.target().map(|target| &target.layers[index]);
        let inputs = if index == 0 { positions(network) } else { values(index - 1, layer.inputs) };
        let breathes = drift::breathes(recipe, index, last);
        let (inputs, breath) = if breathes { drift::in_fog(&inputs) } else { (inputs, String::new()) };
        code.push_str(&breath);
        for group in 0..layer.outputs.div_ceil(4) {
            let own = sums(layer, group, &inputs, digits);
            let sums = match other {
                Some(other) => format!("c * ({own}) + s * ({})", sums(other, group, &inputs, digits)),
                None => own,
            };
            let sums = if index == 0 { sums + &drift::splash(path.splashes(), group, digits) } else { sums };
            // Writing to a String does not fail.
            let _ = if index == last {
                let logits = drift::recolored(recipe, layer, &sums);
                writeln!(code, "vec4 o = f_tanh({} * ({logits})) * .5 + .5;", number(0.5 * recipe.gain as f32, DIGITS))
            } else {
                writeln!(code, "{}", neurons(layer, index, group, &sums))
            };
        }
    }
    let repeated = ["o.xxxx", "o.xyxy", "o.xyzx", "o"][network.channels().clamp(1, 4) - 1];
    let _ = write!(code, "o = {repeated};\n{}return colors(o, s * s);\n}}", levels(work));
    code
}

/// The latent inputs on their closed paths.
fn latent(recipe: &Recipe, count: usize) -> String {
    let moves = recipe.motion.contains(&Motion::Latent) || recipe.motion.contains(&Motion::Combo);
    let path = Path::new(recipe);
    let mut code = String::new();
    if moves && count > 0 {
        code.push_str("float d = c * c - s * s;\nfloat e = 2. * s * c;\n");
    }
    let harmonics = path.harmonics().into_iter().chain(std::iter::repeat([[0.0; 2]; 2]));
    for (input, [[a, b], [third, fourth]]) in harmonics.take(count).enumerate() {
        let [first, second, third, fourth] = [a, b, third, fourth].map(|size| number(size as f32, DIGITS));
        let _ = if moves {
            writeln!(code, "float z{input} = {first} * c + {second} * s + {third} * d + {fourth} * e;")
        } else {
            writeln!(code, "float z{input} = {first} + {third};")
        };
    }
    code
}

/// What enters the first layer.
fn positions(network: &Network) -> Vec<String> {
    let radius = network.radius.then(|| "r".to_owned());
    let latent = (0..network.latent).map(|input| format!("z{input}"));
    ["x".to_owned(), "y".to_owned()].into_iter().chain(radius).chain(latent).collect()
}

/// The neurons of a layer, four to a vector.
fn values(layer: usize, neurons: usize) -> Vec<String> {
    (0..neurons.div_ceil(4)).map(|group| format!("h{layer}_{group}")).collect()
}

/// W·in + b of four neurons. `inputs` are the names of numbers, or of vectors of four, which begin with `h`.
fn sums(layer: &Layer, group: usize, inputs: &[String], digits: usize) -> String {
    let four = |value: &dyn Fn(usize) -> f32| {
        let neurons = 4 * group..4 * group + 4;
        vector(neurons.map(|neuron| if neuron < layer.outputs { value(neuron) } else { 0.0 }), digits)
    };
    let column = |input: usize| four(&|neuron| if input < layer.inputs { layer.row(neuron)[input] } else { 0.0 });
    let term = |(index, name): (usize, &String)| {
        if name.starts_with('h') {
            let columns: Vec<_> = (4 * index..4 * index + 4).map(column).collect();
            format!("mat4({}) * {name}", columns.join(", "))
        } else {
            format!("vec4({}) * {name}", column(index))
        }
    };
    let biases = layer.biases.iter().any(|bias| *bias != 0.0);
    let biases = biases.then(|| format!("vec4({})", four(&|neuron| layer.biases[neuron])));
    inputs.iter().enumerate().map(term).chain(biases).collect::<Vec<_>>().join(" + ")
}

/// Four neurons of layer `index`: φ of their `sums`.
fn neurons(layer: &Layer, index: usize, group: usize, sums: &str) -> String {
    let name = format!("h{index}_{group}");
    match &layer.activation {
        LayerActivation::Linear => format!("vec4 {name} = {sums};"),
        LayerActivation::Uniform(activation) => {
            format!("vec4 {name} = {}({sums});", parts::function_name(*activation))
        }
        LayerActivation::PerNeuron(list) => {
            let own = |place: usize| match list.get(4 * group + place) {
                Some(activation) => {
                    format!("{}(s{name}).{}", parts::function_name(*activation), ["x", "y", "z", "w"][place])
                }
                None => "0.".to_owned(),
            };
            format!("vec4 s{name} = {sums};\nvec4 {name} = vec4({});", [0, 1, 2, 3].map(own).join(", "))
        }
    }
}

/// From pixels to the plane, and the picture onto the screen.
fn image(job: &Job<'_>) -> String {
    let recipe = job.work.recipe();
    let view = recipe.placement().seen(recipe.view);
    let plain = |value: f64| number(value as f32, DIGITS);
    let corner = match recipe.coords {
        Coords::Centered => " - .5 * iResolution.xy",
        Coords::Pixels => "",
    };
    let blend = match job.settings.dialect {
        Dialect::Shadertoy => "color = vec4(picture, 1.);",
        Dialect::Ghostty => BEHIND_TEXT,
    };
    let places = [
        ("{{PERIOD}}", plain(job.work.timeline().period() / job.speed)),
        ("{{AT}}", plain(recipe.at / job.speed)),
        ("{{CORNER}}", corner.to_owned()),
        ("{{CAMERA}}", camera(recipe)),
        ("{{CENTER}}", format!("vec2({}, {})", plain(view.center[0]), plain(view.center[1]))),
        ("{{SPAN}}", plain(recipe.coords.span() / view.zoom)),
        ("{{ROTATION}}", plain(view.rotation.to_radians())),
        ("{{BLEND}}", blend.to_owned()),
    ];
    fill(include_str!("shader/image.glsl"), &places)
}

/// The picture stands behind the terminal's text: what is clearly lighter than a dark background.
const BEHIND_TEXT: &str = "vec4 terminal = texture(iChannel0, pixel / iResolution.xy);
    float text = smoothstep(.08, .4, max(terminal.r, max(terminal.g, terminal.b)));
    color = vec4(mix(.45 * picture, terminal.rgb, text), 1.);";

/// How the motions move the view, as `motion.rs` has it.
fn camera(recipe: &Recipe) -> String {
    let temper = Path::new(recipe).temper();
    let [turn, heading, ripples] =
        [temper.turn, temper.heading, temper.ripples].map(|value| number(value as f32, DIGITS));
    let wave = |amplitude: &str| {
        format!(
            "u += {amplitude} * vec2(sin(TAU * {ripples} * u.y + 3. * angle), cos(TAU * {ripples} * u.x + 3. * angle));"
        )
    };
    let waves = recipe.motion.contains(&Motion::Wave);
    let code = |motion: &Motion| match motion {
        Motion::Latent | Motion::Morph | Motion::Fog | Motion::Splatter | Motion::Recolor => String::new(),
        Motion::Zoom => format!("zoom *= exp(1.098612289 * s);\n    rotation += {turn} * .2 * (1. - c);"),
        Motion::Rotate => format!("rotation += {turn} * angle;"),
        Motion::Wave => wave(".06"),
        Motion::Spiral => format!("zoom *= exp(.9162907319 * s);\n    rotation += {turn} * angle;"),
        Motion::Pan => format!("offset += turned(vec2(.4 * s, .2 * sin(2. * angle)), {heading});"),
        Motion::Combo => format!(
            "zoom *= exp(.2623642645 * s);\n    rotation += {turn} * .3 * sin(2. * angle);\n    \
             offset += turned(vec2(.1 * (1. - c), .1 * s), {heading});\n    {}",
            // There is one wave: the higher one carries the other away.
            if waves { String::new() } else { wave(".02") }
        ),
    };
    let lines = recipe.motion.iter().map(code).filter(|code| !code.is_empty());
    lines.collect::<Vec<_>>().join("\n    ")
}
