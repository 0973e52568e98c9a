//! The last chapter: weights that have learnt.

use super::Evidence::{Learnt, Measured};
use super::{DOWN, FEWER_LAYERS, HELP, MORE_LAYERS, NEXT_ACTIVATION, Page, UP, widths};
use crate::app::action::Action;
use crate::app::view::tour::lesson::Lesson;
use crate::app::words::Words;
use crate::insight::evidence::scale_and_likeness;

/// Its pages, in order.
pub(super) const PAGES: &[Page] = &[
    Page {
        title: "a network can paint anything",
        line: "glossy:0+activation=sin+hidden=64x3+motion=still",
        text: Words::plain(
            "So far weights were random. Learning changes all of them a little, step by step, so that the error goes \
               down: the difference from a given picture. Three layers of sines, 4 wide, keep to fog; 128 wide have \
               every post of the fence. Nearness is in decibels (dB): 6 more halve the error.",
        ),
        hint: Words::with_keys(
            "{} {} change the width; {} {} the depth, {} the activation: it learns again",
            &[UP, DOWN, FEWER_LAYERS, MORE_LAYERS, NEXT_ACTIVATION],
        ),
        footnote: None,
        sweep: Some(widths(&[4, 8, 16, 32, 64, 128])),
        evidence: Learnt(Lesson::Widths),
    },
    Page {
        title: "why it starts as fog",
        line: "glossy:0+activation=sin+hidden=64x3+motion=still",
        text: Words::plain(
            "Low frequencies, the coarse shapes, are learnt first, and high ones, the fine detail, later. Left tanh, \
               right sin: a tanh is one soft ramp, and to put detail together from ramps takes many steps; a sine goes \
               up and down all over the picture from the start.",
        ),
        hint: Words::with_keys("{} {}: four times as many steps, or a quarter; fog, shapes, detail", &[UP, DOWN]),
        footnote: None,
        sweep: None,
        evidence: Learnt(Lesson::Fog),
    },
    Page {
        title: "random features",
        line: "glossy:0+activation=sin+hidden=64x3+motion=still",
        text: Words::plain(
            "Must all layers learn? Left, the three hidden layers stay random, and the output's weights are the best \
               that there are for them, solved by least squares. Right, all layers have learnt. Random waves are as \
               many, but they are not the picture's: learning the hidden layers is what matters.",
        ),
        hint: Words::with_keys(
            "{} {} change the width: what learns gains much, the random one hardly gains",
            &[UP, DOWN],
        ),
        footnote: None,
        sweep: Some(widths(&[8, 16, 32, 64, 128])),
        evidence: Learnt(Lesson::RandomFeatures),
    },
    Page {
        title: "your turn",
        line: "default:1",
        text: Words::with_keys(
            "That is all there is: positions in, colours out, random numbers between. Everything that you have seen \
               is a line of text; {} copies the one you are looking at. This was the last page: thank you for coming \
               along.",
            &[Action::Copy],
        ),
        hint: Words::with_keys(
            "{} surprises; {} lists the keys; {} leaves the tour",
            &[Action::Surprise, HELP, Action::Close],
        ),
        footnote: None,
        sweep: None,
        evidence: Measured(scale_and_likeness),
    },
];
