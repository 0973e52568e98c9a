//! The seed with its family path, both directions.
//!
//! ```text
//! seed       = number *( "." generation )    from the root downwards
//! generation = child / path "-" path         a child, or half way between two descendants
//! path       = child *( "_" child )
//! child      = number [ "k" step ]           the step from 0, far, to 15, near; 5 if left out
//! ```

use std::fmt;

use super::nearest::cite;
use super::{ParseError, Problem};
use crate::recipe::{Child, Cross, Generation, MAX_CHILDREN, Seed};

/// Reads a seed. Its path is put into canonical form with the rest of the recipe.
pub(super) fn parse_seed(text: &str) -> Result<Seed, ParseError> {
    let mut parts = text.split('.');
    let root = parts.next().unwrap_or_default();
    let mut seed = Seed::from(whole_number(root, u64::MAX).map_err(|problem| refused(root, text, &problem))?);
    for part in parts {
        let generation = parse_generation(part).map_err(|(wrong, problem)| refused(wrong, text, &problem))?;
        seed.path.push(generation);
        if seed.children() > MAX_CHILDREN {
            let problem = format!("more than {MAX_CHILDREN} children; start from a new seed");
            return Err(refused(text, text, &problem));
        }
    }
    Ok(seed)
}

fn refused(part: &str, seed: &str, problem: &str) -> ParseError {
    let wrong = if part == seed { String::new() } else { format!("{} in ", cite(part)) };
    ParseError::new(format!("{wrong}seed {}: {problem}", cite(seed)))
}

/// On failure, the part that is wrong and what is wrong with it.
fn parse_generation(text: &str) -> Result<Generation, (&str, Problem)> {
    match text.split('-').collect::<Vec<_>>()[..] {
        [path] => match parse_path(path)?.as_slice() {
            [child] => Ok(Generation::Child(*child)),
            _ => {
                let meant = cite(&path.replace('_', "."));
                Err((text, format!("_ joins the generations within a cross alone: did you mean {meant}?")))
            }
        },
        [one, other] => {
            let cross = Cross::new(parse_path(one)?, parse_path(other)?);
            let same = || (text, format!("half way from a path to itself is the path: did you mean {}?", cite(one)));
            cross.map(Generation::Cross).ok_or_else(same)
        }
        _ => Err((text, "a cross has two parents, PATH-PATH, as in 42.1-7k3_2".to_owned())),
    }
}

/// At least one child.
fn parse_path(text: &str) -> Result<Vec<Child>, (&str, Problem)> {
    text.split('_').map(|child| parse_child(child).map_err(|problem| (child, problem))).collect()
}

fn parse_child(text: &str) -> Result<Child, Problem> {
    if text.contains('K') {
        return Err(format!("did you mean {}?", cite(&text.replace('K', "k"))));
    }
    let (number, step) = text.split_once('k').map_or((text, None), |(number, step)| (number, Some(step)));
    // Bounded by the types' own limits, so the casts lose nothing.
    let number = whole_number(number, u64::from(u32::MAX))? as u32;
    let Some(step) = step else { return Ok(Child::from(number)) };
    let nearest = Child::NEAREST;
    let step = digits(step, u64::from(nearest))
        .ok_or_else(|| format!("expected a child's step from k0, far, to k{nearest}, near, as in 42.3k7"))?;
    Ok(Child { number, step: step as u8 })
}

fn whole_number(text: &str, max: u64) -> Result<u64, Problem> {
    digits(text, max).ok_or_else(|| {
        format!("expected a whole number from 0 to {max}, children behind dots, as in 42.3.1 or 42.3k7.1")
    })
}

/// The number that `text` spells in digits alone, if it is at most `max`.
fn digits(text: &str, max: u64) -> Option<u64> {
    let digits_alone = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits_alone && *number <= max)
}

impl fmt::Display for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.root)?;
        self.path.iter().try_for_each(|generation| write!(formatter, ".{generation}"))
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Child(child) => fmt::Display::fmt(child, formatter),
            Self::Cross(cross) => fmt::Display::fmt(cross, formatter),
        }
    }
}

impl fmt::Display for Cross {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, other] = self.paths();
        print_path(one, formatter)?;
        formatter.write_str("-")?;
        print_path(other, formatter)
    }
}

fn print_path(path: &[Child], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    path.iter().enumerate().try_for_each(|(index, child)| {
        formatter.write_str(if index == 0 { "" } else { "_" })?;
        write!(formatter, "{child}")
    })
}

/// A step that goes without saying is left out.
impl fmt::Display for Child {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.number)?;
        if self.step == Self::USUAL { Ok(()) } else { write!(formatter, "k{}", self.step) }
    }
}
