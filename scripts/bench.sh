#!/usr/bin/env bash
# Measure on an otherwise idle machine and put the figures into docs/bench.md, below its line `<!-- figures -->`.
# Arguments go to the measuring program: --clients N, --seconds S, --connections C.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${CARGO_TARGET_DIR:-$PWD/target}/release
cargo build --quiet --release --bin bench --example point_read
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
"$bin/bench" "$@" >"$figures"
PEREZVON=$bin/perezvon node e2e/bench.mjs >>"$figures"
sed -i '/<!-- figures -->/q' docs/bench.md
{ echo; cat "$figures"; } >>docs/bench.md
cat docs/bench.md
