//! ART: lines, files that carry one, imported weights, and everything that is none of these.

use std::fs;
use std::path::PathBuf;

use neurotty::network::Network;
use neurotty::network::weights::to_safetensors;
use neurotty::open::{OpenError, Opened, open, open_file};
use neurotty::recipe::text::{LineKey, parse};
use neurotty::recipe::{Activation, Activations, ColorMode, Recipe, View};
use neurotty::work::Work;
use tempfile::TempDir;

const LINE: &str = "mondrian:7.1+zoom=250";

fn recipe(line: &str) -> Recipe {
    parse(line).unwrap().recipe
}

fn file(name: &str, bytes: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn png(texts: &[(&str, &str)], side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, 1);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Sixteen);
    for (keyword, text) in texts {
        encoder.add_itxt_chunk((*keyword).to_owned(), (*text).to_owned()).unwrap();
    }
    encoder.write_header().unwrap().write_image_data(&vec![0; side as usize * 8]).unwrap();
    bytes
}

fn gif(comments: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 1, 1, &[0, 0, 0, 255, 255, 255]).unwrap();
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    for comment in comments {
        let blocks: Vec<&[u8]> = comment.as_bytes().chunks(255).collect();
        encoder.write_raw_extension(gif::Extension::Comment.into(), &blocks).unwrap();
    }
    encoder.write_frame(&gif::Frame::from_indexed_pixels(1, 1, vec![0], None)).unwrap();
    drop(encoder);
    bytes
}

fn refused(path: &std::path::Path) -> String {
    let error = format!("{:#}", anyhow::Error::from(open_file(path).unwrap_err()));
    assert!(!error.contains('\n') && error.contains(path.file_name().unwrap().to_str().unwrap()), "{error}");
    error
}

/// The recipe that `art` names whole; no imported weights paint it.
fn opened(art: &str) -> Recipe {
    let Opened::Work(work) = open(art).unwrap() else { panic!("{art} names no seed") };
    assert!(work.imported().is_none());
    work.recipe().clone()
}

#[test]
fn a_line_opens_with_or_without_a_seed() {
    assert_eq!(opened("42"), recipe("default:42"));
    let Opened::Unseeded(unseeded) = open("pollock+zoom=2").unwrap() else { panic!("no seed was named") };
    assert_eq!(*unseeded, recipe("pollock:0+zoom=2"));
}

#[test]
fn what_is_neither_a_line_nor_a_file_says_both() {
    for text in ["mondrain", "", "a\0b"] {
        let error = open(text).unwrap_err();
        assert!(matches!(error, OpenError::NotAnArtwork(_)), "{error:?}");
        assert!(error.to_string().ends_with("and there is no such file"), "{error}");
    }
    // A preset's name shows that a line was meant, a folder or an ending that a file was.
    let error = open("mondrian:x").unwrap_err();
    assert!(matches!(error, OpenError::NotAnArtwork(_)) && !error.to_string().contains("file"), "{error}");
    for text in ["picture.png", "pictures/one", &"x/".repeat(3000)] {
        let error = open(text).unwrap_err();
        assert!(matches!(error, OpenError::Missing { .. }), "{error:?}");
        assert!(error.to_string().starts_with(&format!("{text}: there is no such file")), "{error}");
    }
    // A key comes behind a preset, slash or not.
    for (text, part) in [
        ("center=1/2x", "1/2x"),
        ("motion=latent/zom", "did you mean 'zoom'?"),
        ("zoom=3x", "3x"),
        ("zom=3", "did you mean 'zoom'?"),
        ("center=1/2+zoom=2", "center=1/2"),
        ("zoom=2", "default+zoom=2"),
    ] {
        let error = open(text).unwrap_err();
        assert!(matches!(error, OpenError::NotAnArtwork(_)), "{error:?}");
        let said = error.to_string();
        assert!(said.contains(part) && said.contains("a preset comes before that") && !said.contains("file"), "{said}");
    }
    assert!(open("mondrain").unwrap_err().to_string().contains("did you mean 'mondrian'?"));
}

