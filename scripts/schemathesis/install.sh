#!/usr/bin/env bash
# schemathesis from PyPI, in an environment of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/schemathesis/version.sh
tool=.cache/schemathesis-$version
[[ -e $tool/.complete ]] && exit
rm -rf "$tool"
/usr/bin/python3 -m venv "$tool"
"$tool/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
touch "$tool/.complete"
