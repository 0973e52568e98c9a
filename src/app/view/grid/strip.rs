//! The lineage in one row, in the room that there is: `generation 14  … 12 › weights › colour`.

use super::super::prose::{columns, cut};
use super::lineage::Lineage;
use super::source::{Stress, Word};

/// The fewest columns in which the number of the generation is said in words.
const SPOKEN: usize = 30;

/// The columns that a count of what is cut must leave.
const LEAST: usize = 4;

/// A word of the strip, and the generation that it leads to.
type StripWord = (Word, Option<usize>);

/// The generations in `width` columns, with the current one whatever else is cut: what is cut at the left is counted.
pub(super) fn strip(lineage: &Lineage, width: u16) -> Vec<StripWord> {
    let names: Vec<String> = lineage.names().map(|(name, is_root)| linked(name, is_root)).collect();
    let (here, width) = (lineage.here(), usize::from(width));
    if names.is_empty() {
        return Vec::new();
    }
    let head = if width < SPOKEN {
        format!(" {}", lineage.generation())
    } else {
        format!(" generation {}", lineage.generation())
    };
    let room = width.saturating_sub(columns(&head));
    let first = first_seen(&names, here, room);
    let mut steps = vec![(Word::new(head, Stress::Strong), None)];
    let sign = cut_sign(first).filter(|sign| columns(sign) + LEAST <= room);
    let mut left = room - sign.as_deref().map_or(0, columns);
    steps.extend(sign.map(|sign| (Word::new(sign, Stress::Quiet), first.checked_sub(1))));
    for (generation, name) in names.iter().enumerate().skip(first) {
        // Behind the current one there may be others, to which a redo leads.
        let reserved = if generation + 1 < names.len() { columns(" …") } else { 0 };
        if generation > here && columns(name) + reserved > left {
            steps.push((Word::new(" …", Stress::Quiet), Some(generation)));
            break;
        }
        let stress = if generation == here { Stress::Strong } else { Stress::Usual };
        let text = cut(name, left.saturating_sub(if generation == here { reserved } else { 0 }) as u16);
        left = left.saturating_sub(columns(&text));
        steps.push((Word::new(text, stress), Some(generation)));
    }
    steps
}

/// A name behind the one before it: a child of that, or a seed of its own.
fn linked(name: &str, is_root: bool) -> String {
    format!("{}{name}", if is_root { "  " } else { " › " })
}

/// What stands for the generations before `first`.
fn cut_sign(first: usize) -> Option<String> {
    (first > 0).then(|| format!("  … {first}"))
}

/// The earliest generation from which all up to `here` fit into `room` columns; `here` where not even that does.
fn first_seen(names: &[String], here: usize, room: usize) -> usize {
    let reserved = if here + 1 < names.len() { columns(" …") } else { 0 };
    let fits = |first: &usize| {
        let shown: usize = names[*first..=here].iter().map(|name| columns(name)).sum();
        columns(&cut_sign(*first).unwrap_or_default()) + shown + reserved <= room
    };
    (0..=here).find(fits).unwrap_or(here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Recipe;
    use crate::recipe::text::parse;

    fn recipe(line: &str) -> Recipe {
        parse(line).unwrap().recipe
    }

    /// A lineage with this many generations behind the seed.
    fn lineage(generations: usize) -> Lineage {
        let mut lineage = Lineage::default();
        lineage.follow(&recipe("default:42"));
        (1..=generations).for_each(|child| lineage.pick(recipe(&format!("default:42.{child}")), "weights"));
        lineage
    }

    fn text(lineage: &Lineage, width: u16) -> String {
        strip(lineage, width).iter().map(|(word, _)| word.text.as_str()).collect()
    }

    #[test]
    fn the_current_generation_is_seen_whatever_the_width_and_what_is_cut_is_counted() {
        assert_eq!(text(&lineage(1), 40), " generation 1  default:42 › weights");
        assert_eq!(text(&lineage(14), 40), " generation 14  … 13 › weights › weights");
        assert_eq!(text(&lineage(14), 20), " 14  … 14 › weights");
        assert_eq!(text(&lineage(14), 200).matches("weights").count(), 14, "all of it where there is room");
        for width in 0..120 {
            for here in 0..15 {
                let mut lineage = lineage(14);
                lineage.go_to(here);
                let shown = text(&lineage, width);
                assert!(width < 6 || columns(&shown) <= width.into(), "{shown} in {width}");
                let words = strip(&lineage, width);
                assert!(words.iter().any(|(_, generation)| *generation == Some(here)), "{here} in {width}: {shown}");
            }
        }
    }

    #[test]
    fn every_pick_changes_the_strip() {
        for width in [20, 40, 100] {
            let strips: Vec<String> = (0..30).map(|generations| text(&lineage(generations), width)).collect();
            assert!(strips.windows(2).all(|pair| pair[0] != pair[1]), "{strips:?}");
        }
    }

    #[test]
    fn a_seed_behind_another_is_none_of_its_children() {
        let mut lineage = lineage(1);
        lineage.follow(&recipe("glossy:7"));
        assert_eq!(text(&lineage, 60), " generation 0  default:42 › weights  glossy:7");
    }
}
