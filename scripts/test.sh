#!/usr/bin/env bash
# Everything that must hold before a change lands. Each step stops the run when it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/step.sh

spec_is_fresh() {
    cargo run --quiet -p api --bin perezvon -- openapi | diff -u api-spec/openapi.json - |
        head -40 || { echo "api-spec/openapi.json is stale: run 'make api-spec' and commit it" >&2; return 1; }
}

scripts/check.sh
step "tests on both databases" cargo run --quiet -p testkit --bin with-postgres -- \
    cargo test --workspace --exclude frontend --no-fail-fast
step "the application, as shipped" cargo run --quiet --release -p bundle
step "API document is fresh" spec_is_fresh
step "browser tests" scripts/e2e.sh
