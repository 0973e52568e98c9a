//! The pages, in order.

use super::{
    Knob, Page, Sweep, coordinates, folded, from_layer_to_layer, growing, narrowing, positions, scale_and_likeness,
    spread_and_flat,
};

/// The depths of the notebook's sweep.
const DEPTHS: [u16; 28] = {
    let mut depths = [0; 28];
    let mut index = 0;
    while index < depths.len() {
        depths[index] = index as u16 + 2;
        index += 1;
    }
    depths
};

/// Every page, in order.
pub const PAGES: &[Page] = &[
    Page {
        title: "grey goo",
        line: "grey-goo:1",
        text: "These are the weights that a library draws by default, and they are small: each layer behind the first \
               keeps about half of the differences between pixels. After nine layers nothing of the picture is left, \
               and all of it is one grey.",
        hint: "w makes the weights larger: after eight presses the picture is back",
        sweep: None,
        evidence: from_layer_to_layer,
    },
    Page {
        title: "weights of ±100",
        line: "corner-rays:1",
        text: "The same network with huge weights. Nearly every neuron is driven to −1 or 1, so each channel is full on \
               or full off: a pixel is one of the eight corners of the colour cube, and straight edges part them.",
        hint: "W makes the weights smaller again; x shows the neurons",
        sweep: None,
        evidence: spread_and_flat,
    },
    Page {
        title: "why the wedges come from a corner",
        line: "corner-rays:2",
        text: "Pixels are counted from the top left here, so no input is ever negative: both run from 0 to 128. So far \
               out a bias makes no difference, only the direction does, and every edge of the first layer is a ray \
               from that corner.",
        hint: "drag the picture, or ↑ ↓: the rays stay tied to their corner",
        sweep: None,
        evidence: coordinates,
    },
    Page {
        title: "centred coordinates",
        line: "starburst:1",
        text: "Count from the middle instead, and the inputs take both signs: the rays now burst from the centre. There \
               the edges of all 16 neurons of the first layer meet, or nearly: only their biases keep them apart.",
        hint: "+ zooms in on the place where they do not quite meet",
        sweep: None,
        evidence: coordinates,
    },
    Page {
        title: "into the Mondrian",
        line: "mondrian:1",
        text: "A hundred times closer the biases show: edges miss one another and bound straight-edged polygons. Weights \
               this large make a switch of every neuron, so the plane is cut, not shaded.",
        hint: "+ and - zoom; r draws another one",
        sweep: None,
        evidence: spread_and_flat,
    },
    Page {
        title: "weights of ±3",
        line: "mind-blown:1",
        text: "Between too small and too large. About a third of the last layer shades instead of switching, so colours \
               run into one another, and every layer folds what the one before has folded.",
        hint: "w and W: find where it turns to polygons, and where to soft shades",
        sweep: None,
        evidence: spread_and_flat,
    },
    Page {
        title: "normal weights",
        line: "glossy:1",
        text: "Weights from a bell curve of standard deviation 1: most are small, a few are not. The folds become glossy, \
               and here the article settled. (Its 8 hidden layers are 9 in its code, which we follow.)",
        hint: "r draws another seed; c tries other colours",
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "no hidden layer",
        line: "no-hidden:1",
        text: "Without a hidden layer each channel is a straight ramp through a sigmoid: a gradient, whatever the \
               weights. All that a network can draw beyond that comes from the layers in between.",
        hint: "] adds a layer; with each the picture folds once more",
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "one hidden layer",
        line: "one-hidden:1",
        text: "One layer of 16 neurons: each is one soft ramp across the picture, and a colour adds up 16 of them. Blobs, \
               nothing finer: a sum of ramps bends, but it hardly folds.",
        hint: "{ and } change how many neurons there are; ] adds layers",
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "eight hidden layers",
        line: "glossy:1",
        text: "Eight layers, nine in the code. Each bends what is bent already, so detail multiplies where a wider sum \
               only adds: the circle is more than ten times as long as behind one layer.",
        hint: "[ and ] take layers away and add them; x shows the circle in each",
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "sixteen hidden layers",
        line: "deep:1",
        text: "Sixteen layers of the same kind, seventeen in the code. The circle is more than three times as long again, \
               and blobs have become filigree, much of it finer than a pixel.",
        hint: "+ zooms in: there is more to see for long",
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "depth against width",
        line: "wide:1",
        text: "Nine layers of 32 instead of seventeen of 16: half as deep with twice the weights. It folds as much as the \
               deep network, and is smoother. Does width do what depth does? There is a catch.",
        hint: "← and → compare it with the page before; the next ones look into the catch",
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "the catch: width turns up σ_w",
        line: "wide:1",
        text: "The weights have standard deviation 1 at every width. A sum over twice as many is √2 times as large: \
               widening has turned up σ_w, the size of what enters a neuron. The article's widths differ in both, so \
               they prove nothing about width.",
        hint: "↑ ↓ change the width: σ_w and χ₁ rise, neighbours part",
        sweep: Some(Sweep { knob: Knob::Width, stops: &[8, 16, 32, 64, 128] }),
        evidence: scale_and_likeness,
    },
    Page {
        title: "a fair comparison",
        line: "wide:1+weights=scaled:4",
        text: "Weights divided by √N keep σ_w at 4, as with 16 neurons before. Now 128 neurons are filigree whose pixels \
               are 86% like the next, where the unfair ones were noise at 34%. Most of what looked like width was σ_w.",
        hint: "↑ ↓ once more: σ_w and χ₁ stay where they are",
        sweep: Some(Sweep { knob: Knob::Width, stops: &[8, 16, 32, 64, 128] }),
        evidence: scale_and_likeness,
    },
    Page {
        title: "128 wide",
        line: "pollock:1",
        text: "The article's widest: nine layers of 128. At σ_w 11.3 a pixel shares less than half of what it varies by \
               with the next one, and the picture ends as noise.",
        hint: "+ zooms in: far enough, noise is a picture again",
        sweep: None,
        evidence: folded,
    },
    Page {
        title: "the depth sweep",
        line: "glossy:1+hidden=16x2",
        text: "The notebook's first series: 2 to 29 layers of 16. Up to 10 the picture is alive, then filigree, and from \
               24 on noise: every layer multiplies the folds until the pixels can't show them.",
        hint: "hold ↑ down, and watch the circle grow",
        sweep: Some(Sweep { knob: Knob::Depth, stops: &DEPTHS }),
        evidence: folded,
    },
    Page {
        title: "the width sweep",
        line: "glossy:1+hidden=2x9",
        text: "The notebook's second series: 2 to 512 neurons in each of nine layers, with weights of standard deviation \
               1, so σ_w grows with them from 1.4 to 22.6. From 128 on the picture is noise.",
        hint: "↑ ↓; the widest has two million weights and may be painted coarsely",
        sweep: Some(Sweep { knob: Knob::Width, stops: &[2, 4, 8, 16, 32, 64, 128, 256, 512] }),
        evidence: scale_and_likeness,
    },
    Page {
        title: "halving",
        line: "halving:1",
        text: "Layers of 128, 64, 32, 16 and 8. The wide ones come first, where there is little to fold yet, and σ_w \
               falls as they narrow: each layer folds less than the one before. Large shapes with fine edges.",
        hint: "x shows how the layers narrow",
        sweep: None,
        evidence: narrowing,
    },
    Page {
        title: "activations",
        line: "relu:1",
        text: "The nonlinearity is the brush. relu bends but never bounds, so values grow from layer to layer and the \
               picture turns into flat facets; sin repeats, gaussian makes spots, step only cuts.",
        hint: "a and A go through all eleven and `mixed`",
        sweep: None,
        evidence: growing,
    },
    Page {
        title: "what r and z add",
        line: "hardmaru:1",
        text: "With the distance r from the middle as an input pictures know where their centre is. With latent inputs z \
               there is something to move: one network paints a whole family, and motion walks through it.",
        hint: "m changes the motion, space stops it",
        sweep: None,
        evidence: positions,
    },
    Page {
        title: "order and chaos",
        line: "glossy:1+weights=scaled:1.5",
        text: "One number says most of it: χ₁, how much a layer stretches a small (squared) difference. Below 1 pictures \
               end as goo, above it they fold, far above as noise. Here it is 1.14: nine layers, and still smooth.",
        hint: "d shows the plane; arrows walk the network across it",
        sweep: None,
        evidence: scale_and_likeness,
    },
    Page {
        title: "your turn",
        line: "default:1",
        text: "That is all there is: positions in, colours out, random numbers between. Everything that you have seen is \
               a line of text; y copies the one you are looking at.",
        hint: "R surprises; ? lists the keys; Esc leaves the tour",
        sweep: None,
        evidence: scale_and_likeness,
    },
];
