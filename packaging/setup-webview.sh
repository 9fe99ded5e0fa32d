#!/bin/sh
# Makes build/webview: the packages of .venv and those of the extra "webview", after the system libraries that QtWebEngine
# draws with. Called by `make test-webview`; safe to repeat.
set -eu
venv=build/webview
locks="packaging/requirements/dev.txt packaging/requirements/webview.txt"

say() { printf '%s\n' "$*" >&2; }

missing=""
if [ "$(uname -s)" = Linux ]; then
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    for pair in libnss3.so:libnss3 libXcomposite.so.1:libxcomposite1 libXdamage.so.1:libxdamage1 libXrandr.so.2:libxrandr2 \
        libXtst.so.6:libxtst6 libasound.so.2:libasound2 libxkbfile.so.1:libxkbfile1 libxshmfence.so.1:libxshmfence1; do
        case "$libraries" in *"${pair%%:*}"*) ;; *) missing="$missing ${pair#*:}" ;; esac
    done
fi
sh packaging/install-packages.sh $missing

cksum $locks pyproject.toml | cmp -s - "$venv/.ready" && exit 0
say "Setting up $venv ..."
[ -x "$venv/bin/python" ] || .venv/bin/uv venv --quiet --python .venv/bin/python "$venv"
for lock in $locks; do set -- "$@" -r "$lock"; done
.venv/bin/uv pip install --quiet --python "$venv/bin/python" --require-hashes "$@"
.venv/bin/uv pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
cksum $locks pyproject.toml > "$venv/.ready"