#[test]
fn pictures_and_casts_reopen_to_their_line() {
    let long = format!(
        "{LINE}+color=hex:{}+hidden={}",
        ["00ff00"; 16].join(","),
        (1..50).map(|w| w.to_string()).collect::<Vec<_>>().join(",")
    );
    let cast = |line: &str| {
        format!("{{\"version\":2,\"width\":80,\"height\":24,\"neurotty\":\"{line}\"}}\n[0.1,\"o\",\"x\"]\n")
    };
    for line in [LINE, &long] {
        for (name, bytes) in [
            ("a.png", png(&[("Title", "default:1"), ("neurotty", line)], 1)),
            ("wide.png", png(&[("neurotty", line)], 65_535)),
            ("a.gif", gif(&["made by hand", &format!("neurotty: {line}")])),
            // From a PNG, by a converter.
            ("converted.gif", gif(&[&format!("[neurotty={line}]")])),
            ("a.cast", cast(line).into_bytes()),
        ] {
            let (_folder, path) = file(name, bytes);
            assert_eq!(opened(path.to_str().unwrap()), recipe(line), "{name}");
        }
    }
}

#[test]
fn files_without_a_line_are_refused_with_the_reason() {
    for (name, bytes, expected) in [
        ("bare.png", png(&[], 1), "carries no line of text"),
        ("bare.gif", gif(&["neurotty is not a prefix here"]), "carries no line of text"),
        ("bare.cast", b"{\"version\":2}\n".to_vec(), "carries no line of text"),
        ("wrong.png", png(&[("neurotty", "mondrain:7")], 1), "did you mean 'mondrian'?"),
        (
            "notes.txt",
            b"hello".to_vec(),
            "not a PNG, JPEG, TIFF, GIF, WebP, SVG, page, shader, cast, video or safetensors file",
        ),
        ("empty", Vec::new(), "not a PNG, JPEG, TIFF, GIF, WebP, SVG, page, shader, cast, video or safetensors file"),
        ("broken.cast", b"{\"version\":".to_vec(), "can't read"),
        ("broken.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec(), "can't read"),
        ("broken.gif", b"GIF89a\x01\0\x01\0\0\0\0\xff\xff".to_vec(), "can't read"),
        ("broken.safetensors", b"\x10\0\0\0\0\0\0\0{\"a\":".to_vec(), "safetensors"),
    ] {
        let (_folder, path) = file(name, bytes);
        let error = refused(&path);
        assert!(error.contains(expected), "{name}: {error}");
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(refused(folder.path()).contains("not a regular file"));
}

#[test]
fn truncated_files_never_panic() {
    for (name, bytes) in [
        ("a.png", png(&[("neurotty", LINE)], 1)),
        ("a.gif", gif(&[&format!("neurotty: {LINE}")])),
        ("a.safetensors", to_safetensors(&Network::build(&recipe(LINE)), Some(LINE))),
    ] {
        for length in (0..bytes.len().min(600)).step_by(7) {
            let (_folder, path) = file(name, &bytes[..length]);
            let _ = open_file(&path);
        }
    }
}

fn imported(network: &Network, line: Option<&str>) -> Work {
    let (_folder, path) = file("net.safetensors", to_safetensors(network, line));
    let work = open_file(&path).unwrap();
    assert!(work.imported().is_some());
    work
}

#[test]
fn our_own_weights_reopen_as_their_line_until_they_are_changed() {
    let mut network = Network::build(&recipe(LINE));
    let (_folder, path) = file("net.safetensors", to_safetensors(&network, Some(LINE)));
    assert_eq!(opened(path.to_str().unwrap()), recipe(LINE));
    let before = imported(&network, None);
    network.layers[3].weights[5] += 1.0;
    let changed = imported(&network, Some(LINE));
    assert_eq!((changed.network(), changed.recipe().view.zoom), (&network, 250.0));
    let label = changed.label();
    assert!(label.starts_with("net.safetensors #") && label.len() == "net.safetensors #".len() + 8);
    assert_ne!(label, before.label());
}

#[test]
fn imported_weights_paint_their_own_outputs_over_their_own_inputs() {
    let work = imported(&Network::build(&recipe("default:1")), None);
    let recipe = work.recipe();
    assert_eq!((recipe.gain, recipe.latent_scale, recipe.view), (1.0, 1.0, View::HOME));
    assert!(!recipe.invert && !recipe.stretch);
}

#[test]
fn knobs_say_what_imported_weights_leave_open() {
    let drawn = Network::build(&recipe("glossy:1+hidden=8,4+latent=2+color=gray"));
    let work = imported(&drawn, None);
    assert_eq!((work.recipe().hidden.clone(), work.recipe().latent), (vec![8, 4], 2));
    assert_eq!((work.recipe().color.clone(), work.recipe().radius), (ColorMode::Gray, false));
    let set = |recipe: &mut Recipe, key: &str, value: &str| LineKey::named(key).unwrap().set(recipe, value).unwrap();
    let mut turned = work.recipe().clone();
    set(&mut turned, "radius", "on");
    set(&mut turned, "activation", "sin,relu");
    set(&mut turned, "color", "palette:magma");
    let work = work.try_with(turned).unwrap();
    assert_eq!((work.network().radius, work.network().latent, work.recipe().latent), (true, 1, 1));
    assert_eq!(work.recipe().activation, Activations::PerLayer(vec![Activation::Sin, Activation::Relu]));
    assert_eq!(work.network().layers[0].activation_of(0), Some(Activation::Sin));
}

#[test]
fn imported_weights_paint_what_they_fit_and_nothing_is_called_theirs_that_they_do_not_paint() {
    let work = imported(&Network::build(&recipe("glossy:1+hidden=8,4")), None);
    for (key, value) in
        [("hidden", "8,5"), ("hidden", "8"), ("color", "gray"), ("weights", "uniform:3"), ("bias", "normal:1")]
    {
        let mut turned = work.recipe().clone();
        LineKey::named(key).unwrap().set(&mut turned, value).unwrap();
        assert!(work.try_with(turned.clone()).unwrap_err().to_string().contains(key));
        let other = work.with(turned.clone());
        assert_eq!(other.network(), &Network::build(&turned), "{key}");
        assert_eq!((other.label(), other.text_at(0.0)), (turned.to_string(), turned.to_string()), "{key}");
        // Turned back, the weights are there again.
        let back = other.with(work.recipe().clone());
        assert_eq!((back.network(), back.label()), (work.network(), work.label()), "{key}");
    }
}

#[test]
fn a_lone_linear_layer_paints() {
    let work = imported(&Network::build(&recipe("no-hidden:1+latent=0+color=rgb")), None);
    assert_eq!((work.recipe().hidden.len(), work.network().layers.len()), (0, 1));
    work.recipe().validate().unwrap();
    work.try_with(work.recipe().clone()).unwrap();
}

#[test]
fn a_line_in_weights_that_names_a_larger_network_draws_none() {
    let small = Network::build(&recipe("default:1+hidden=4"));
    let work = imported(&small, Some("default:42+hidden=1024x64"));
    assert_eq!((work.recipe().hidden.clone(), work.recipe().seed.root), (vec![4], 42));
}

/// A chunk of a PNG.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [&name[..], data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &named, &zlib_rs::crc32::crc32(0, &named).to_be_bytes()].concat()
}

/// A PNG of one pixel with `more` chunks before its pixels, or behind them.
fn png_with(more: &[u8], behind: bool) -> Vec<u8> {
    const END: usize = 12;
    let bare = png(&[], 1);
    // Signature and header.
    let place = if behind { bare.len() - END } else { 8 + 25 };
    [&bare[..place], more, &bare[place..]].concat()
}

/// A zlib stream of `text`.
fn zlib(text: &[u8]) -> Vec<u8> {
    let mut out = vec![0; 200 + text.len()];
    let mut deflate = zlib_rs::Deflate::new(6, true, 15);
    deflate.compress(text, &mut out, zlib_rs::DeflateFlush::Finish).unwrap();
    out.truncate(deflate.total_out() as usize);
    out
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut deflate = zlib_rs::Deflate::new(9, false, 15);
    let mut data = vec![0; text.len() + 100];
    deflate.compress(text, &mut data, zlib_rs::DeflateFlush::Finish).unwrap();
    data.truncate(deflate.total_out() as usize);
    let length = (text.len() as u32).to_le_bytes();
    let sum = zlib_rs::crc32::crc32(0, text).to_le_bytes();
    [&[0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3][..], b"a.svg\0", &data, &sum, &length].concat()
}

#[test]
fn a_png_reopens_whatever_an_editor_made_of_its_text() {
    let line = LINE.as_bytes();
    let itxt = |flag: u8, text: &[u8]| [b"neurotty\0", &[flag, 0][..], b"en\0what\0", text].concat();
    let texts = [
        (b"tEXt", [b"neurotty\0", line].concat()),
        (b"zTXt", [b"neurotty\0\0", &zlib(line)[..]].concat()),
        (b"iTXt", itxt(0, line)),
        (b"iTXt", itxt(1, &zlib(line))),
        // What converters make of the comments of other formats.
        (b"tEXt", [b"Comment\0neurotty: ", line].concat()),
        (b"tEXt", [b"Description\0drawn by [neurotty=", line, b"]"].concat()),
        (b"eXIf", [b"II*\0 and other fields [neurotty=", line, b"]\0"].concat()),
    ];
    let (other, damaged) = (chunk(b"tEXt", b"Software\0an editor"), {
        let mut chunk = chunk(b"tEXt", b"neurotty\0default:1");
        *chunk.last_mut().unwrap() ^= 1;
        chunk
    });
    for (name, data) in texts {
        for behind in [false, true] {
            let more = [&other[..], &damaged, &chunk(name, &data)].concat();
            let (_folder, path) = file("edited.png", png_with(&more, behind));
            let opened = open_file(&path).unwrap_or_else(|error| panic!("{name:?}, {behind}: {error}"));
            assert_eq!((opened.recipe(), opened.imported()), (&recipe(LINE), None), "{name:?}, {behind}");
        }
    }
}

#[test]
fn an_svg_reopens_whatever_stands_before_its_first_element() {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><desc>[neurotty={LINE}]</desc></svg>\n");
    let prefixed = format!("<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:desc>[neurotty={LINE}]</s:desc></s:svg>");
    let doctype = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\" [<!ENTITY a \">\">]>\n";
    let comment = format!("<!-- {} -->\n", "made with an editor, it isn't short; ".repeat(200));
    for text in [
        format!("\u{feff}{svg}"),
        format!("\n  {svg}"),
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n{svg}"),
        format!("\u{feff}<?xml version=\"1.0\"?>\n{doctype}{comment}{svg}"),
        format!("{comment}{prefixed}"),
    ] {
        let (_folder, path) = file("edited.svg", &text);
        assert_eq!(open_file(&path).unwrap().recipe(), &recipe(LINE), "{text:.60}");
    }
    // What editors make of it: letters as numbers, a broken line, a comment longer than most files, UTF-16, compression.
    let numbers = |text: &str| text.chars().map(|c| format!("&#{};", c as u32)).collect::<String>();
    let written = |line: &str| svg.replace(LINE, line);
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    for bytes in [
        written(&numbers(LINE)).into_bytes(),
        written(&LINE.replace(':', "&#x3A;")).into_bytes(),
        svg.replace(&format!("[neurotty={LINE}]"), &numbers(&format!("[neurotty={LINE}]"))).into_bytes(),
        written(&format!("\n  {}\n", LINE.replace('+', "+\n    "))).into_bytes(),
        format!("{}{svg}", comment.repeat(20)).into_bytes(),
        wide(&format!("\u{feff}{svg}"), u16::to_le_bytes),
        wide(&format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{svg}"), u16::to_be_bytes),
        gzip(svg.as_bytes()),
        gzip(format!("{}{svg}", comment.repeat(20)).as_bytes()),
    ] {
        let (_folder, path) = file("edited.svgz", &bytes);
        assert_eq!(open_file(&path).unwrap().recipe(), &recipe(LINE), "{:.60}", bytes.escape_ascii().to_string());
    }
    let (_folder, path) = file("archive.gz", gzip(b"no picture"));
    assert!(refused(&path).contains("not a PNG"));
    let (_folder, path) = file("page.xml", "<?xml version=\"1.0\"?><page/>");
    assert!(refused(&path).contains("not a PNG"));
}

#[test]
fn a_file_of_holes_is_not_walked_to_its_end() {
    let (_folder, path) = file("sparse.png", &png_with(&[], false)[..33]);
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(64 << 30).unwrap();
    let start = std::time::Instant::now();
    refused(&path);
    assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
}

#[cfg(target_os = "linux")]
#[test]
fn a_text_that_unfolds_to_gigabytes_takes_no_more_memory_than_the_file() {
    // The same block again and again: two megabytes that unfold to two gigabytes.
    let mut deflate = zlib_rs::Deflate::new(9, false, 15);
    let mut block = vec![0; 1 << 14];
    deflate.compress(&vec![b'a'; 1 << 20], &mut block, zlib_rs::DeflateFlush::SyncFlush).unwrap();
    block.truncate(deflate.total_out() as usize);
    let bomb = [&[0x78_u8, 0x9c][..], &block.repeat(2048), &[3, 0, 0, 0, 0, 0]].concat();
    for (name, head) in
        [(b"iTXt", &b"neurotty\0\x01\0\0\0"[..]), (b"zTXt", &b"neurotty\0\0"[..]), (b"iCCP", &b"neurotty\0\0"[..])]
    {
        let (_folder, path) = file("bomb.png", png_with(&chunk(name, &[head, &bomb].concat()), false));
        let script = "ulimit -v 1500000 && exec \"$0\" explain \"$1\" --threads 1";
        let mut shell = std::process::Command::new("sh");
        let ended = shell
            .envs(crate::home::variables())
            .args(["-c", script, env!("CARGO_BIN_EXE_neurotty")])
            .arg(&path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{name:?}: {said}");
        assert!(said.contains("bomb.png"), "{said}");
    }
}
