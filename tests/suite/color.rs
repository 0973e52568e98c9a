//! Colour: palettes, gradients, Oklab, terminal colours.

use color::{ANSI, Oklab, Transfer, difference, nearest_ansi, nearest_xterm, xterm};
use neurotty::palette::{Gradient, Palette};
use neurotty::recipe::stream::{Purpose, StreamKey};

fn oklab(pixel: [u8; 3]) -> Oklab {
    Oklab::from_bytes(Transfer::get(), pixel)
}

fn bytes(srgb: [f32; 3]) -> [u8; 3] {
    srgb.map(|value| (value * 255.0 + 0.5) as u8)
}

#[test]
fn oklab_of_known_colours() {
    // Ottosson's page and the CSS Color 4 examples, rounded there to three or four digits.
    for (pixel, [l, a, b]) in [
        ([255, 255, 255], [1.0, 0.0, 0.0]),
        ([0, 0, 0], [0.0, 0.0, 0.0]),
        ([255, 0, 0], [0.628, 0.2249, 0.1258]),
        ([0, 255, 0], [0.8664, -0.2339, 0.1795]),
        ([0, 0, 255], [0.452, -0.0325, -0.3115]),
    ] {
        let color = oklab(pixel);
        let close = (color.l - l).abs() < 5e-4 && (color.a - a).abs() < 5e-4 && (color.b - b).abs() < 5e-4;
        assert!(close, "{pixel:?} is {color:?}");
    }
    assert!((difference(oklab([0; 3]), oklab([255; 3])) - 100.0).abs() < 0.01);
}

#[test]
fn viridis_is_the_viridis_of_matplotlib() {
    // matplotlib's `_viridis_data`, rounded to bytes, at 0, ¼, ½, ¾ and 1.
    let viridis = Palette::Viridis.gradient();
    let published = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
    for (quarter, published) in published.into_iter().enumerate() {
        let color = bytes(viridis.sample(quarter as f32 / 4.0));
        let near = color.iter().zip(published).all(|(a, b): (&u8, u8)| a.abs_diff(b) <= 2);
        assert!(near, "{color:?} instead of {published:?}");
    }
}

#[test]
fn palettes_have_names_of_their_own_and_span_a_range() {
    for (index, palette) in Palette::ALL.into_iter().enumerate() {
        assert!(Palette::ALL[..index].iter().all(|other| other.name() != palette.name()));
        let gradient = palette.gradient();
        let lightness = |v: f32| Oklab::from_srgb(gradient.sample(v)).l;
        let values: Vec<f32> = (0..=64).map(|step| lightness(step as f32 / 64.0)).collect();
        let (low, high) = values.iter().fold((1.0_f32, 0.0_f32), |(low, high), l| (low.min(*l), high.max(*l)));
        assert!(high - low > 0.5, "{} spans {low}..{high} in lightness", palette.name());
    }
}

#[test]
fn gradients_do_not_band() {
    // Over 20,000 steps no channel jumps by more than an 8-bit output must.
    for gradient in Palette::ALL.map(Palette::gradient).into_iter().chain([Gradient::gray()]) {
        let colors = (0..=20_000).map(|step| bytes(gradient.sample(step as f32 / 20_000.0)));
        let colors: Vec<_> = colors.collect();
        for pair in colors.windows(2) {
            assert!(pair[0].iter().zip(pair[1]).all(|(a, b)| a.abs_diff(b) <= 1), "{pair:?}");
        }
    }
}

#[test]
fn a_gradient_passes_through_its_colours_and_stops_at_its_ends() {
    let colors = [[38, 70, 83], [42, 157, 143], [233, 196, 106], [231, 111, 81]];
    let gradient = Gradient::through(&colors);
    for (index, color) in colors.into_iter().enumerate() {
        let sampled = bytes(gradient.sample(index as f32 / 3.0));
        assert!(sampled.iter().zip(color).all(|(a, b)| a.abs_diff(b) <= 1), "{sampled:?} instead of {color:?}");
    }
    assert_eq!(gradient.sample(-1.0), gradient.sample(0.0));
    assert_eq!(gradient.sample(2.0), gradient.sample(1.0));
    assert_eq!(bytes(Gradient::through(&[[9, 8, 7]]).sample(0.4)), [9, 8, 7]);
}

#[test]
fn blends_in_oklab_keep_to_the_middle() {
    let (blue, yellow) = ([0, 0, 255], [255, 255, 0]);
    let middle = Oklab::from_srgb(Gradient::through(&[blue, yellow]).sample(0.5));
    let (from, to) = (difference(oklab(blue), middle), difference(middle, oklab(yellow)));
    assert!((from - to).abs() < 0.5, "{from} from blue, {to} to yellow");
}

#[test]
fn xterm_colours_stand_where_xterm_puts_them() {
    let known = [(16, [0, 0, 0]), (21, [0, 0, 255]), (46, [0, 255, 0]), (110, [135, 175, 215]), (231, [255; 3])];
    for (index, color) in known.into_iter().chain([(232, [8; 3]), (244, [128; 3]), (255, [238; 3])]) {
        assert_eq!(xterm(index), color, "{index}");
    }
    assert!((0..16).all(|index| xterm(index) == ANSI[usize::from(index)]));
}

#[test]
fn the_nearest_colour_is_hardly_ever_beaten() {
    let mut stream = StreamKey::root(1).stream(Purpose::Colors);
    let random = (0..5000).map(|_| std::array::from_fn(|_| stream.index(256) as u8));
    let edges = [[0; 3], [255; 3], [255, 0, 0], [0, 255, 0], [0, 0, 255], [128; 3]];
    for pixel in random.chain(edges) {
        for (index, candidates) in [(nearest_xterm(pixel), 16..=255), (nearest_ansi(pixel), 0..=15)] {
            let distance = |index| difference(oklab(pixel), oklab(xterm(index)));
            let best = candidates.map(distance).fold(f32::MAX, f32::min);
            // Half a cell of the table is about ¼ of a step of the colour cube: 2 for the darkest, less elsewhere.
            assert!(distance(index) <= best + 4.0, "{pixel:?}: {index} is {} away, the best {best}", distance(index));
        }
    }
}
