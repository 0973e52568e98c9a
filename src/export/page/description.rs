//! What a page holds of a work: its recipe, and what was measured.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::export::Job;
use crate::motion::Path;
use crate::network::{Layer, LayerActivation, Network};
use crate::painter::Colors;
use crate::palette::{Gradient, Harmony, Oklch};
use crate::plain_text;
use crate::recipe::{Activations, Bias, Child, ColorMode, Coords, Generation, Period, Recipe, Seed, View, Weights};
use crate::work::Work;

/// Knots of a colour map: between them it is straight to the eye.
const KNOTS: usize = 256;

/// How channels become colours, as far as the code for it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageMode {
    Rgb,
    Hsv,
    Hsl,
    Cmyk,
    /// One channel along a colour map.
    Gradient,
    /// Three channels in a seed palette.
    Graded,
}

impl PageMode {
    pub(super) fn of(work: &Work) -> Self {
        match work.recipe().color {
            ColorMode::Rgb => Self::Rgb,
            ColorMode::Hsv => Self::Hsv,
            ColorMode::Hsl => Self::Hsl,
            ColorMode::Cmyk => Self::Cmyk,
            ColorMode::Gray | ColorMode::TwoTone | ColorMode::Palette(_) | ColorMode::Hex(_) => Self::Gradient,
            ColorMode::Seed(_) => Self::Graded,
        }
    }

    /// The name of its function in GLSL and JavaScript.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rgb => "rgb",
            Self::Hsv => "hsv",
            Self::Hsl => "hsl",
            Self::Cmyk => "cmyk",
            Self::Gradient => "gradient",
            Self::Graded => "graded",
        }
    }
}

/// The object that the page's scripts read as `art`; what is null or false is not in it.
pub(super) fn description(job: &Job<'_>, mode: PageMode, flash: Option<f64>) -> Value {
    let work = job.work;
    let (recipe, painting) = (work.recipe(), work.painting());
    let network = painting.network();
    let placement = recipe.placement();
    let own = recipe.preset.recipe(recipe.seed.clone());
    let View { zoom, center, rotation } = recipe.view;
    let stem =
        Recipe { view: View { zoom: own.view.zoom, center: own.view.center, rotation }, at: 0.0, ..recipe.clone() };
    let mut art = json!({
        "label": plain_text::line(&work.label(), plain_text::LINE),
        "prefix": work.imported().map_or_else(String::new, |weights| format!("{} ", weights.label())),
        "stem": stem.to_string(),
        "ownZoom": number(own.view.zoom),
        "seed": recipe.seed.root.to_string(),
        "path": family(&recipe.seed),
        "to": painting.target().map(|_| recipe.morph_seed().to_string()),
        "hidden": recipe.hidden,
        "channels": recipe.color.channels(),
        "activation": activations(recipe),
        "weights": weights(recipe.weights),
        "bias": bias(recipe.bias),
        "radius": network.radius,
        "latent": network.latent,
        "orbits": orbits(recipe, network.latent),
        "gain": number(recipe.gain),
        "pixels": recipe.coords == Coords::Pixels,
        "view": { "zoom": number(zoom), "center": center.map(number), "rotation": number(rotation) },
        "frame": { "zoom": number(placement.zoom), "center": placement.center.map(number) },
        "motion": recipe.motion.iter().map(|motion| motion.name()).collect::<Vec<_>>(),
        "period": number(work.timeline().period()),
        "pace": work.timeline().halved().map_or_else(|| pace(work), |tree| base64(tree.into_iter())),
        "auto": recipe.period == Period::Auto,
        "measured": work.timeline().length() > 0.0,
        "speed": number(job.speed),
        "at": number(recipe.at),
        "mode": mode.name(),
        "colorings": painting.colors().iter().map(coloring).collect::<Vec<_>>(),
        "checksum": checksum(network, painting.target()),
        "imported": work.imported().map(|_| imported(network)),
        "flashes": flash.map(short),
    });
    if let Some(fields) = art.as_object_mut() {
        fields.retain(|_, value| !matches!(value, Value::Null | Value::Bool(false)));
    }
    art
}

/// Whole numbers without a point, which JSON would write.
fn number(value: f64) -> Value {
    const EXACT: f64 = (1_u64 << 53) as f64;
    if value.fract() == 0.0 && value.abs() < EXACT { json!(value as i64) } else { json!(value) }
}

/// As short as a number of single precision can be written.
fn single(value: f32) -> Value {
    number(value.to_string().parse().unwrap_or_default())
}

/// To nine places.
fn short(value: f64) -> Value {
    number((value * 1e9).round() / 1e9)
}

/// `[number, step]` for a child, a list of each path for a cross.
fn family(seed: &Seed) -> Value {
    let child = |child: &Child| json!([child.number, child.step]);
    let path = |path: &Vec<Child>| path.iter().map(child).collect::<Vec<_>>();
    let generation = |generation: &Generation| match generation {
        Generation::Child(one) => child(one),
        Generation::Cross(cross) => json!(cross.paths().iter().map(path).collect::<Vec<_>>()),
    };
    seed.path.iter().map(generation).collect()
}

