#!/usr/bin/env bash
# Throw generated requests, good and bad, at every operation of the API document on a running demo server: no 500, no undocumented
# answer, nothing accepted that the document forbids, nothing called malformed that it allows, and the club whole afterwards.
#
#   SECONDS_TO_FUZZ (100)   how long, after the fixed cases of the document
#   SEED (1)                which requests are generated
#
# Arguments go to schemathesis, such as --include-path /api/v1/tasks.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/schemathesis/version.sh

tool=.cache/schemathesis-$version
[[ -x $tool/bin/st ]] || scripts/schemathesis/install.sh
cargo build --quiet -p api --bin perezvon
perezvon=${CARGO_TARGET_DIR:-$PWD/target}/debug/perezvon
folder=$(mktemp -d)
# Behind a proxy, so that signing in can come from another address than the requests whose failures are counted.
export DATABASE_URL=$folder/demo.db PEREZVON_LISTEN=127.0.0.1:0 PEREZVON_BEHIND_PROXY=true
export PEREZVON_PUBLIC_REQUESTS_A_MINUTE=0 PEREZVON_DURABILITY=normal PEREZVON_LOG=error
"$perezvon" demo --clients 60 --now 2026-11-23T09:00:00Z >"$folder/demo.log"
"$perezvon" serve >"$folder/serve.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
    url=$(grep -oEm1 'https?://[^ /"]+:[0-9]+' "$folder/serve.log") && break
    sleep 0.1
done
[[ -n ${url:-} ]] || { cat "$folder/serve.log"; exit 1; }

export PEREZVON_FUZZED=$url SCHEMATHESIS_HOOKS=hooks PYTHONPATH=scripts/schemathesis PYTHONDONTWRITEBYTECODE=1
"$tool/bin/st" --config-file scripts/schemathesis/schemathesis.toml run api-spec/openapi.json --url "$url" --no-color \
    --workers 1 --no-shrink --warnings off --generation-database none \
    --seed "${SEED:-1}" --max-time "${SECONDS_TO_FUZZ:-100}" "$@"
"$perezvon" check
