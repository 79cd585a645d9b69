#!/usr/bin/env bash
# Serve the demo club: make its database on the first start, keep it afterwards (delete the file for a fresh one).
set -euo pipefail
cd "$(dirname "$0")/.."
perezvon=$1
mkdir -p data
if [[ ! -e $DATABASE_URL ]]; then
  # Under another name until it is whole: a play that was broken off is begun anew.
  rm -f "$DATABASE_URL".part*
  DATABASE_URL=$DATABASE_URL.part "$perezvon" demo
  mv "$DATABASE_URL.part" "$DATABASE_URL"
fi
exec "$perezvon" serve
