# shellcheck shell=sh
# Sourced by the other scripts: sets PYTHON to the first Python that is new enough.
PYTHON=
for candidate in python3 python3.13 python3.12 python3.11; do
    # Run it: a name on the path may be a launcher with nothing behind it.
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        PYTHON=$candidate
        break
    fi
done
if [ -z "$PYTHON" ]; then
    echo "Lắng Nghe needs Python 3.11 or newer, and none was found as python3, python3.13," >&2
    echo "python3.12 or python3.11. On Debian or Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
fi
