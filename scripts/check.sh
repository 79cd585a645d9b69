#!/usr/bin/env bash
# Format, lints with warnings as errors on both machines the code runs on, and the rules of the house.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh

step "format" cargo fmt --all --check
step "lints of the server" cargo clippy --quiet --workspace --exclude frontend --all-targets -- -D warnings
step "lints of the application" cargo clippy --quiet -p frontend --target wasm32-unknown-unknown -- -D warnings
step "rules of the house" cargo test --quiet -p testkit --test house
