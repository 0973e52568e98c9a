#!/bin/sh
# Writes what a package holds beside the program: the manual page and the completions, as the program prints them.
#
#     packaging/assets.sh [PROGRAM [FOLDER]]
set -eu

program=${1:-target/release/neurotty}
folder=${2:-target/assets}

mkdir -p "$folder"
"$program" man >"$folder/neurotty.1"
"$program" completions bash >"$folder/neurotty.bash"
"$program" completions zsh >"$folder/_neurotty"
"$program" completions fish >"$folder/neurotty.fish"
