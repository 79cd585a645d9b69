#!/usr/bin/env bash
# Build the single-page application, then the one binary that carries it.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo run --quiet --release -p bundle
cargo build --release -p api --bin perezvon
