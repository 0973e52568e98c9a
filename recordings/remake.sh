#!/usr/bin/env bash
# Remakes the recordings: the casts and GIFs that the README shows. Needs cargo and Python.
# live.png is a picture of a terminal of 120×36 that shows `neurotty default:875242`.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked
neurotty=target/release/neurotty

# The live view being steered, with real key presses.
python3 recordings/record.py recordings/live.cast 64x20 \
    "2 ? 2 <esc> 0.5 r 2 + 0.3 + 1 ] 1 c 1.5 3 2 q" -- "$neurotty" default:875242 --fps 8

# A loop, from a line of text: five times as fast as it goes by itself.
"$neurotty" render default:875242+period=16 -o recordings/default.gif --size 256x160 --fps 10 --quality small --quiet
