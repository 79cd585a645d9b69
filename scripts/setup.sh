#!/usr/bin/env bash
# Make this machine ready to build (`run`), to build and test (`test`), or to throw generated requests at the API (`fuzz`).
#
# Looks first and installs only what is missing: Debian packages when root, Rust parts by rustup, the browser
# tests' packages by npm. Without root it names the packages and the command, and stops.
set -euo pipefail
cd "$(dirname "$0")/.."
need=${1:-run}
[[ $need == run || $need == test || $need == fuzz ]] || { echo "usage: scripts/setup.sh [run|test|fuzz]" >&2; exit 2; }

missing=()
wants() { # wants PACKAGES… unless the last command succeeded: `has cc || wants gcc libc6-dev`
    missing+=("$@")
}
has() { command -v "$1" >/dev/null 2>&1; }

# ---- Debian packages -------------------------------------------------------------------------------------------
# The bundled SQLite and libpq are C; libpq speaks TLS through the system's OpenSSL, found by pkg-config.
has cc || wants gcc libc6-dev
has pkg-config || wants pkg-config
[[ -e /usr/include/openssl/ssl.h ]] || wants libssl-dev
if [[ $need == test ]]; then
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || wants postgresql
    has chromium || wants chromium fonts-liberation
    has node || wants nodejs
    has npm || wants npm
fi
if [[ $need == fuzz ]]; then
    /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null || wants python3 python3-venv
fi
if ((${#missing[@]})); then
    if ((EUID != 0)) || ! has apt-get; then
        echo "Perezvon needs packages that are not installed. As root run:" >&2
        echo "    apt-get install ${missing[*]}" >&2
        echo "(these are Debian's names; then start the same command again)" >&2
        exit 1
    fi
    echo "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
        { cat "$log" >&2; exit 1; }
    rm -f "$log"
fi

# ---- Rust ------------------------------------------------------------------------------------------------------
if ! has cargo; then
    echo "Perezvon is built with Rust: install rustup (https://rustup.rs), then start the same command again." >&2
    exit 1
fi
needed=$(sed -nE 's/^rust-version = "(.*)"/\1/p' Cargo.toml)
installed=$(rustc --version | cut -d' ' -f2)
if [[ $(printf '%s\n' "$needed" "$installed" | sort -V | head -1) != "$needed" ]]; then
    echo "Perezvon needs Rust $needed or newer, this is $installed: run 'rustup update stable'." >&2
    exit 1
fi
sysroot=$(rustc --print sysroot)
[[ -d $sysroot/lib/rustlib/wasm32-unknown-unknown ]] || rustup target add wasm32-unknown-unknown
if [[ $need == test ]]; then
    [[ -x $sysroot/bin/cargo-fmt && -x $sysroot/bin/cargo-clippy ]] || rustup component add rustfmt clippy
fi

# ---- npm packages of the browser tests -------------------------------------------------------------------------
if [[ $need == test ]] && ! cmp -s e2e/package-lock.json e2e/node_modules/.installed-lock; then
    echo "installing the packages of the browser tests"
    (cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-fund --no-audit)
    cp e2e/package-lock.json e2e/node_modules/.installed-lock
fi

# ---- the tool that throws generated requests at the API ----------------------------------------------------------
if [[ $need == fuzz ]]; then
    scripts/schemathesis/install.sh
fi
