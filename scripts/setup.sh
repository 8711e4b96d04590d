#!/bin/sh
# Makes .venv and installs the locked packages into it, only when something changed.
#   scripts/setup.sh        what running needs
#   scripts/setup.sh dev    also what testing and checking need
# Uses whatever package index this machine's pip is configured for; nothing else of the
# environment matters, and once installed no network is needed.
set -eu
cd "$(dirname "$0")/.."

case ${1:-run} in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "usage: scripts/setup.sh [run|dev]" >&2; exit 2 ;;
esac
python=.venv/bin/python
command=.venv/bin/langnghe

# What an installation hangs on. The path is part of it because pip writes it into the
# scripts of a .venv, so a moved folder is set up anew.
wanted() {
    "$python" -V && pwd -P && cat "$lock"
}

installed() {
    [ -x "$command" ] && wanted 2>/dev/null | cmp -s - ".venv/installed-$1"
}

if installed "$lock"; then
    exit 0
fi

# Another set-up at the same moment (make run beside make test) waits here.
if command -v flock >/dev/null 2>&1; then
    exec 9>.venv.busy
    flock 9
    if installed "$lock"; then
        exit 0
    fi
fi

home=$(cat .venv/home 2>/dev/null || true)
if [ "$home" != "$(pwd -P)" ] || ! "$python" -m pip --version >/dev/null 2>&1; then
    . scripts/find-python.sh
    echo "Setting up .venv with $("$PYTHON" -V) ..."
    rm -rf .venv
    if ! "$PYTHON" -m venv .venv; then
        rm -rf .venv
        echo "Making .venv failed. On Debian or Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
    pwd -P >.venv/home
fi

echo "Installing the packages of $lock (a minute or two, this once) ..."
"$python" -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --no-deps -r "$lock"

# The project runs from this folder and is not installed; this is its command.
cat >"$command" <<'SHIM'
#!/bin/sh
root=$(dirname "$(readlink -f "$0")")/../..
PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$root/.venv/bin/python" -P -m bot "$@"
SHIM
chmod +x "$command"

wanted >".venv/installed-$lock"
if [ "$lock" = requirements-dev.lock ]; then
    # The development lock contains the other one, version for version.
    (lock=requirements.lock && wanted >".venv/installed-$lock")
fi
