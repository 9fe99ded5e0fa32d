#!/bin/sh
# Installs what the test on a virtual screen needs, by apt where it may: Xvfb and xdotool. Called by `make setup-screen`.
set -eu

missing=""
command -v Xvfb >/dev/null 2>&1 || missing="$missing xvfb"
command -v xdotool >/dev/null 2>&1 || missing="$missing xdotool"
sh packaging/install-packages.sh $missing
