//! The keys of a line: name, meaning, what is allowed, and the way there and back, in one table.

use super::{Problem, value};
use crate::recipe::{Activation, Coords, Framing, LatentPath, MAX_LATENT, MAX_LAYERS, MAX_WIDTH, Motion, Recipe};

/// One knob of a recipe, as lines and command lines name it.
#[derive(Clone, Copy, Debug)]
pub struct LineKey {
    name: &'static str,
    help: &'static str,
    allowed: fn() -> String,
    print: fn(&Recipe) -> String,
    set: fn(&mut Recipe, &str) -> Result<(), Problem>,
}

/// Why a value was refused: the problem, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (allowed: {allowed})")]
pub struct ValueError {
    problem: Problem,
    allowed: String,
}

impl LineKey {
    /// The name in a line of text; `--NAME` on the command line.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What the key does, in a line.
    pub const fn help(&self) -> &'static str {
        self.help
    }

    /// What values it takes, in a line.
    pub fn allowed(&self) -> String {
        (self.allowed)()
    }

    /// The value in `recipe`, as it stands in a line: canonical for a canonical recipe.
    pub fn print(&self, recipe: &Recipe) -> String {
        (self.print)(recipe)
    }

    /// Gives `recipe` the value that `text` says. Values that must fit each other (one activation per
    /// layer) are checked by [`Recipe::validate`], once all are set.
    ///
    /// # Errors
    /// If the text is no value of this key; the recipe is then unchanged.
    pub fn set(&self, recipe: &mut Recipe, text: &str) -> Result<(), ValueError> {
        (self.set)(recipe, text).map_err(|problem| ValueError { problem, allowed: self.allowed() })
    }

    /// The key of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|key| key.name == name)
    }

    /// Every key, in the order in which a canonical line names them: the order is format.
    pub const ALL: [Self; 21] = [
        Self {
            name: "hidden",
            help: "Widths of the hidden layers, input side first",
            allowed: || {
                format!("none, or widths from 1 to {MAX_WIDTH}, as 16x9 or 128,64,32, at most {MAX_LAYERS} layers")
            },
            print: |recipe| value::print_hidden(&recipe.hidden),
            set: |recipe, text| value::parse_hidden(text).map(|value| recipe.hidden = value),
        },
        Self {
            name: "activation",
            help: "The nonlinearity behind each hidden layer",
            allowed: || {
                format!(
                    "{}, mixed, or one per layer, as sin,tanh: the last holds for the rest",
                    value::listed(Activation::ALL.map(Activation::name))
                )
            },
            print: |recipe| value::print_activations(&recipe.activation),
            set: |recipe, text| value::parse_activations(text).map(|value| recipe.activation = value),
        },
        Self {
            name: "weights",
            help: "Distribution of the weights",
            allowed: || "normal:S, uniform:A, pytorch, scaled:S, with S and A from 0 to 1000000".to_owned(),
            print: |recipe| value::print_weights(recipe.weights),
            set: |recipe, text| value::parse_weights(text).map(|value| recipe.weights = value),
        },
        Self {
            name: "bias",
            help: "Distribution of the biases, and which layers have them",
            allowed: || "none, first, first-normal:S, normal:S, with S from 0 to 1000000".to_owned(),
            print: |recipe| value::print_bias(recipe.bias),
            set: |recipe, text| value::parse_bias(text).map(|value| recipe.bias = value),
        },
        Self {
            name: "gain",
            help: "Multiplies the output before the sigmoid",
            allowed: || value::GAIN.allowed(),
            print: |recipe| recipe.gain.to_string(),
            set: |recipe, text| value::GAIN.parse(text).map(|value| recipe.gain = value),
        },
        Self {
            name: "coords",
            help: "What the input coordinates mean: origin in the middle, or counted from the top left",
            allowed: || value::listed(Coords::ALL.map(Coords::name)),
            print: |recipe| recipe.coords.name().to_owned(),
            set: |recipe, text| value::parse_name(text, Coords::ALL, Coords::name).map(|value| recipe.coords = value),
        },
        Self {
            name: "radius",
            help: "Whether the distance from the origin is an input",
            allowed: value::switch_allowed,
            print: |recipe| value::print_switch(recipe.radius),
            set: |recipe, text| value::parse_switch(text).map(|value| recipe.radius = value),
        },
        Self {
            name: "latent",
            help: "Number of latent inputs",
            allowed: || format!("0 to {MAX_LATENT}"),
            print: |recipe| recipe.latent.to_string(),
            set: |recipe, text| value::parse_latent(text).map(|value| recipe.latent = value),
        },
        Self {
            name: "latent-scale",
            help: "Multiplies the latent inputs",
            allowed: || value::LATENT_SCALE.allowed(),
            print: |recipe| recipe.latent_scale.to_string(),
            set: |recipe, text| value::LATENT_SCALE.parse(text).map(|value| recipe.latent_scale = value),
        },
        Self {
            name: "latent-path",
            help: "Which way the latent inputs take: drawn, or round the circle where learnt pictures stand",
            allowed: || value::listed(LatentPath::ALL.map(LatentPath::name)),
            print: |recipe| recipe.latent_path.name().to_owned(),
            set: |recipe, text| {
                value::parse_name(text, LatentPath::ALL, LatentPath::name).map(|value| recipe.latent_path = value)
            },
        },
        Self {
            name: "zoom",
            help: "Divides the coordinates: larger is closer",
            allowed: || value::ZOOM.allowed(),
            print: |recipe| recipe.view.zoom.to_string(),
            set: |recipe, text| value::ZOOM.parse(text).map(|value| recipe.view.zoom = value),
        },
        Self {
            name: "center",
            help: "The point of the plane that the view's origin shows",
            allowed: || format!("X/Y, each {}", value::CENTER.allowed()),
            print: |recipe| format!("{}/{}", recipe.view.center[0], recipe.view.center[1]),
            set: |recipe, text| value::parse_center(text).map(|value| recipe.view.center = value),
        },
        Self {
            name: "rotation",
            help: "Turns the view counter-clockwise, in degrees",
            allowed: || value::ROTATION.allowed(),
            print: |recipe| recipe.view.rotation.to_string(),
            set: |recipe, text| value::ROTATION.parse(text).map(|value| recipe.view.rotation = value),
        },
        Self {
            name: "color",
            help: "What the output channels mean",
            allowed: value::color_allowed,
            print: |recipe| value::print_color(&recipe.color),
            set: |recipe, text| value::parse_color(text).map(|value| recipe.color = value),
        },
        Self {
            name: "framing",
            help: "The part of the plane that the view starts from: drawn from the seed, or its middle",
            allowed: || value::listed(Framing::ALL.map(Framing::name)),
            print: |recipe| recipe.framing.name().to_owned(),
            set: |recipe, text| {
                value::parse_name(text, Framing::ALL, Framing::name).map(|value| recipe.framing = value)
            },
        },
        Self {
            name: "invert",
            help: "Turns each channel v into 1 - v",
            allowed: value::switch_allowed,
            print: |recipe| value::print_switch(recipe.invert),
            set: |recipe, text| value::parse_switch(text).map(|value| recipe.invert = value),
        },
        Self {
            name: "stretch",
            help: "Stretches each channel to its full range",
            allowed: value::switch_allowed,
            print: |recipe| value::print_switch(recipe.stretch),
            set: |recipe, text| value::parse_switch(text).map(|value| recipe.stretch = value),
        },
        Self {
            name: "motion",
            help: "What moves over the loop",
            allowed: || {
                format!(
                    "still, {}, or several joined by /, as latent/zoom",
                    value::listed(Motion::ALL.map(Motion::name))
                )
            },
            print: |recipe| value::print_motion(&recipe.motion),
            set: |recipe, text| value::parse_motion(text).map(|value| recipe.motion = value),
        },
        Self {
            name: "to",
            help: "The seed that a morph goes to",
            allowed: || format!("next, or a seed from 0 to {}", u64::MAX),
            print: |recipe| recipe.to.map_or_else(|| "next".to_owned(), |seed| seed.to_string()),
            set: |recipe, text| value::parse_to(text).map(|value| recipe.to = value),
        },
        Self {
            name: "period",
            help: "Length of the loop in seconds",
            allowed: || format!("auto, or {}", value::PERIOD.allowed()),
            print: |recipe| value::print_period(recipe.period),
            set: |recipe, text| value::parse_period(text).map(|value| recipe.period = value),
        },
        Self {
            name: "at",
            help: "The moment that a still shows, in seconds into the loop",
            allowed: || value::AT.allowed(),
            print: |recipe| recipe.at.to_string(),
            set: |recipe, text| value::AT.parse(text).map(|value| recipe.at = value),
        },
    ];
}
