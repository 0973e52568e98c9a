#!/bin/sh
# Builds a Debian package with cargo-deb (cargo install cargo-deb), below target/debian/.
#
#     packaging/deb.sh "NAME <ADDRESS>"
#
# Who maintains the package is said here, and nowhere else: none is written into the project.
set -eu

if [ $# -ne 1 ]; then
    echo 'usage: packaging/deb.sh "NAME <ADDRESS>"' >&2
    exit 2
fi

cd "$(dirname "$0")/.."
cargo build --release --locked
packaging/assets.sh
cargo deb --no-build --strip --maintainer "$1"
