//! The one thing that is painted: what a line of text, a file or a learnt picture opens to.
//!
//! A [`Work`] is a recipe with the weights that paint it, the even pace of its loop, and the words on it. It is made
//! once, by [`open`](crate::open), and goes as it is to the live view, to exports and to [`insight`](crate::insight).
//! What is costly (drawing the network, measuring the loop) happens when it is first asked for.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::caption::{Caption, CaptionOverlay};
use crate::network::Network;
use crate::pace::Timeline;
use crate::painter::Painting;
use crate::recipe::Recipe;

mod imported;

pub(crate) use imported::{Imported, Misfit};

/// A recipe, the network that paints it, its timeline and its caption.
#[derive(Clone, Debug)]
pub struct Work {
    recipe: Recipe,
    /// Weights of a file: they paint the recipe as long as they fit it.
    weights: Option<Arc<Imported>>,
    caption: Option<Caption>,
    /// The caption as it was last laid out: a loop asks for one size, again and again.
    overlay: Arc<Mutex<Option<Arc<CaptionOverlay>>>>,
    painting: OnceLock<Painting>,
    timeline: OnceLock<Timeline>,
}

impl Work {
    /// The work whose network `recipe` draws.
    pub fn new(recipe: Recipe) -> Self {
        Self {
            recipe,
            weights: None,
            caption: None,
            overlay: Arc::default(),
            painting: OnceLock::new(),
            timeline: OnceLock::new(),
        }
    }

    /// The work that imported weights paint, seen as the recipe that came with them says.
    pub(crate) fn of_weights(weights: Imported) -> Self {
        Self { weights: Some(Arc::new(weights.clone())), ..Self::new(weights.recipe) }
    }

    /// The same weights, seen through another recipe. Imported weights that do not fit it give way to the network
    /// that the recipe draws; they return with a recipe that they fit. The caption stays with its picture: with the
    /// same preset and seed.
    pub fn with(&self, recipe: Recipe) -> Self {
        let same = (recipe.preset, &recipe.seed) == (self.recipe.preset, &self.recipe.seed);
        let caption = self.caption.clone().filter(|_| same);
        Self { weights: self.weights.clone(), caption, ..Self::new(recipe) }
    }

    /// The same from the start of its loop.
    pub(crate) fn rewound(&self) -> Self {
        self.with(Recipe { at: 0.0, ..self.recipe.clone() })
    }

    /// The same, its imported weights held once for both where `other` has the same.
    pub(crate) fn sharing_weights_of(self, other: &Self) -> Self {
        if self.knows_weights_of(other) { Self { weights: other.weights.clone(), ..self } } else { self }
    }

    /// The same with this caption, or without one.
    pub fn with_caption(self, caption: Option<Caption>) -> Self {
        Self { caption, overlay: Arc::default(), ..self }
    }

    /// As [`with`](Self::with), for a recipe that was asked for explicitly.
    ///
    /// # Errors
    /// If there are imported weights that do not fit the recipe: which knob it is.
    pub fn try_with(&self, recipe: Recipe) -> Result<Self, Misfit> {
        let recipe = match &self.weights {
            Some(weights) => weights.read_as(&recipe)?,
            None => recipe,
        };
        Ok(self.with(recipe))
    }

    /// What determines the picture beside imported weights.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The imported weights, where they paint it.
    pub fn imported(&self) -> Option<&Imported> {
        self.weights.as_deref().filter(|weights| weights.paints(&self.recipe))
    }

    /// Whether the same imported weights paint both, or none paint either.
    pub(crate) fn shares_weights(&self, other: &Self) -> bool {
        match (self.imported(), other.imported()) {
            (None, None) => true,
            (Some(one), Some(two)) => std::ptr::eq(one, two) || one == two,
            _ => false,
        }
    }

    /// Whether both know the same imported weights, painted by them or not.
    pub(crate) fn knows_weights_of(&self, other: &Self) -> bool {
        match (&self.weights, &other.weights) {
            (None, None) => true,
            (Some(one), Some(two)) => Arc::ptr_eq(one, two) || one == two,
            _ => false,
        }
    }

