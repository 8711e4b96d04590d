#!/bin/sh
# Every test. Browser tests need Debian's chromium: installed here when root,
# otherwise left out, and said so where it cannot be overlooked.
set -eu
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; } >&2 || true
fi

if command -v chromium >/dev/null 2>&1; then
    exec .venv/bin/python -m pytest "$@"
fi

left_out() {
    cat >&2 <<'SAY'

**********************************************************************
*  LEFT OUT: all browser tests (marker "browser").                   *
*  There is no chromium here and it could not be installed.          *
*  As root: apt-get update && apt-get install -y chromium            *
**********************************************************************

SAY
}
left_out
status=0
.venv/bin/python -m pytest -m "not browser" "$@" || status=$?
left_out
exit $status
