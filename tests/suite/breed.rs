//! Litters: kin that differs visibly, the same again, on a sheet and as files.

use assert_cmd::Command;
use color::{Oklab, difference};
use neurotty::curate::{self, Assessment, judge};
use neurotty::litter::{Aspect, Offspring, SIZE, STRENGTHS, Wishes, litter, litter_each, litter_of_two};
use neurotty::network::Network;
use neurotty::network::weights::to_safetensors;
use neurotty::open::open_file;
use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::text::parse;
use neurotty::recipe::{Child, Generation, Motion, Preset, Recipe};
use tempfile::tempdir;

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

/// Children of a parent that is worth showing.
fn parent(preset: Preset) -> Recipe {
    curate::draw(&preset.recipe(0.into()), 5)
}

/// The colours at three moments of the loop, larger than what litters are measured on.
fn colors(recipe: &Recipe) -> Vec<Oklab> {
    let painting = Painting::new(recipe.clone());
    [0.0, 0.37, 0.71]
        .iter()
        .flat_map(|phase| painting.shot(*phase, recipe.view, Viewport::new(64, 36)).oklab())
        .collect()
}

/// The mean difference, as a share of the standard deviation of the first.
fn change(one: &[Oklab], other: &[Oklab]) -> f64 {
    let count = one.len() as f64;
    let mean = |channel: fn(&Oklab) -> f32| one.iter().map(|color| f64::from(channel(color))).sum::<f64>() / count;
    let (l, a, b) = (mean(|color| color.l), mean(|color| color.a), mean(|color| color.b));
    let middle = Oklab { l: l as f32, a: a as f32, b: b as f32 };
    let squares = one.iter().map(|color| f64::from(difference(*color, middle)).powi(2)).sum::<f64>() / count;
    let differences = one.iter().zip(other).map(|(p, q)| f64::from(difference(*p, *q))).sum::<f64>() / count;
    differences / squares.sqrt()
}

#[test]
fn most_children_in_weights_change_by_what_is_seen_on_a_small_tile() {
    let locked = vec![Aspect::Shape, Aspect::Color, Aspect::Motion, Aspect::View];
    let changes: Vec<f64> = [Preset::Default, Preset::Glossy, Preset::Mixed, Preset::Deep]
        .into_iter()
        .flat_map(|preset| {
            let parent = parent(preset);
            let own = colors(&parent);
            let children = litter(&parent, &Wishes { locked: locked.clone(), ..Wishes::default() });
            children.into_iter().map(move |child| change(&own, &colors(&child.recipe)))
        })
        .collect();
    let seen = changes.iter().filter(|change| **change > 0.165).count();
    assert!(5 * seen >= 4 * changes.len(), "{seen} of {}: {changes:?}", changes.len());
}

fn step(child: &Recipe) -> Option<Child> {
    match child.seed.path.last() {
        Some(Generation::Child(child)) => Some(*child),
        _ => None,
    }
}

#[test]
fn weights_out_of_a_file_paint_their_children_in_other_colours_motions_and_views() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("net.safetensors");
    let line = "glossy:1+hidden=8,8+motion=still";
    let mut network = Network::build(&recipe(line));
    network.layers[0].weights[0] += 1.0;
    std::fs::write(&path, to_safetensors(&network, Some(line))).unwrap();
    let parent = open_file(&path).unwrap();
    for (draw, strength) in [(0, 0), (1, 2), (2, -2)] {
        let mut children = Vec::new();
        litter_each(&parent, &Wishes { draw, strength, ..Wishes::default() }, |child| {
            children.push(child.recipe.clone());
            true
        });
        assert_eq!(children.len(), SIZE);
        for child in &children {
            assert!(parent.with(child.clone()).imported().is_some(), "{child}");
            assert!(*child != *parent.recipe() && !child.motion.contains(&Motion::Morph), "{child}");
        }
        let differing = |differs: fn(&Recipe, &Recipe) -> bool| {
            children.iter().filter(|child| differs(child, parent.recipe())).count()
        };
        let counts = [
            differing(|one, other| one.color != other.color),
            differing(|one, other| one.motion != other.motion),
            differing(|one, other| one.view != other.view),
        ];
        assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    }
}

#[test]
fn children_in_weights_change_by_what_the_eye_sees_and_stay_kin() {
    let wishes =
        Wishes { locked: vec![Aspect::Shape, Aspect::Color, Aspect::Motion, Aspect::View], ..Wishes::default() };
    for preset in [Preset::Default, Preset::Glossy, Preset::Halving, Preset::Hardmaru, Preset::Deep, Preset::OneHidden]
    {
        let parent = parent(preset);
        let own = colors(&parent);
        let children = litter(&parent, &wishes);
        assert_eq!(children.len(), SIZE);
        for Offspring { recipe, what } in &children {
            let measured = change(&own, &colors(recipe));
            // The probe is coarser than what is measured here.
            assert!((0.08..0.35).contains(&measured), "{recipe}: {measured}");
            assert_eq!((what.as_str(), step(recipe).is_some()), ("weights", true));
            assert_eq!(Recipe { seed: parent.seed.clone(), ..recipe.clone() }, parent);
        }
    }
}

