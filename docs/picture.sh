#!/usr/bin/env bash
# Makes the pictures of the report that README and guide show anew, one per language: bash docs/picture.sh
# Needs chromium. The demonstration is the same each time but for its noise; fonts are those of the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

to=${1:-docs}
mkdir -p "$to"/{en,fr}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo run --quiet --release --locked -- demo --out "$scratch/demo" > "$scratch/said.txt"
for lang in en fr; do
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$scratch/$lang" \
        --window-size=1280,960 --force-device-scale-factor=0.75 --virtual-time-budget=5000 \
        --screenshot="$(realpath "$to")/$lang/report.png" "file://$scratch/demo/report.html?lang=$lang" 2> "$scratch/$lang.txt"
done
ls -l "$to"/{en,fr}/report.png
