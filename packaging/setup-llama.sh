#!/bin/sh
# Makes build/llama: the Python that runs language models on this machine (extra "llama"). Called by `make setup-llama`; safe to
# repeat. It compiles llama.cpp, which takes about seven minutes on two cores. CMAKE_ARGS says for what: the default
# runs on any processor with AVX2; CMAKE_ARGS="-DGGML_CUDA=ON" and the like are for a graphics card.
set -eu
venv=build/llama
build=packaging/requirements/llama-build.txt
lock=packaging/requirements/llama.txt
cache=--no-cache-dir  # what pip keeps does not tell what it was compiled for
[ -n "${CMAKE_ARGS:-}" ] || cache=""
: "${CMAKE_ARGS:=-DGGML_NATIVE=OFF}"
CMAKE_ARGS="$CMAKE_ARGS -DLLAVA_BUILD=OFF -DLLAMA_CURL=OFF"
export CMAKE_ARGS

say() { printf '%s\n' "$*" >&2; }
stamp() { cksum "$build" "$lock" && printf '%s\n' "$CMAKE_ARGS"; }

stamp | cmp -s - "$venv/.ready" 2>/dev/null && exit 0
command -v c++ >/dev/null 2>&1 || sh packaging/install-packages.sh g++
say "Setting up $venv; compiling llama.cpp takes about seven minutes the first time."
[ -x "$venv/bin/python" ] || .venv/bin/uv venv --quiet --python .venv/bin/python "$venv"
.venv/bin/uv pip install --quiet --python "$venv/bin/python" --require-hashes -r "$build"
PATH="$PWD/$venv/bin:$PATH" .venv/bin/python -m pip --python "$venv/bin/python" --quiet --disable-pip-version-check \
    install $cache --no-build-isolation --require-hashes -r "$lock"  # pip, for it keeps the compiled wheel
stamp > "$venv/.ready"