#[test]
fn a_litter_differs_visibly_from_its_parent_and_within_itself() {
    for preset in [Preset::Default, Preset::Glossy, Preset::Mixed] {
        let parent = parent(preset);
        let children = litter(&parent, &Wishes::default());
        assert_eq!(children.len(), SIZE);
        let in_weights = children.iter().filter(|child| child.what == "weights").count();
        assert_eq!(in_weights, SIZE / 2, "{children:?}");
        let mut seen = vec![colors(&parent)];
        for Offspring { recipe, what } in &children {
            assert!(recipe.validate().is_ok());
            assert_eq!(recipe.clone().canonical(), *recipe);
            let own = colors(recipe);
            for other in &seen {
                assert!(change(other, &own) > 0.03, "{recipe} ({what}) has a twin");
            }
            seen.push(own);
        }
        let showable = children.iter().filter(|child| judge(&child.recipe).verdict == Assessment::Showable).count();
        assert!(showable >= SIZE - 1, "{showable} of {SIZE}: {children:?}");
    }
}

#[test]
fn a_litter_is_the_same_again_and_another_draw_gives_others() {
    let parent = recipe("default:42.3k7");
    let of = |draw| litter(&parent, &Wishes { draw, ..Wishes::default() });
    assert_eq!(of(0), of(0));
    let (first, second) = (of(0), of(1));
    let in_weights = |children: &[Offspring]| -> Vec<Recipe> {
        children.iter().filter(|child| child.what == "weights").map(|child| child.recipe.clone()).collect()
    };
    assert!(in_weights(&first).iter().all(|child| !in_weights(&second).contains(child)));
}

#[test]
fn what_is_locked_stays() {
    let parent = recipe("default:42");
    for locked in Aspect::ALL {
        for Offspring { recipe, what } in litter(&parent, &Wishes { locked: vec![locked], ..Wishes::default() }) {
            let kept = match locked {
                Aspect::Weights => recipe.seed == parent.seed,
                Aspect::Shape => (&recipe.hidden, &recipe.activation) == (&parent.hidden, &parent.activation),
                Aspect::Color => recipe.color == parent.color,
                Aspect::Motion => recipe.motion == parent.motion,
                Aspect::View => recipe.view == parent.view,
            };
            assert!(kept, "{} locked: {recipe} ({what})", locked.name());
        }
    }
    assert!(litter(&parent, &Wishes { locked: Aspect::ALL.to_vec(), ..Wishes::default() }).is_empty());
}

#[test]
fn strength_moves_children_farther() {
    let parent = recipe("default:42");
    let own = colors(&parent);
    let mean = |strength| {
        let children = litter(&parent, &Wishes { strength, ..Wishes::default() });
        let changes =
            children.iter().filter(|child| child.what == "weights").map(|child| change(&own, &colors(&child.recipe)));
        changes.sum::<f64>() / (SIZE / 2) as f64
    };
    let [weak, usual, strong] = [*STRENGTHS.start(), 0, *STRENGTHS.end()].map(mean);
    assert!(1.5 * weak < usual && 1.5 * usual < strong, "{weak} {usual} {strong}");
}

/// Flat ones, noise, the largest and the longest: nothing panics, and every child has a line.
#[test]
fn any_parent_has_a_litter() {
    let full = format!("default:1{}", ".1".repeat(64));
    for line in [
        "grey-goo:1",
        "pollock:1",
        "no-hidden:1+motion=still",
        "glossy:1+weights=normal:0+bias=none",
        "glossy:1+hidden=256x4",
        "default:1+motion=latent/morph/zoom/rotate/wave/spiral/pan/combo/fog/splatter/recolor+zoom=1000000000",
        full.as_str(),
    ] {
        let parent = recipe(line);
        let children = litter(&parent, &Wishes::default());
        assert!(!children.is_empty(), "{line}");
        for (index, Offspring { recipe, .. }) in children.iter().enumerate() {
            assert!(recipe.validate().is_ok() && *recipe != parent, "{recipe}");
            assert!(children[..index].iter().all(|other| other.recipe != *recipe), "{recipe} twice");
        }
    }
}

#[test]
fn two_parents_have_their_cross_and_children_of_it() {
    let (one, other) = (recipe("default:42.3.1"), recipe("default:42.3.7k3"));
    let children = litter_of_two(&one, &other, &Wishes::default()).unwrap();
    assert_eq!((children[0].recipe.to_string().as_str(), children.len()), ("default:42.3.1-7k3", SIZE));
    assert!(children.iter().all(|child| child.recipe.seed.path.starts_with(&children[0].recipe.seed.path)));
    // Half way is between: nearer to either than they are to each other.
    let [middle, one, other] = [&children[0].recipe, &one, &other].map(colors);
    let apart = change(&one, &other);
    assert!(change(&one, &middle) < apart && change(&other, &middle) < apart);
    assert!(litter_of_two(&recipe("default:1"), &recipe("default:2"), &Wishes::default()).is_err());
}

