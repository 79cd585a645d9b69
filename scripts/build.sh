#!/usr/bin/env bash
# Build the single-page application, then the one binary that carries it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh
step "the application (the first time takes minutes)" cargo run --release -p bundle
# No `-p`: whatever is built for a release is built with one set of features, and nothing twice.
step "the server" cargo build --release --bin perezvon
