//! What was learnt, in words and numbers.

use super::{Course, Lesson, Lessons, STEPS, Snapshot};
use crate::recipe::{Activations, Recipe};

/// Values of a chart: its title, the values, and what its ends are.
pub(in crate::app::view::tour) type Chart = (&'static str, Vec<f64>, String);

impl Lessons {
    /// What stands under each picture of a page.
    pub(in crate::app::view::tour) fn labels(&self, lesson: Lesson, recipe: &Recipe, steps: u64) -> Vec<String> {
        let courses = lesson.courses(recipe).unwrap_or_default();
        let label = |course: &Course| {
            let reached = self.at(course, steps).map_or("…".to_owned(), |snapshot| decibels(snapshot.psnr));
            match lesson {
                Lesson::Widths => format!("learnt: {reached}"),
                Lesson::Fog => format!("{}: {reached}", activation(course)),
                Lesson::RandomFeatures if course.solved => format!("random: {reached}"),
                Lesson::RandomFeatures => format!("learnt: {reached}"),
            }
        };
        let learnt = courses.iter().map(label);
        let sample = (lesson == Lesson::Widths).then(|| "the picture".to_owned());
        sample.into_iter().chain(learnt).collect()
    }

    /// What was measured, in a sentence.
    pub(in crate::app::view::tour) fn evidence(&self, lesson: Lesson, recipe: &Recipe, steps: u64) -> String {
        let courses = lesson.courses(recipe).unwrap_or_default();
        let found: Option<Vec<&Snapshot>> = courses.iter().map(|course| self.at(course, steps)).collect();
        let Some(found) = found.filter(|found| !found.is_empty()) else { return "learning …".to_owned() };
        let wanted = |course: &Course| course.solved || self.at(course, steps).is_some_and(|last| last.steps >= steps);
        let learning = if courses.iter().all(wanted) { "" } else { "learning … " };
        let sentence = match (lesson, &found[..]) {
            (Lesson::Widths, [last, ..]) => {
                let weights = recipe.parameters();
                format!("{weights} weights and biases, {} after {} steps.", decibels(last.psnr), last.steps)
            }
            (Lesson::Fog, [tanh, own, ..]) => {
                let name = activation(&courses[1]);
                format!("After {} steps {name} has {}; tanh has {}.", own.steps, shares(own), shares(tanh))
            }
            (_, [solved, learnt, ..]) => format!(
                "Only the output solved: {}. All layers learnt, {} steps: {}.",
                decibels(solved.psnr),
                learnt.steps,
                decibels(learnt.psnr)
            ),
            _ => String::new(),
        };
        format!("{learning}{sentence}")
    }

    /// The charts beside a page; `stops` are the recipes that its slider goes through.
    pub(in crate::app::view::tour) fn charts(&self, lesson: Lesson, recipe: &Recipe, stops: &[Recipe]) -> Vec<Chart> {
        if lesson == Lesson::Fog {
            return self.shares_by_step(recipe);
        }
        let series = |place: usize| -> Vec<f64> {
            let last = |recipe: &Recipe| self.at(lesson.courses(recipe)?.get(place)?, STEPS).map(|last| last.psnr);
            stops.iter().map(|recipe| last(recipe).unwrap_or(0.0)).collect()
        };
        let ends = |values: &[f64]| match values {
            [first, .., last] => format!("narrowest: {}   widest: {}", decibels(*first), decibels(*last)),
            _ => String::new(),
        };
        let titled = |(place, title)| {
            let values = series(place);
            let ends = ends(&values);
            (title, values, ends)
        };
        let titles: &[(usize, &'static str)] = match lesson {
            Lesson::RandomFeatures => &[(0, "output solved, dB by width"), (1, "all learnt, dB by width")],
            _ => &[(0, "how near, dB by width")],
        };
        titles.iter().copied().map(titled).collect()
    }

    /// How much of the picture the artwork's own activation has at each stop.
    fn shares_by_step(&self, recipe: &Recipe) -> Vec<Chart> {
        let courses = Lesson::Fog.courses(recipe).unwrap_or_default();
        let Some(own) = courses.last() else { return Vec::new() };
        let series = |of: fn(&Snapshot) -> f64| -> Vec<f64> {
            super::STOPS.iter().map(|stop| self.at(own, *stop).map_or(0.0, |at| of(at).max(0.0))).collect()
        };
        let chart = |title, values: Vec<f64>| {
            let ends = format!("1 step: {:.0}%   {STEPS}: {:.0}%", 100.0 * values[0], 100.0 * values[values.len() - 1]);
            (title, values, ends)
        };
        vec![
            chart("coarse shapes, by steps", series(|at| at.bands.coarse)),
            chart("fine detail, by steps", series(|at| at.bands.fine)),
        ]
    }
}

/// What a course learns with.
fn activation(course: &Course) -> &'static str {
    match &course.shape.activation {
        Activations::All(activation) => activation.name(),
        _ => "each layer's own",
    }
}

fn decibels(psnr: f64) -> String {
    format!("{psnr:.1} dB")
}

fn shares(snapshot: &Snapshot) -> String {
    let percent = |share: f64| 100.0 * share.max(0.0);
    format!("{:.0}% of coarse shapes, {:.0}% of detail", percent(snapshot.bands.coarse), percent(snapshot.bands.fine))
}
