//! The one-line form: canonical in both directions, and errors that help.

use neurotty::palette::Palette;
use neurotty::recipe::breed::CrossRefused;
use neurotty::recipe::text::{LineKey, MAX_LENGTH, parse, print};
use neurotty::recipe::{
    Activation, Activations, Bias, Child, ColorMode, Coords, Cross, Framing, Generation, LatentPath, MAX_CHILDREN,
    Motion, Period, Preset, Recipe, Seed, View, Weights, breed,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Decimals of every size, ends and near-zeros included.
fn number(min: f64, max: f64) -> impl Strategy<Value = f64> {
    let short = (0..=1000_u32).prop_map(move |n| (min + (max - min) * f64::from(n) / 1000.0).clamp(min, max));
    prop_oneof![3 => min..=max, 3 => short, 1 => Just(min), 1 => Just(max), 1 => Just(min.max(-1e-14).max(1e-6_f64.min(min)))]
}

/// Numbers and steps are often the same, so that paths share their beginnings.
fn child() -> impl Strategy<Value = Child> {
    let number = prop_oneof![2 => 0..3_u32, 1 => any::<u32>()];
    let step = prop_oneof![2 => Just(Child::USUAL), 1 => 0..=Child::NEAREST];
    (number, step).prop_map(|(number, step)| Child { number, step })
}

fn generation() -> impl Strategy<Value = Generation> {
    let path = || vec(child(), 1..4);
    let cross = (path(), path()).prop_filter_map("two paths", |(one, other)| Cross::new(one, other));
    prop_oneof![3 => child().prop_map(Generation::Child), 1 => cross.prop_map(Generation::Cross)]
}

fn seed() -> impl Strategy<Value = Seed> {
    // Six children at most in each of ten generations: never too many.
    (any::<u64>(), prop_oneof![4 => vec(generation(), 0..4), 1 => vec(generation(), 10)])
        .prop_map(|(root, path)| Seed { root, path })
}

fn weights() -> impl Strategy<Value = Weights> {
    let scale = || number(0.0, 1e6);
    prop_oneof![
        scale().prop_map(Weights::Normal),
        scale().prop_map(Weights::Uniform),
        Just(Weights::Pytorch),
        scale().prop_map(Weights::Scaled)
    ]
}

fn bias() -> impl Strategy<Value = Bias> {
    let scale = || number(0.0, 1e6);
    prop_oneof![
        Just(Bias::None),
        Just(Bias::First),
        scale().prop_map(Bias::FirstNormal),
        scale().prop_map(Bias::Normal)
    ]
}

fn layers() -> impl Strategy<Value = (Vec<u16>, Activations)> {
    let hidden = prop_oneof![vec(1..=1024_u16, 0..=64), (1..=1024_u16, 0..=64_usize).prop_map(|(w, n)| vec![w; n])];
    hidden.prop_flat_map(|hidden| {
        let one = || select(&Activation::ALL[..]);
        let activations = prop_oneof![
            one().prop_map(Activations::All),
            Just(Activations::Mixed),
            vec(one(), 1..=hidden.len().max(1)).prop_map(Activations::PerLayer)
        ];
        (Just(hidden), activations)
    })
}

fn color() -> impl Strategy<Value = ColorMode> {
    use ColorMode::{Cmyk, Gray, Hex, Hsl, Hsv, Rgb, TwoTone};
    prop_oneof![
        select(vec![Rgb, Hsv, Hsl, Cmyk, Gray, TwoTone]),
        option::of(any::<u64>()).prop_map(ColorMode::Seed),
        select(&Palette::ALL[..]).prop_map(ColorMode::Palette),
        vec(any::<[u8; 3]>(), 2..=16).prop_map(Hex)
    ]
}

fn view() -> impl Strategy<Value = View> {
    (number(1e-6, 1e9), [number(-1e6, 1e6), number(-1e6, 1e6)], number(-360.0, 360.0))
        .prop_map(|(zoom, center, rotation)| View { zoom, center, rotation })
}

/// Any valid recipe: each knob at random, or at the preset's own value.
fn recipe() -> impl Strategy<Value = Recipe> {
    let shape = (option::of(layers()), option::of(weights()), option::of(bias()), option::of(number(0.0, 1e6)));
    let inputs = (option::of(select(&Coords::ALL[..])), any::<bool>(), 0..=64_u8, option::of(number(0.0, 1e4)));
    let framing = option::of(select(&Framing::ALL[..]));
    let look = (option::of(view()), option::of(color()), any::<[bool; 2]>(), framing);
    let period = prop_oneof![Just(Period::Auto), number(0.1, 86_400.0).prop_map(Period::Seconds)];
    let motion = option::of(subsequence(&Motion::ALL[..], 0..=Motion::ALL.len()));
    let path = select(&LatentPath::ALL[..]);
    let time = (motion, option::of(any::<u64>()), period, number(0.0, 86_400.0), path);
    (select(&Preset::ALL[..]), seed(), shape, inputs, look, time).prop_map(
        |(preset, seed, shape, inputs, look, time)| {
            let own = preset.recipe(seed);
            let (hidden, activation) = shape.0.unwrap_or((own.hidden.clone(), own.activation.clone()));
            let [invert, stretch] = look.2;
            Recipe {
                hidden,
                activation,
                weights: shape.1.unwrap_or(own.weights),
                bias: shape.2.unwrap_or(own.bias),
                gain: shape.3.unwrap_or(own.gain),
                coords: inputs.0.unwrap_or(own.coords),
                radius: inputs.1,
                latent: inputs.2,
                latent_scale: inputs.3.unwrap_or(own.latent_scale),
                view: look.0.unwrap_or(own.view),
                framing: look.3.unwrap_or(own.framing),
                color: look.1.unwrap_or(own.color.clone()),
                invert,
                stretch,
                motion: time.0.unwrap_or(own.motion.clone()),
                to: time.1,
                period: time.2,
                at: time.3,
                latent_path: time.4,
                ..own
            }
        },
    )
}

proptest! {
    #[test]
    fn a_recipe_comes_back_from_its_line(recipe in recipe()) {
        let line = print(&recipe);
        let read = parse(&line).unwrap();
        prop_assert!(read.seeded);
        prop_assert_eq!(&read.recipe, &recipe.clone().canonical());
        prop_assert_eq!(print(&read.recipe), line.clone());
        prop_assert!(recipe.validate().is_ok());
        prop_assert!(line.len() < MAX_LENGTH);
        let safe = |c: char| c.is_ascii_alphanumeric() || ":.+=,/-_".contains(c);
        prop_assert!(line.chars().all(safe), "{} needs quoting", line);
    }

    #[test]
    fn every_key_reads_what_it_prints(recipe in recipe()) {
        let recipe = recipe.canonical();
        let mut copy = Preset::Pollock.recipe(recipe.seed.clone());
        copy.preset = recipe.preset;
        for key in &LineKey::ALL {
            key.set(&mut copy, &key.print(&recipe)).unwrap();
        }
        prop_assert_eq!(copy.canonical(), recipe);
    }

    #[test]
    fn the_order_of_keys_does_not_matter(recipe in recipe()) {
        let line = print(&recipe);
        let (start, keys) = line.split_once('+').unwrap_or((&line, ""));
        let reversed: Vec<&str> = std::iter::once(start).chain(keys.split('+').rev().filter(|k| !k.is_empty())).collect();
        prop_assert_eq!(print(&parse(&reversed.join("+")).unwrap().recipe), line);
    }

    #[test]
    fn any_text_is_read_or_refused_in_one_line(text in prop_oneof![
        ".{0,80}",
        "(default|mondrian|relu)(:[0-9.k_-]{0,24})?(\\+[a-z-]{0,10}=[a-z0-9:.,/x-]{0,20}){0,4}",
        "[0-9]{1,3}(\\.[0-9]{1,2}(k[0-9]{1,2})?([_-][0-9]{1,2}){0,3}){0,4}",
        "default:1\\+(hidden|activation|weights|bias|gain|center|rotation|color|motion|to|period|at)=[a-z0-9:.,/x-]{0,12}",
    ]) {
        match parse(&text) {
            Ok(line) => {
                let printed = print(&line.recipe);
                prop_assert_eq!(print(&parse(&printed).unwrap().recipe), printed);
            }
            Err(error) => {
                let error = error.to_string();
                prop_assert!(!error.chars().any(char::is_control), "{:?}", error);
            }
        }
    }
}

#[test]
fn the_forms_of_the_documentation_mean_what_they_say() {
    let canonical = |text: &str| parse(text).unwrap().recipe.to_string();
    for same in [
        "default:42",
        "mondrian:7+zoom=250",
        "default:42+hidden=128,64,32,16,8+activation=sin+motion=spiral",
        "default:42+motion=latent/zoom+at=3.5",
        "default:42.3.1",
        "default:42.3k7.1",
        "default:42.3.1_4-7k3_2",
        "default:42.3k0.3k15",
        "default:42.1-1_4",
        "default:42.3k2-3k7.4-5",
        "glossy:1+color=hex:264653,2a9d8f",
        "glossy:1+motion=still",
        "default:18446744073709551615",
    ] {
        assert_eq!(canonical(same), same);
    }
    for (loose, strict) in [
        ("42", "default:42"),
        ("007", "default:7"),
        (" 42\n", "default:42"),
        ("42.3", "default:42.3"),
        ("42.3k5.1k05", "default:42.3.1"),
        ("42.03k7", "default:42.3k7"),
        ("42.7k3_2-1_4", "default:42.1_4-7k3_2"),
        ("42.3k7-3k2", "default:42.3k2-3k7"),
        ("42.1_4-1_2", "default:42.1.2-4"),
        ("42.1_2_3-1_2", "default:42.1.2-2_3"),
        ("glossy:1+hidden=16,16,16,16,16,16,16,16,16", "glossy:1"),
        ("glossy:1+hidden=16x3,8,8,4", "glossy:1+hidden=16x3,8x2,4"),
        ("deep:1+zoom=1.50", "deep:1+zoom=1.5"),
        ("deep:1+center=-0/0", "deep:1"),
        ("deep:1+rotation=-0.0", "deep:1"),
        ("deep:1+color=hex:FFAA00,000000", "deep:1+color=hex:ffaa00,000000"),
        ("deep:1+motion=zoom/pan/zoom", "deep:1+motion=zoom/pan"),
        ("deep:1+to=2", "deep:1"),
        ("deep:1+to=3", "deep:1+to=3"),
        ("deep:1+at=2+zoom=3", "deep:1+zoom=3+at=2"),
        ("deep:7+color=seed:7", "deep:7+color=seed"),
        ("deep:7.1+color=seed:8", "deep:7.1+color=seed:8"),
        ("default:7+color=seed+framing=seed", "default:7"),
        ("deep:7+framing=origin+color=rgb", "deep:7"),
        ("one-hidden:1+hidden=8x2+activation=sin,sin", "one-hidden:1+hidden=8x2+activation=sin"),
    ] {
        assert_eq!(canonical(loose), strict);
    }
}

#[test]
fn a_line_without_a_seed_leaves_it_to_the_reader() {
    let line = parse("mondrian+zoom=2+to=6").unwrap();
    assert!(!line.seeded);
    assert_eq!(line.recipe.to_string(), "mondrian:0+zoom=2+to=6");
    assert!(parse("mondrian:1").unwrap().seeded);
    // What the seed 0 would imply stays said until there is a seed.
    let said = parse("mondrian+color=seed:0+to=1").unwrap().recipe;
    let drawn = |seed: u64| Recipe { seed: seed.into(), ..said.clone() }.canonical().to_string();
    assert_eq!(drawn(5), "mondrian:5+color=seed:0+to=1");
    assert_eq!(drawn(0), "mondrian:0+color=seed");
}

#[test]
fn errors_name_the_part_what_is_allowed_and_the_nearest_name() {
    for (text, expected) in [
        ("", vec!["empty", "PRESET:SEED"]),
        ("mondrain:7", vec!["'mondrain'", "did you mean 'mondrian'?"]),
        ("Mondrian", vec!["did you mean 'mondrian'?"]),
        ("grey_goo", vec!["did you mean 'grey-goo'?"]),
        ("default:", vec!["seed ''", "whole number"]),
        ("default:4x", vec!["'4x'"]),
        ("default:-1", vec!["'-1'"]),
        ("default:18446744073709551616", vec!["18446744073709551615"]),
        ("default:1.4294967296", vec!["'4294967296' in seed", "4294967295"]),
        ("default:1..2", vec!["'' in seed '1..2'"]),
        ("default:1.", vec!["'' in seed '1.'"]),
        ("default:1.3k16", vec!["'3k16' in seed '1.3k16'", "k0, far, to k15, near"]),
        ("default:1.3k", vec!["'3k' in seed", "k0, far, to k15, near"]),
        ("default:1.3k-2", vec!["'3k' in seed", "42.3k7"]),
        ("default:1.3kk2", vec!["'3kk2' in seed"]),
        ("default:1.k2", vec!["'k2' in seed '1.k2'", "whole number"]),
        ("default:1.3K2", vec!["'3K2' in seed", "did you mean '3k2'?"]),
        ("default:1k2", vec!["seed '1k2'", "42.3k7.1"]),
        ("default:1.3_4", vec!["'3_4' in seed", "did you mean '3.4'?"]),
        ("default:1.3-", vec!["'' in seed '1.3-'"]),
        ("default:1.-3", vec!["'' in seed"]),
        ("default:1.3__4-2", vec!["'' in seed"]),
        ("default:1.1-2-3", vec!["'1-2-3' in seed", "two parents"]),
        ("default:1.3_4-3_4", vec!["'3_4-3_4' in seed", "did you mean '3_4'?"]),
        ("default:1.3-3k5", vec!["did you mean '3'?"]),
        ("default:1.3~4", vec!["'3~4' in seed"]),
        ("default:1+", vec!["''", "KEY=VALUE"]),
        ("default:1+zoom", vec!["'zoom'", "KEY=VALUE"]),
        ("default:1+zom=2", vec!["'zom'", "did you mean 'zoom'?"]),
        ("default:1+zoom=2+zoom=3", vec!["'zoom=3'", "twice"]),
        ("default:1+zoom=abc", vec!["'zoom=abc'", "'abc'", "0.000001 to 1000000000"]),
        ("default:1+zoom=1e3", vec!["'1e3' is not a decimal number"]),
        ("default:1+zoom=NaN", vec!["'NaN'"]),
        ("default:1+gain=inf", vec!["'inf'"]),
        ("default:1+zoom=0", vec!["'0' is out of range"]),
        ("default:1+hidden=16x65", vec!["'65' is out of range", "at most 64 layers"]),
        ("default:1+hidden=16x40,8x40", vec!["more than 64 layers"]),
        ("default:1+hidden=1025", vec!["'1025' is out of range", "1 to 1024"]),
        ("default:1+hidden=0", vec!["'0' is out of range"]),
        ("default:1+latent=65", vec!["'65'", "0 to 64"]),
        ("default:1+activation=tahn", vec!["did you mean 'tanh'?"]),
        ("default:1+hidden=8x2+activation=sin,tanh,relu", vec!["3 activations for", "one per layer"]),
        ("default:1+weights=normal", vec!["normal:S"]),
        ("default:1+weights=nromal:2", vec!["did you mean 'normal'?"]),
        ("default:1+color=palette:viridi", vec!["did you mean 'viridis'?"]),
        ("default:1+color=viridis", vec!["did you mean 'palette:viridis'?"]),
        ("default:1+color=hex:ffffff", vec!["one colour"]),
        ("default:1+color=hex:fffff,000000", vec!["'fffff' is not RRGGBB"]),
        ("default:1+color=hex:+fffff,000000", vec!["'color=hex:'"]),
        ("default:1+color=seed:", vec!["'' is no seed"]),
        ("default:1+color=seed:-1", vec!["'-1' is no seed"]),
        ("default:1+color=sed", vec!["did you mean 'seed'?"]),
        ("default:1+framing=middle", vec!["'middle' is unknown", "seed, origin"]),
        ("default:1+radius=yes", vec!["neither on nor off"]),
        ("default:1+motion=still/zoom", vec!["'still' stands alone"]),
        ("default:1+center=1", vec!["is not X/Y"]),
        ("default:1+period=0", vec!["auto, or 0.1 to 86400"]),
        ("\u{1b}]0;x\u{7}", vec!["\\u{1b}"]),
    ] {
        let error = parse(text).unwrap_err().to_string();
        for part in expected {
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(!error.contains(char::is_control), "{error:?}");
    }
}

#[test]
fn hostile_lines_are_refused_briefly() {
    let long = [
        format!("default:1+hidden={}", "16,".repeat(1 << 20)),
        format!("default:1+zoom={}", "9".repeat(4000)),
        format!("default:{}1", "1.".repeat(MAX_CHILDREN + 1)),
        format!("default:1.{}1-2", "1_".repeat(MAX_CHILDREN - 1)),
        format!("default:1.{}1", "1_".repeat(2000)),
        format!("default:1{}", ".1-2".repeat(MAX_CHILDREN / 2 + 1)),
        format!("default:1.{}", "-".repeat(4000)),
        format!("default:1.1k{}", "1".repeat(4000)),
        format!("{}:1", "x".repeat(4000)),
        "default:1".repeat(1 << 20),
        format!("default:1+color=hex:{}", ["ffffff"; 17].join(",")),
        format!("default:1+activation={}", ["sin"; 65].join(",")),
    ];
    for text in long {
        let error = parse(&text).unwrap_err().to_string();
        assert!(error.len() < 500, "{} bytes: {error}", error.len());
    }
}

#[test]
fn the_last_activation_holds_for_the_layers_behind_it() {
    let recipe = parse("glossy:1+activation=sin,tanh,tanh").unwrap().recipe;
    assert_eq!(recipe.to_string(), "glossy:1+activation=sin,tanh");
    assert_eq!(recipe.layer_activation(0), Some(Activation::Sin));
    assert_eq!(recipe.layer_activation(8), Some(Activation::Tanh));
    assert_eq!(parse("glossy:1+activation=sin,sin").unwrap().recipe.activation, Activations::All(Activation::Sin));
}

#[test]
fn steering_beyond_the_limits_is_refused() {
    let valid = Preset::Default.recipe(Seed::from(1));
    let broken: [fn(&mut Recipe); 9] = [
        |recipe| recipe.view.zoom = f64::NAN,
        |recipe| recipe.view.center[1] = f64::INFINITY,
        |recipe| recipe.gain = -1.0,
        |recipe| recipe.hidden = vec![16; 65],
        |recipe| recipe.hidden = vec![0],
        |recipe| recipe.latent = 65,
        |recipe| recipe.activation = Activations::PerLayer(vec![Activation::Sin; 7]),
        |recipe| recipe.seed.path = vec![Generation::Child(Child::from(0)); MAX_CHILDREN + 1],
        |recipe| recipe.seed.path = vec![Generation::Child(Child { number: 0, step: 16 })],
    ];
    assert!(valid.validate().is_ok());
    for (index, breaks) in broken.into_iter().enumerate() {
        let mut recipe = valid.clone();
        breaks(&mut recipe);
        assert!(recipe.validate().is_err(), "case {index}: {recipe}");
    }
}

#[test]
fn children_extend_the_seed_until_the_path_is_full() {
    let mut recipe = parse("glossy:3+zoom=2").unwrap().recipe;
    assert_eq!(breed::child(&recipe, Child::from(7)).unwrap().to_string(), "glossy:3.7+zoom=2");
    assert_eq!(breed::child(&recipe, Child { number: 7, step: 9 }).unwrap().to_string(), "glossy:3.7k9+zoom=2");
    for number in 0..MAX_CHILDREN as u32 {
        recipe = breed::child(&recipe, Child::from(number)).unwrap();
    }
    assert!(recipe.validate().is_ok());
    assert_eq!(breed::child(&recipe, Child::from(0)), None);
}

/// The longest path that may be, in the longest form.
#[test]
fn a_full_path_of_the_largest_numbers_is_read_and_printed() {
    let paths = [vec!["4294967295k15"; MAX_CHILDREN / 2].join("_"), vec!["4294967294k15"; MAX_CHILDREN / 2].join("_")];
    let line = format!("corner-rays:18446744073709551615.{}-{}", paths[1], paths[0]);
    assert_eq!(parse(&line).unwrap().recipe.to_string(), line);
}

fn cross(one: &str, other: &str) -> Result<String, CrossRefused> {
    let [one, other] = [one, other].map(|line| parse(line).unwrap().recipe);
    breed::cross(&one, &other).map(|recipe| recipe.to_string())
}

#[test]
fn a_cross_stands_behind_what_its_parents_share() {
    for (one, other, expected) in [
        ("42.3.1.4", "42.3.7k3.2", "default:42.3.1_4-7k3_2"),
        ("42.1", "42.2", "default:42.1-2"),
        ("42.2", "42.1", "default:42.1-2"),
        ("42.3k7", "42.3", "default:42.3-3k7"),
        ("42.1-2.3", "42.1-2.5", "default:42.1-2.3-5"),
        // The knobs are those of the first.
        ("42.1+zoom=2", "42.2+zoom=3", "default:42.1-2+zoom=2"),
        ("glossy:1.1+motion=pan+color=hsv", "glossy:1.2", "glossy:1.1-2+color=hsv+motion=pan"),
        // Another preset with the same knobs draws the same weights.
        ("glossy:1.1", "deep:1.2+hidden=16x9", "glossy:1.1-2"),
        // An ancestor and its child: half the angle; and its grandchild: seen from the generation before.
        ("42", "42.3", "default:42.3k6"),
        ("42.1.3k7", "42.1", "default:42.1.3k8"),
        ("42.1", "42.1.3.4", "default:42.1-1_3_4"),
        ("42.1.2-5", "42.1.2-5.7", "default:42.1.2-5.7k6"),
        ("42.1", "42.1.3k15", "default:42.1-1_3k15"),
    ] {
        assert_eq!(cross(one, other).unwrap(), expected, "{one} with {other}");
        assert_eq!(parse(expected).unwrap().recipe.to_string(), expected);
    }
}

#[test]
fn a_cross_that_can_not_be_is_refused_with_its_reason() {
    let long = format!("1{}", ".1".repeat(MAX_CHILDREN / 2 + 1));
    let other = format!("1.2{}", ".1".repeat(MAX_CHILDREN / 2));
    for (one, other, expected) in [
        ("42.1", "43.1", "strangers"),
        ("42.1", "42.1+zoom=2", "the same"),
        ("42.1", "42.2+hidden=16x5", "differ in hidden"),
        ("42.1", "42.2+activation=sin", "differ in activation"),
        ("42.1", "42.2+weights=normal:1", "differ in weights"),
        ("42.1", "42.2+bias=none", "differ in bias"),
        ("42.1", "42.2+coords=pixels", "differ in coords"),
        ("42.1", "42.2+radius=off", "differ in radius"),
        ("42.1", "42.2+latent=3", "differ in latent"),
        ("42.1", "42.2+color=gray", "differ in color"),
        ("42", "42.1.2", "the seed that the other descends from"),
        ("42", "42.1k15", "the seed that the other descends from"),
        ("42.1-2.3", "42.4", "a cross"),
        ("42.1-2", "42.1-2.3.4", "a cross"),
        (long.as_str(), other.as_str(), "more than 64 children"),
    ] {
        for (one, other) in [(one, other), (other, one)] {
            let error = cross(one, other).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains('\n'), "{one} with {other}: {error}");
        }
    }
}

#[test]
fn every_key_says_what_it_does_and_takes() {
    for key in &LineKey::ALL {
        assert!(!key.help().is_empty() && !key.allowed().is_empty() && !key.allowed().contains('\n'));
        assert_eq!(LineKey::named(key.name()).map(LineKey::name), Some(key.name()));
        let mut recipe = Preset::Default.recipe(Seed::from(1));
        let error = key.set(&mut recipe, "?").unwrap_err().to_string();
        assert!(error.contains(&key.allowed()), "{error}");
        assert_eq!(recipe, Preset::Default.recipe(Seed::from(1)));
    }
}
