//! Learning in the live view.

use std::path::Path;

use anyhow::Result;

use super::{LearnArgs, budget, pictures, shape};
use crate::app::run::{self, Assignment};
use crate::cli::watch::options;
use crate::cli::wording::say;
use crate::cli::{Ended, Preferences, WatchArgs};
use crate::export::plain_name;
use crate::plain_text::shell_word;

/// How many pictures are named.
const NAMED: usize = 3;

/// Shows how a network learns, until the user leaves.
///
/// # Errors
/// If a picture can't be read, the shape can't learn, or the terminal can't be used.
pub(super) fn learn(arguments: &LearnArgs, watching: WatchArgs, settings: &Preferences) -> Result<Ended> {
    let assignment = Assignment {
        pictures: pictures(arguments)?.into(),
        shape: shape(arguments)?,
        seed: arguments.seed,
        budget: None,
        name: joined(arguments, ", ", |path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into()),
        again: again(arguments),
        works: settings.paths.as_ref().map(|paths| paths.works.clone()),
        file: plain_name(&joined(arguments, "-", stem)),
    };
    let learner = assignment.learner(&assignment.shape)?;
    let assignment = Assignment { budget: budget(arguments, &learner), ..assignment };
    let learner = assignment.learner(&assignment.shape)?;
    let watching = WatchArgs { display: arguments.display.clone(), ..watching };
    let mut options = options(watching, None, false, settings)?;
    // One network learns, in the colours of its pictures: nothing else takes its place.
    (options.cycle, options.control, options.terminal_colors) = (None, None, false);
    options.notice.get_or_insert_with(|| "Enter keeps it · Tab compares · ? all keys".to_owned());
    run::learn(assignment, learner, options)?.iter().for_each(|line| say(line));
    Ok(Ended::Done)
}

/// The first pictures in a word each, and a sign for the others.
fn joined(arguments: &LearnArgs, between: &str, word: impl Fn(&Path) -> String) -> String {
    let pictures = &arguments.pictures;
    let mut words: Vec<String> = pictures.iter().take(NAMED).map(|path| word(path)).collect();
    words.extend((pictures.len() > NAMED).then(|| "…".to_owned()));
    words.join(between)
}

/// The name of a file without folder and ending.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The command that learns the same and keeps it.
fn again(arguments: &LearnArgs) -> String {
    let words = arguments.pictures.iter().map(|path| path.to_string_lossy().into_owned());
    let out = format!("{}.png", plain_name(&format!("{}-learnt", joined(arguments, "-", stem))));
    let words: Vec<String> = words.chain(["-o".to_owned(), out]).map(|word| shell_word(&word).into_owned()).collect();
    format!("neurotty learn {}", words.join(" "))
}
