//! The one-line form of a recipe, both directions.
