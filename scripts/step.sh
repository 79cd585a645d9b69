# Sourced: `step NAME COMMAND…` says what begins and how long it took.
step() {
    local name=$1 began=$SECONDS
    shift
    printf '\n── %s\n' "$name"
    "$@" || { printf '── %s: FAILED\n' "$name" >&2; exit 1; }
    printf '── %s: done in %d s\n' "$name" $((SECONDS - began))
}
