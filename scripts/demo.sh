#!/usr/bin/env bash
# Serve the demo club: make its database on the first start, keep it afterwards (delete the file for a fresh one).
# DATABASE_URL names another place than data/demo.db, also an empty PostgreSQL database.
set -euo pipefail
cd "$(dirname "$0")/.."
perezvon=$1
export DATABASE_URL=${DATABASE_URL:-data/demo.db}
if [[ $DATABASE_URL == postgres*://* ]]; then
  "$perezvon" demo --keep
else
  file=${DATABASE_URL#sqlite:}
  file=${file#//}
  if [[ ! -e $file ]]; then
    # Under another name until it is whole: a play that was broken off is begun anew.
    rm -f "$file".part*
    DATABASE_URL=$file.part "$perezvon" demo
    mv "$file.part" "$file"
  fi
fi
exec "$perezvon" serve
