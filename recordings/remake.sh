#!/usr/bin/env bash
# Remakes the recordings that the README shows: pictures of the live view, its cast, GIFs, a page and the contact sheet.
# Needs cargo, Python, ffmpeg and Chromium; harbour.png was drawn by harbour.py.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked --package neurotty --package xtask
neurotty=target/release/neurotty
frames=$(mktemp -d)
trap 'rm -r "$frames"' EXIT

# The live view as it begins.
python3 recordings/record.py "$frames/live.cast" 120x36 "2.6 q" -- "$neurotty" default:875242 --private
target/release/xtask film "$frames/live.cast" "$frames/%04d.png" 1
cp "$frames/0002.png" recordings/live.png
rm "$frames"/*.png

# The live view being steered, with real key presses.
python3 recordings/record.py recordings/live.cast 64x20 \
    "1.5 r 2 o 1.5 o 1.5 + 0.3 + 1 b 3 =3 2 <esc> 1 x 2.5 x 0.5 d 2 <right> 0.5 <right> 1 d 0.5 =7 2 ? 1.5 <esc> 0.5 q" \
    -- "$neurotty" default:875242 --fps 5 --private

# The same as a GIF.
target/release/xtask film recordings/live.cast "$frames/%04d.png" 5
ffmpeg -v error -y -framerate 5 -start_number 2 -i "$frames/%04d.png" \
    -vf 'split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=none:diff_mode=rectangle' recordings/live.gif

# A network that learns a picture, then what the picture is and how far the two are apart.
NEUROTTY_FPS=10 python3 recordings/record.py "$frames/learn.cast" 64x24 "7 <tab> 1.5 <tab> 1.5 <tab> 1 q" \
    -- "$neurotty" learn recordings/harbour.png
target/release/xtask film "$frames/learn.cast" "$frames/learn-%04d.png" 10
ffmpeg -v error -y -framerate 10 -start_number 0 -i "$frames/learn-%04d.png" \
    -vf 'split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=none:diff_mode=rectangle' recordings/learn.gif

# A page in a browser.
"$neurotty" render default:42 -o "$frames/page.html" --quiet
chromium --headless --no-sandbox --window-size=1280,720 --virtual-time-budget=4000 \
    --screenshot="$PWD/recordings/page.png" "file://$frames/page.html" 2>/dev/null

# Loops of presets, each a line of text; faster than they go by themselves.
loop() { "$neurotty" render "$1" -o "recordings/$2.gif" --size 240x150 --fps 10 --quality small --quiet; }
loop default:875242+period=8 default
loop halving:755798+motion=wave+period=6 halving
loop mondrian:7+motion=zoom+period=8 mondrian
loop hardmaru:477957+period=6 hardmaru
loop mixed:376537+motion=rotate+period=8 mixed

# Curated artworks side by side.
"$neurotty" render default:1 --count 24 -o recordings/sheet.png --size 240x135 --quiet
du -ch recordings/*.{cast,gif,png}
