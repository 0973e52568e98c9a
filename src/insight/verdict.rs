//! What kind of picture it is, in plain words, judged by what was measured and by nothing else.

use serde::Serialize;

use super::picture::PictureStatistics;
use super::statistics::LayerStatistics;

/// Logits that vary less than this move a channel by less than 3 of 255.
const LOST: f64 = 0.05;
/// Below this a channel varies by less than the eye finds on a terminal, 2.5 of 255.
const FLAT: f64 = 0.01;
/// Neighbours less alike than this are noise to the eye.
const NOISY: f64 = 0.5;
/// Neighbours less alike than this still show lines, but finer than the pixels.
const FINE: f64 = 0.9;
/// A larger share of full channels leaves no shades.
const POSTERISED: f64 = 0.9;
/// A picture that bends less than this is a gradient, however steep: a plain one has 1, a fold in every direction 2.
const STRAIGHT: f64 = 1.4;
/// A layer whose neurons vary less than this over the picture has lost it.
const FAINT: f64 = 0.1;

/// What kind of picture it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// One flat colour: the variance was lost on the way.
    GreyGoo,
    /// A gradient, or a few soft blobs that hardly bend it.
    Smooth,
    /// Folds and shades at a scale that the eye can follow.
    Alive,
    /// Detail finer than the pixels, with structure left.
    Filigree,
    /// Neighbouring pixels have little to do with each other.
    Noise,
    /// Pure colours with hard edges, or one pure colour.
    Posterised,
}

impl Verdict {
    /// Every verdict, from flat to wild.
    pub const ALL: [Self; 6] =
        [Self::GreyGoo, Self::Smooth, Self::Alive, Self::Filigree, Self::Noise, Self::Posterised];

    /// Judges a picture.
    pub(crate) fn of(picture: &PictureStatistics) -> Self {
        match picture {
            p if p.logit_std < LOST => Self::GreyGoo,
            p if p.contrast < FLAT => Self::Posterised,
            p if p.neighbours < NOISY => Self::Noise,
            p if p.full >= POSTERISED => Self::Posterised,
            p if p.neighbours < FINE => Self::Filigree,
            p if p.bending < STRAIGHT => Self::Smooth,
            _ => Self::Alive,
        }
    }

    /// The verdict's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GreyGoo => "grey goo",
            Self::Smooth => "smooth",
            Self::Alive => "alive",
            Self::Filigree => "filigree",
            Self::Noise => "noise",
            Self::Posterised => "posterised",
        }
    }

    /// What the verdict means for `picture`.
    pub(crate) fn meaning(self, picture: &PictureStatistics) -> &'static str {
        match self {
            Self::Posterised if picture.contrast < FLAT => "The picture is one pure colour, full on and full off.",
            Self::GreyGoo => "The picture is one flat colour: every pixel gets nearly the same output.",
            Self::Smooth => "The picture is a gradient or a few soft blobs: it hardly folds anywhere.",
            Self::Alive => "The picture has folds and shades at a scale that the eye can follow.",
            Self::Filigree => "The picture is full of detail finer than its pixels, yet its lines still hold together.",
            Self::Noise => "The picture is near noise: neighbouring pixels have little in common.",
            Self::Posterised => "The picture is pure colours with hard edges: nearly no value lies between.",
        }
    }
}

/// Why the verdict is what it is: sentences with the numbers that decided.
pub(crate) fn reasons(verdict: Verdict, picture: &PictureStatistics, layers: &[LayerStatistics]) -> Vec<String> {
    let spread = format!("The output logits spread by {} over the picture", number(picture.logit_std));
    let alike = format!("neighbouring pixels agree {:.0}%", 100.0 * picture.neighbours);
    let bending = format!("the colour travels {} times as far as in a plain gradient", number(picture.bending));
    match verdict {
        _ if let Some(layer) = overflow(layers) => {
            vec![format!(
                "Layer {layer} overflows: its numbers are too large for 32 bits, and nothing behind it is real."
            )]
        }
        Verdict::GreyGoo => {
            let mut sentences = vec![format!("{spread}, and 0.05 is the least that shows.")];
            sentences.extend(lost(layers));
            sentences
        }
        Verdict::Posterised if picture.contrast < FLAT => vec![format!(
            "{spread}, but each channel's lie on one side of zero: the sigmoid makes one full colour of them."
        )],
        Verdict::Posterised => {
            vec![format!("{spread}."), format!("{:.0}% of the channel values are full on or full off.", full(picture))]
        }
        _ => vec![format!("{spread}; {alike}; {bending}.")],
    }
}

/// The first layer, counted from the inputs, with a number that single precision can't hold.
fn overflow(layers: &[LayerStatistics]) -> Option<usize> {
    layers.iter().position(|layer| !layer.mean_square.is_finite())
}

fn full(picture: &PictureStatistics) -> f64 {
    // Never "100%" while some value lies between.
    (100.0 * picture.full).min(if picture.full < 1.0 { 99.0 } else { 100.0 })
}

/// Which hidden layer lost the variance, and what each layer keeps of it.
fn lost(layers: &[LayerStatistics]) -> Option<String> {
    let hidden = layers.get(1..layers.len().saturating_sub(1))?;
    let layer = lost_layer(layers)?;
    let (first, last) = (hidden.first()?, hidden.last()?);
    let sentence = format!("Layer {layer} is the first whose neurons vary by less than {FAINT} over the picture");
    if hidden.len() < 2 || first.std == 0.0 {
        return Some(format!("{sentence}."));
    }
    let kept = libm::pow(last.std / first.std, 1.0 / (hidden.len() - 1) as f64);
    Some(format!("{sentence}: behind the first, each layer keeps {:.0}% of the spread.", 100.0 * kept))
}

/// The first hidden layer, counted from 1, whose neurons hardly vary over the picture.
pub(crate) fn lost_layer(layers: &[LayerStatistics]) -> Option<usize> {
    let hidden = 1..layers.len().saturating_sub(1);
    hidden.into_iter().find(|layer| layers[*layer].std < FAINT)
}

/// A number with three significant digits, short enough for a table: `0.00412`, `3.38`, `222`, `1.2e6`.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        return if value.is_nan() {
            "nan"
        } else if value > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    match size {
        s if !(1e-99..1e100).contains(&s) && s > 0.0 => format!("{value:.0e}"),
        0.0 => "0".to_owned(),
        s if s < 0.001 => format!("{value:.1e}"),
        s if s < 0.01 => format!("{value:.4}"),
        s if s < 0.9995 => format!("{value:.3}"),
        s if s < 9.995 => format!("{value:.2}"),
        s if s < 99.95 => format!("{value:.1}"),
        s if s < 99999.5 => format!("{value:.0}"),
        _ => format!("{value:.1e}"),
    }
}
