#!/usr/bin/env bash
# Serve the demo club: make its database on the first start, keep it afterwards (delete the file for a fresh one).
set -euo pipefail
cd "$(dirname "$0")/.."
perezvon=$1
mkdir -p data
[[ -e $DATABASE_URL ]] || "$perezvon" demo
exec "$perezvon" serve