fn activations(recipe: &Recipe) -> Value {
    match &recipe.activation {
        Activations::All(activation) => json!([activation.name()]),
        Activations::PerLayer(list) => list.iter().map(|activation| activation.name()).collect(),
        Activations::Mixed => json!("mixed"),
    }
}

fn weights(weights: Weights) -> Value {
    match weights {
        Weights::Normal(std) => json!(["normal", number(std)]),
        Weights::Uniform(bound) => json!(["uniform", number(bound)]),
        Weights::Pytorch => json!(["pytorch"]),
        Weights::Scaled(std) => json!(["scaled", number(std)]),
    }
}

fn bias(bias: Bias) -> Value {
    match bias {
        Bias::None => json!(["none"]),
        Bias::First => json!(["first"]),
        Bias::FirstNormal(std) => json!(["first-normal", number(std)]),
        Bias::Normal(std) => json!(["normal", number(std)]),
    }
}

/// How long each part of the loop takes beside the longest, three bytes each, in base64. Two bytes would show in
/// pictures that change fast. (Loops that were measured more finely are told otherwise: `halved.js`.)
fn pace(work: &Work) -> String {
    const MOST: f64 = 16_777_215.0;
    let longest = work.timeline().shares().fold(f64::MIN_POSITIVE, f64::max);
    let whole = |share: f64| (MOST * share / longest).round() as u32;
    base64(work.timeline().shares().flat_map(|share| whole(share).to_le_bytes().into_iter().take(3)))
}

fn coloring(colors: &Colors<'_>) -> Value {
    let mut value = json!({ "levels": colors.levels.iter().map(|level| level.map(single)).collect::<Vec<_>>() });
    if let Some(gradient) = colors.gradient {
        value["map"] = json!(knots(gradient));
    }
    if let Some((axes, harmony)) = &colors.palette {
        value["factors"] = json!(axes.factors().map(|axis| axis.map(single)));
        value["offsets"] = json!(axes.offsets().map(single));
        value["harmony"] = palette(harmony);
    }
    value
}

fn palette(harmony: &Harmony) -> Value {
    let (lean, accent) = harmony.directions();
    json!({
        "stops": harmony.stops.map(Oklch::to_oklab).map(|color| color.map(short)),
        "lean": lean.map(short),
        "accent": accent.map(short),
        "accentChroma": Harmony::ACCENT_CHROMA,
        "reach": Harmony::REACH,
        "mostAccent": Harmony::MOST_ACCENT,
        "mostLean": Harmony::MOST_LEAN,
    })
}

/// The amplitudes of each latent input's path, as `motion.rs` has them.
fn orbits(recipe: &Recipe, count: usize) -> Value {
    let harmonics = Path::new(recipe).harmonics().into_iter().chain(std::iter::repeat([[0.0; 2]; 2]));
    harmonics.take(count).map(|orbit| json!(orbit.map(|harmonic| harmonic.map(short)))).collect()
}

/// Red, green and blue of each knot, 16 bits, in base64.
fn knots(gradient: &Gradient) -> String {
    let colors = (0..=KNOTS).map(|knot| gradient.sample(knot as f32 / KNOTS as f32));
    base64(colors.flatten().flat_map(|value| ((f64::from(value) * 65535.0).round() as u16).to_le_bytes()))
}

/// The layers' shapes, and their numbers as base64: of each layer the weights, then the biases.
fn imported(network: &Network) -> Value {
    let shape = |layer: &Layer| {
        let activation = match &layer.activation {
            LayerActivation::Linear => json!("linear"),
            LayerActivation::Uniform(activation) => json!(activation.name()),
            LayerActivation::PerNeuron(list) => list.iter().map(|activation| activation.name()).collect(),
        };
        json!({ "inputs": layer.inputs, "outputs": layer.outputs, "activation": activation })
    };
    json!({ "layers": network.layers.iter().map(shape).collect::<Vec<_>>(), "base64": base64(bytes(network)) })
}

/// FNV-1a, 32 bits, of all numbers of both networks.
fn checksum(network: &Network, target: Option<&Network>) -> u32 {
    let networks = std::iter::once(network).chain(target);
    networks.flat_map(bytes).fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The numbers of each layer, weights before biases, low bytes first.
fn bytes(network: &Network) -> impl Iterator<Item = u8> {
    let numbers = network.layers.iter().flat_map(|layer| layer.weights.iter().chain(&layer.biases));
    numbers.flat_map(|number| number.to_le_bytes())
}

fn base64(bytes: impl Iterator<Item = u8>) -> String {
    BASE64_STANDARD.encode(bytes.collect::<Vec<_>>())
}
