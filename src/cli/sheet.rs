//! A contact sheet, as `render` and `breed` ask for one.

use crate::export::Sheet;
use crate::painter::Samples;
use crate::recipe::Recipe;

/// Pixels of a picture on a sheet where none are asked for.
const PICTURE: (u32, u32) = (320, 180);

/// The sheet of `recipes`, each in `size` pixels if any are asked for, with its line below it.
pub(super) fn sheet_of(recipes: &[Recipe], size: Option<(u32, u32)>, samples: Samples) -> Sheet<'_> {
    let (width, height) = size.unwrap_or(PICTURE);
    Sheet { recipes, picture: [width, height], samples, captions: &[], phase: None }
}
