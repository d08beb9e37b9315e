#!/bin/sh
# Lays out what ships as bin/, lib/winnow/, share/winnow/ and packs it: unpack anywhere, run bin/winnow-desktop.
set -eu
cd "$(dirname "$0")/.."

built=target/dist
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
name=winnow-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
stage=target/package/$name

rm -rf "$stage"
mkdir -p "$stage/bin" "$stage/lib/winnow" "$stage/share/winnow/models"
cp "$built/winnow" "$built/winnow-desktop" "$stage/bin/"
cp -L "$built"/lib*.so* "$stage/lib/winnow/"
backends=$(find "$built/build" -path '*llama-cpp-sys-2*' -name 'libggml-cpu*.so' -exec dirname {} + | sort -u | tail -1)
cp -L "$backends"/libggml-*.so "$stage/lib/winnow/"
cp models/cache/*.gguf models/cache/manifest.json "$stage/share/winnow/models/"
cp -r models/licenses models/cards "$stage/share/winnow/models/"
cp README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$stage/"
tar -C target/package -czf "target/package/$name.tar.gz" "$name"

WINNOW_HOME=$(mktemp -d) "$stage/bin/winnow" doctor
echo "target/package/$name.tar.gz"
