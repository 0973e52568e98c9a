//! The one form of a recipe: of all recipes that paint the same picture from the same preset and seed, the one whose
//! line of text is the shortest.

use super::{Activations, Bias, ColorMode, Recipe, View, Weights};

impl Recipe {
    /// Normalises: drops whatever the line of text leaves implicit, and numbers so near to zero (below 10⁻¹²) that they
    /// would fill a line.
    pub fn canonical(mut self) -> Self {
        self.seed = self.seed.canonical();
        let longest = self.most_activations();
        if let Activations::PerLayer(list) = &mut self.activation {
            list.truncate(longest);
            while list.len() > 1 && list[list.len() - 2] == list[list.len() - 1] {
                list.pop();
            }
            if let [only] = list[..] {
                self.activation = Activations::All(only);
            }
        }
        self.numbers_mut().into_iter().filter(|number| number.abs() < 1e-12).for_each(|number| *number = 0.0);
        if self.to == Some(self.next_seed()) {
            self.to = None;
        }
        if self.color == ColorMode::Seed(Some(self.seed.root)) {
            self.color = ColorMode::Seed(None);
        }
        self.motion.sort_unstable();
        self.motion.dedup();
        self
    }

    fn numbers_mut(&mut self) -> Vec<&mut f64> {
        let View { zoom, center: [x, y], rotation } = &mut self.view;
        let mut numbers = vec![&mut self.gain, &mut self.latent_scale, zoom, x, y, rotation, &mut self.at];
        match &mut self.weights {
            Weights::Normal(scale) | Weights::Uniform(scale) | Weights::Scaled(scale) => numbers.push(scale),
            Weights::Pytorch => {}
        }
        match &mut self.bias {
            Bias::FirstNormal(scale) | Bias::Normal(scale) => numbers.push(scale),
            Bias::None | Bias::First => {}
        }
        numbers
    }

    /// The most activations that have an effect: one per layer, and those of the preset, which say what
    /// further layers would have.
    pub(super) fn most_activations(&self) -> usize {
        let own = match self.preset.recipe(self.seed.clone()).activation {
            Activations::PerLayer(list) => list.len(),
            _ => 1,
        };
        own.max(self.hidden.len())
    }
}
