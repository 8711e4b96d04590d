#!/bin/sh
# Regenerates the two locks from pyproject.toml: names, versions and hashes, no address.
# Needs a network. Versions already locked are kept unless UPGRADE=1.
set -eu
cd "$(dirname "$0")/.."
. scripts/find-python.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$PYTHON" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet uv

compile() {
    "$work/venv/bin/uv" pip compile pyproject.toml "$@" --quiet \
        --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        ${UPGRADE:+--upgrade} >/dev/null
}
compile --output-file requirements.lock
# The second contains the first, version for version.
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock
