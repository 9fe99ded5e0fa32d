#!/bin/sh
# Installs what the browser tests need: Chromium and Node by apt where it may, the locked npm packages into build/browser.
# Called by `make setup-browser`; safe to repeat.
set -eu
lock=packaging/browser/package-lock.json
home=build/browser

say() { printf '%s\n' "$*" >&2; }

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
sh packaging/install-packages.sh $missing
node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' || {
    say "The browser tests need Node 20 or newer; this one is $(node --version)."
    exit 1
}

cmp -s "$lock" "$home/package-lock.json" && [ -f "$home/.ready" ] && exit 0
mkdir -p "$home"
rm -f "$home/.ready"
cp packaging/browser/package.json "$lock" "$home/"
npm ci --prefix "$home" --ignore-scripts --no-audit --no-fund --silent
touch "$home/.ready"
