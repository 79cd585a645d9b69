#!/usr/bin/env bash
# Build the single-page application, then the one binary that carries it.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo run --quiet --release -p bundle
# No `-p`: whatever is built for a release is built with one set of features, and nothing twice.
cargo build --release --bin perezvon
