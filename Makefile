# QuantumLayer: `make` lists what there is to do.
SHELL := /bin/sh
PYTHON ?= python3
EXAMPLE ?= library
BIN := .venv/bin
export PYTHON

.PHONY: help setup setup-browser setup-screen setup-llama check run test test-webview test-all bench screenshots lock format clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: ## install everything into .venv (about a minute on a fresh machine)
	@if [ -f .venv/.ready ] && cksum packaging/requirements/dev.txt pyproject.toml | cmp -s - .venv/.ready; then :; \
	else echo "Setting up .venv; this takes about a minute the first time."; sh packaging/setup.sh; fi

setup-browser: ## install what the browser tests need: Chromium, and axe-core and playwright-core into build/browser
	@sh packaging/setup-browser.sh

run: setup ## open the window and build an example in it; without a screen: build and serve it until Ctrl-C (EXAMPLE=library)
	@rm -rf build/run/$(EXAMPLE)
	@if [ "$$(uname -s)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  echo "There is no screen here, so this runs on the command line; Ctrl-C ends it."; \
	  $(BIN)/ql new --example $(EXAMPLE) --out build/run/$(EXAMPLE) --yes --serve; \
	else $(BIN)/python -m ui --example $(EXAMPLE) --out build/run/$(EXAMPLE); fi

setup-screen: setup ## install what the test on a virtual screen needs: Xvfb and xdotool
	@sh packaging/setup-screen.sh

setup-llama: setup ## compile what runs language models on this machine into build/llama (about seven minutes, once)
	@sh packaging/setup-llama.sh

check: setup ## format, lint, types and floors: what a commit must pass
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/pytest tests/house

test: setup ## the fast tests, on every core; they need nothing beyond `make setup`
	@$(BIN)/pytest tests --numprocesses auto --dist loadfile

test-webview: setup ## the running page inside the window, in an environment of its own with the extra "webview"
	@sh packaging/setup-webview.sh
	@build/webview/bin/python -m pytest tests/ui/test_live_page.py -m heavy

test-all: test ## the long tests too: kills, leaks, mutation, hostile input, pages in a browser, models on this machine
	@sh packaging/setup-browser.sh || echo "The tests in a browser are skipped; make setup-browser tells why."
	@sh packaging/setup-screen.sh || echo "The test on a virtual screen is skipped; make setup-screen tells why."
	@sh packaging/setup-llama.sh || echo "The tests of models on this machine are skipped; make setup-llama tells why."
	@$(MAKE) --no-print-directory test-webview
	@$(BIN)/pytest tests -m "slow or heavy"

bench: setup ## measure reading, the main road by stage and growth, how long changes keep a preview away, and the window
	@$(BIN)/python -m tests.bench.reading
	@$(BIN)/python -m tests.bench.main_road
	@$(BIN)/python -m tests.bench.change
	@$(BIN)/python -m tests.bench.window
	@$(BIN)/python -m tests.bench.router
	@$(BIN)/python -m tests.bench.local_models

screenshots: setup ## take pictures of every room of the window into docs/images/desktop (about ten minutes)
	@$(BIN)/python -m tests.ui.screenshots

lock: setup ## lock the dependencies anew, with hashes
	@cd packaging/requirements && for set in dev engine webview llama llama-build; do \
	  ../../$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 --universal \
	  $$([ $$set = dev ] || echo -c dev.txt) $$set.in -o $$set.txt; done

format: setup ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove what was built here, .venv too
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
