//! The frame of a picture: drawn from the root seed, and the view acts within it.

use neurotty::painter::{Painting, Viewport};
use neurotty::recipe::framing::Placement;
use neurotty::recipe::text::parse;
use neurotty::recipe::{Framing, Preset, Recipe, Seed, View};

const VIEWPORT: Viewport = Viewport::new(64, 36);

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

#[test]
fn frames_lie_aside_and_near_and_far() {
    let frames: Vec<Placement> = (0..400).map(|seed| Preset::Default.recipe(Seed::from(seed)).placement()).collect();
    for frame in &frames {
        let [x, y] = frame.center.map(f64::abs);
        assert!((0.35..=1.1).contains(&x) && (0.15..=0.6).contains(&y), "{frame:?}");
    }
    for quarter in [[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]] {
        let there = |frame: &&Placement| (0..2).all(|axis| frame.center[axis] * quarter[axis] > 0.0);
        let count = frames.iter().filter(there).count();
        assert!((60..=140).contains(&count), "{count} of 400 lie towards {quarter:?}");
    }
    let mut zooms: Vec<f64> = frames.iter().map(|frame| frame.zoom).collect();
    zooms.sort_by(f64::total_cmp);
    zooms.dedup();
    assert!(zooms.len() > 2 && zooms[0] < 1.0 && zooms[zooms.len() - 1] > 1.0, "{zooms:?}");
}

#[test]
fn a_family_shares_its_frame_and_other_knobs_do_not_move_it() {
    let frame = recipe("default:42").placement();
    for line in ["default:42.3.1", "default:42+hidden=8x3", "default:42+zoom=9+center=1/1", "default:42+color=gray"] {
        assert_eq!(recipe(line).placement(), frame, "{line}");
    }
    assert_ne!(recipe("default:43").placement(), frame);
    assert_eq!(recipe("default:42+framing=origin").placement(), Placement::ORIGIN);
}

#[test]
fn a_frame_is_as_far_aside_as_the_presets_view_is_wide() {
    let aside = |line: &str| recipe(line).placement().center[0].abs();
    let (near, far) = (aside("mondrian:5+framing=seed"), aside("default:5"));
    // The view of `mondrian` shows 1/250 of that of `default`.
    assert!((far / near - 250.0).abs() < 1e-6, "{near} and {far}");
    // The shorter side of the pixels' plane is 128.
    assert!((aside("grey-goo:5+framing=seed") / aside("glossy:5+framing=seed") - 128.0).abs() < 1e-9);
}

#[test]
fn the_view_acts_within_the_frame() {
    let framed = Painting::new(recipe("default:42"));
    let plain = Painting::new(recipe("default:42+framing=origin"));
    let frame = framed.recipe().placement();
    for view in [framed.recipe().view, View { zoom: 1.7, center: [0.3, -0.2], rotation: 25.0 }] {
        let (one, other) = (framed.paint(0.3, view, VIEWPORT), plain.paint(0.3, frame.seen(view), VIEWPORT));
        assert_eq!(one, other, "{view:?}");
    }
}

#[test]
fn on_the_way_from_one_picture_to_another_the_frame_goes_along() {
    let (one, other) = (Painting::new(recipe("default:1")), Painting::new(recipe("default:2")));
    let (from, to) = (one.recipe().placement(), other.recipe().placement());
    let half = Painting::blend(&one, &other, 0.5).unwrap().moment(0.0).placement;
    for axis in 0..2 {
        assert!((half.center[axis] - 0.5 * (from.center[axis] + to.center[axis])).abs() < 1e-12);
    }
    assert!((half.zoom - (from.zoom * to.zoom).sqrt()).abs() < 1e-12);
    assert_eq!(Framing::ALL.map(Framing::name), ["seed", "origin"]);
}
