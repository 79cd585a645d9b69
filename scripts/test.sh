#!/usr/bin/env bash
# Everything that must hold before a change lands. Each step stops the run when it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh

scripts/check.sh
step "tests on both databases" cargo run --quiet -p testkit --bin with-postgres -- \
    cargo test --workspace --exclude frontend --no-fail-fast
step "tests of the application" cargo test --quiet -p frontend
step "the application, as shipped" cargo run --quiet --release -p bundle
step "browser tests" scripts/e2e.sh