fn breed(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neurotty"));
    command.envs(crate::home::variables());
    command.arg("breed").args(arguments);
    command
}

#[test]
fn a_litter_is_drawn_on_a_sheet_and_each_alone_and_listed() {
    let folder = tempdir().unwrap();
    let sheet = folder.path().join("sheet.png");
    let alone = format!("{}/alone/", folder.path().display());
    let listed = |out: &str| {
        let output = breed(&["default:42", "--count", "24", "--size", "64x36", "-o", out]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let list = listed(sheet.to_str().unwrap());
    assert_eq!(list, listed(&alone));
    let lines: Vec<&str> = list.lines().map(|line| line.split_once("  # ").unwrap().0).collect();
    assert_eq!(lines.len(), 24);
    let reader = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(&sheet).unwrap())).read_info().unwrap();
    // The parent comes first.
    assert_eq!(reader.info().utf8_text[0].get_text().unwrap(), format!("default:42\n{}", lines.join("\n")));
    let mut files: Vec<_> = std::fs::read_dir(&alone).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 24);
    for (file, line) in files.iter().zip(&lines) {
        assert_eq!(neurotty::open::open_file(file).unwrap().recipe(), &recipe(line));
    }
}

/// The colours of a picture on a sheet, `index` places from the left in its first row.
fn on_sheet(sheet: &std::path::Path, [width, height]: [usize; 2], index: usize) -> Vec<Oklab> {
    let file = std::io::BufReader::new(std::fs::File::open(sheet).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    let across = reader.info().width as usize;
    let (left, top) = (8 + index * (width + 8), 8);
    let places = (0..height).flat_map(|y| (0..width).map(move |x| 3 * ((top + y) * across + left + x)));
    places.map(|at| Oklab::from_srgb([0, 1, 2].map(|channel| f32::from(bytes[at + channel]) / 255.0))).collect()
}

#[test]
fn children_in_motion_are_told_from_their_parent_on_a_sheet() {
    let folder = tempdir().unwrap();
    let sheet = folder.path().join("sheet.png");
    let all_but_motion = "weights,shape,color,view";
    let out = sheet.to_str().unwrap();
    let output =
        breed(&["default:42", "--count", "3", "--lock", all_but_motion, "--size", "64x36", "-o", out]).output();
    assert!(output.unwrap().status.success());
    let seen = [0, 1, 2].map(|index| on_sheet(&sheet, [64, 36], index));
    for [one, other] in [[0, 1], [0, 2], [1, 2]] {
        let measured = change(&seen[one], &seen[other]);
        assert!(measured > 0.1, "{one} and {other} are twins: {measured}");
    }
}

/// The mean difference of neighbouring pixels at the size of a tile, as a share of the contrast.
fn roughness(recipe: &Recipe) -> f64 {
    let painting = Painting::new(recipe.clone());
    let colors = painting.shot(0.0, recipe.view, Viewport::new(26, 14)).oklab();
    change(&colors, &[&colors[1..], &colors[..1]].concat())
}

#[test]
fn no_child_is_noise_on_a_tile() {
    for line in ["default:42+rotation=25", "default:42", "glossy:7", "default:7+zoom=0.3"] {
        for draw in 0..4 {
            for Offspring { recipe, what } in litter(&recipe(line), &Wishes { draw, ..Wishes::default() }) {
                let measured = roughness(&recipe);
                assert!(measured < 1.0, "{recipe} ({what}): {measured}");
            }
        }
    }
}

#[test]
fn what_can_not_be_bred_is_refused_in_a_line() {
    for (arguments, expected) in [
        (&["default:1", "-o", "a.gif"][..], "a sheet, a .png"),
        (&["default:1", "-o", "-"], "a sheet, a .png"),
        (&["default:1.1", "--with", "default:2.1", "-o", "a.png"], "strangers"),
        (&["default:1.1", "--with", "default:1.2+hidden=4", "-o", "a.png"], "differ in hidden"),
        (&["default:1", "--with", "glossy:1", "-o", "a.png"], "differ in hidden, "),
        (&["default:1", "--with", "glossy:1", "-o", "a.png"], "cross two children of one artwork"),
        (&["default:1", "--lock", "weights,shape,color,motion,view", "-o", "a.png"], "--lock"),
        (&["default:1", "--lock", "colour", "-o", "a.png"], "color"),
        (&["default:1", "--strength", "9", "-o", "a.png"], "-4"),
        (&["default:1.3k99", "-o", "a.png"], "k15"),
    ] {
        let output = breed(arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(output.stdout.is_empty() && stderr.contains(expected), "{expected}: {stderr}");
    }
}
