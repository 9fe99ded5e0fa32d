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
if [ "$(uname -s)" = Linux ]; then  # what the window draws with; packages by the library that each brings
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    for pair in libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:libglib2.0-0 libfontconfig.so.1:libfontconfig1 \
        libdbus-1.so.3:libdbus-1-3 libxkbcommon.so.0:libxkbcommon0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 \
        libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1 \
        libxcb-shape.so.0:libxcb-shape0 libxcb-xinerama.so.0:libxcb-xinerama0 libxcb-image.so.0:libxcb-image0 \
        libxcb-render-util.so.0:libxcb-render-util0 libxcb-randr.so.0:libxcb-randr0 libxcb-sync.so.1:libxcb-sync1 \
        libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1 libX11-xcb.so.1:libx11-xcb1; do
        case "$libraries" in *"${pair%%:*}"*) ;; *) missing="$missing ${pair#*:}" ;; esac
    done
    [ -n "$(ls /usr/share/fonts 2>/dev/null)" ] || missing="$missing fonts-dejavu-core"
fi
if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Please install with your package manager:$missing (bubblewrap is the sandbox of generated code, libraries are for the window)."
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
