#!/usr/bin/env bash
# The browser tests: the real server, Debian's Chromium. Arguments go to Playwright (a file name, -g WORDS, --headed).
# E2E_DATABASE=postgres runs them on PostgreSQL instead of SQLite files.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ -e frontend/dist/index.html ]] || cargo run --quiet --release -p bundle
cargo build --quiet -p api --bin perezvon
export PEREZVON=${CARGO_TARGET_DIR:-$PWD/target}/debug/perezvon
if [[ ${E2E_DATABASE:-sqlite} == postgres ]]; then
    cd e2e && exec cargo run --quiet -p testkit --bin with-postgres -- npx playwright test "$@"
fi
cd e2e && exec npx playwright test "$@"
