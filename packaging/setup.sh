#!/bin/sh
# Makes .venv with the locked packages, after the system libraries that are missing. Called by `make setup`; safe to repeat.
set -eu
python=${PYTHON:-python3}
venv=.venv
lock=packaging/requirements/dev.txt

say() { printf '%s\n' "$*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "QuantumLayer needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1 || echo missing)."
    say "Install one and say which: make setup PYTHON=python3.12"
    exit 1
}

missing=""
command -v bwrap >/dev/null 2>&1 || missing="$missing bubblewrap"
"$python" -c 'import venv, ensurepip' 2>/dev/null || missing="$missing python3-venv"
if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Please install with your package manager:$missing (bubblewrap is the sandbox of generated code)."
    elif [ "$(id -u)" = 0 ]; then
        say "Installing$missing ..."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing; } >/dev/null ||
            say "apt-get could not install$missing; the next steps go on without."
    elif sudo -n true 2>/dev/null; then
        say "Installing$missing with sudo ..."
        { sudo -n apt-get update -qq && sudo -n apt-get install -y -qq $missing; } >/dev/null ||
            say "apt-get could not install$missing; the next steps go on without."
    else
        say "Please run: sudo apt-get install$missing"
    fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/requirements/uv.txt
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes -r "$lock"
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
cksum "$lock" pyproject.toml > "$venv/.ready"
