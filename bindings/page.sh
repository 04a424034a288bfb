#!/usr/bin/env bash
# Writes OUT/verify.html: one page that verifies a bundle in a browser, without a network. Usage: bindings/page.sh OUT
#
# Needs Rust's target wasm32-unknown-unknown and clang, as some dependencies are written in C. Where either can't be had it
# says so and ends with 3; with 1 where anything else fails.
set -Eeuo pipefail
trap 'exit 1' ERR
out=${1:?"usage: bindings/page.sh OUT"}
mkdir -p "$out"
out=$(realpath "$out")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

left_out() {
    echo "left out: no page, as $1" >&2
    exit 3
}

target=wasm32-unknown-unknown
libraries=$(rustc --print sysroot)/lib/rustlib/$target
if [[ ! -d $libraries ]]; then
    rustup target add "$target" > /dev/null 2>&1 || left_out "the target $target can’t be had"
fi
command -v clang > /dev/null || left_out "there is no clang"

export CC_wasm32_unknown_unknown=clang
# Keys of ahash, which Parquet uses, are drawn when it is compiled for want of another source: from this, the same each time.
export CONST_RANDOM_SEED=archipel
# Names of functions would be a third of the page.
export CARGO_PROFILE_RELEASE_STRIP=true
cargo build --quiet --release --locked --package archipel-wasm --target "$target"

page=bindings/wasm/page
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
module=${CARGO_TARGET_DIR:-target}/$target/release/archipel_wasm.wasm
while IFS= read -r line; do
    case $line in
    @style@) cat crates/bundle/src/report/html/style.css "$page/page.css" ;;
    @script@) cat "$page/page.js" ;;
    *@module@*)
        printf '%s' "${line%%@module@*}"
        gzip -9nc "$module" | base64 -w 0
        printf '%s\n' "${line##*@module@}"
        ;;
    *) printf '%s\n' "${line//@version@/$version}" ;;
    esac
done < "$page/page.html" > "$out/verify.html"