    /// What names it: its line of text or, where imported weights paint it, their file and a hash.
    pub fn label(&self) -> String {
        self.imported().map_or_else(|| self.recipe.to_string(), Imported::label)
    }

    /// What opens it again: its line of text or, where imported weights paint it, the path of their file, if a list can
    /// name that.
    pub(crate) fn art(&self) -> Option<String> {
        match self.imported() {
            Some(weights) => weights.art().map(str::to_owned),
            None => Some(self.recipe.to_string()),
        }
    }

    /// The text that its files carry, for the moment at `seconds` into the loop: the line or, where imported weights
    /// paint it, their label before it.
    pub fn text_at(&self, seconds: f64) -> String {
        let line = Recipe { at: seconds, ..self.recipe.clone() }.to_string();
        self.imported().map_or(line.clone(), |weights| format!("{} {line}", weights.label()))
    }

    /// The words on it.
    pub fn caption(&self) -> Option<&Caption> {
        self.caption.as_ref()
    }

    /// What the words lay over its pictures of `size` pixels, each `aspect` times as wide as high. The first call for a
    /// size looks at the loop for a calm place.
    pub fn overlay(&self, size: [u32; 2], aspect: f64) -> Option<Arc<CaptionOverlay>> {
        self.overlay_unless(size, aspect, &|| false)
    }

    /// As [`overlay`](Self::overlay), and `None` too if `stop` said meanwhile that nobody wants it any more.
    pub(crate) fn overlay_unless(
        &self,
        size: [u32; 2],
        aspect: f64,
        stop: &dyn Fn() -> bool,
    ) -> Option<Arc<CaptionOverlay>> {
        let caption = self.caption.as_ref()?;
        // Before the lock is held: to draw the network may need threads that wait for the lock.
        let painting = self.painting();
        let mut last = self.overlay.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = last.as_ref().filter(|made| made.fits(size, aspect)) {
            return Some(Arc::clone(made));
        }
        let made = Arc::new(CaptionOverlay::new(caption, painting, self.recipe.view, size, aspect, stop)?);
        *last = Some(Arc::clone(&made));
        Some(made)
    }

    /// Ready to be painted. The first call draws the network.
    pub fn painting(&self) -> &Painting {
        self.painting.get_or_init(|| match self.imported() {
            Some(weights) => Painting::from_network(self.recipe.clone(), weights.network_for(&self.recipe)),
            None => Painting::new(self.recipe.clone()),
        })
    }

    /// The network at the start of the loop. The first call draws it.
    pub fn network(&self) -> &Network {
        self.painting().network()
    }

    /// From seconds to phases of the loop. The first call measures the loop.
    pub fn timeline(&self) -> &Timeline {
        self.timeline.get_or_init(|| Timeline::measure(self.painting()))
    }

    /// The phase of the loop, in 0..1, that its line names as its moment.
    pub fn phase(&self) -> f64 {
        if self.recipe.at == 0.0 { 0.0 } else { self.timeline().phase(self.recipe.at) }
    }
}

/// Two works are the same if they paint the same: by one recipe, with the same weights and the same words.
impl PartialEq for Work {
    fn eq(&self, other: &Self) -> bool {
        self.recipe == other.recipe && self.caption == other.caption && self.shares_weights(other)
    }
}

impl From<Recipe> for Work {
    fn from(recipe: Recipe) -> Self {
        Self::new(recipe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::text::parse;

    #[test]
    fn shared_weights_are_held_once_and_each_picture_keeps_its_own_words() {
        let photo = |words| {
            let recipe = parse("glossy:0").unwrap().recipe;
            let weights = Imported::new("photo.safetensors".as_ref(), b"", Network::build(&recipe), recipe);
            Work::of_weights(weights).with_caption(Some(Caption::new(words).unwrap()))
        };
        let one = photo("one");
        let two = photo("two").sharing_weights_of(&one);
        assert!(std::ptr::eq(one.imported().unwrap(), two.imported().unwrap()));
        assert_eq!(two.caption().map(Caption::text), Some("two"));
        let drawn = Work::new(one.recipe().clone()).sharing_weights_of(&one);
        assert!(drawn.imported().is_none(), "other weights stay others");
    }
}
