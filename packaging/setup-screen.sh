#!/bin/sh
# Installs what the test on a virtual screen needs, by apt where it may: Xvfb and xdotool. Called by `make setup-screen`.
set -eu

say() { printf '%s\n' "$*" >&2; }

missing=""
command -v Xvfb >/dev/null 2>&1 || missing="$missing xvfb"
command -v xdotool >/dev/null 2>&1 || missing="$missing xdotool"
[ -n "$missing" ] || exit 0
as=""
[ "$(id -u)" = 0 ] || as="sudo -n"
if command -v apt-get >/dev/null 2>&1 && ${as:-true} true 2>/dev/null; then
    say "Installing$missing ..."
    { $as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing; } >/dev/null || {
        say "apt-get could not install$missing."
        exit 1
    }
else
    say "Please install with your package manager:$missing"
    exit 1
fi
