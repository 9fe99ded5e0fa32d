#!/bin/sh
# Installs the system packages given as arguments by apt where it may, else says which to install and fails. Called by setup-*.sh.
set -eu
[ $# -gt 0 ] || exit 0

say() { printf '%s\n' "$*" >&2; }

as=""
[ "$(id -u)" = 0 ] || as="sudo -n"
if command -v apt-get >/dev/null 2>&1 && ${as:-true} true 2>/dev/null; then
    say "Installing $* ..."
    { $as apt-get update -qq && $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"; } >/dev/null || {
        say "apt-get could not install $*."
        exit 1
    }
else
    say "Please install with your package manager: $*"
    exit 1
fi
