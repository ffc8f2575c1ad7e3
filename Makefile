# Order Desk: `make run` starts it, `make test` tests it, `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
# When a test takes its process down, the run ends there: with a new process in its place it never does.
XDIST := --dist loadgroup --max-worker-restart=0
PEERS := .venv-peers
INSTALLED := $(VENV)/.installed
LOCKED := $(VENV)/.locked

# A machine without any locale set would make Qt warn about the "C" one at every start.
export LANG ?= C.UTF-8
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test check peers bench format lock clean packages-run packages-test packages-peers

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: packages-run $(INSTALLED) ## open the desk (without a display: play the demo and say where to look)
	@if [[ "$$(uname -s)" == Linux && -z "$$DISPLAY" && -z "$$WAYLAND_DISPLAY" ]]; then \
	  echo "There is no display here, so the demo is played off-screen."; \
	  QT_QPA_PLATFORM=offscreen $(BIN)/orderdesk demo --out demo-out || exit; \
	  echo "Look in demo-out: the numbered screenshots, confirmation.pdf and summary.json."; \
	else \
	  exec $(BIN)/orderdesk; \
	fi

test: packages-test check ## everything that must hold before a change lands
	LC_ALL=C.UTF-8 $(PYTEST) -n 3 $(XDIST) -m "not peers"

check: $(INSTALLED) ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

peers: packages-peers $(INSTALLED) $(PEERS)/.locked ## tests against real servers that others wrote
	@LC_ALL=C.UTF-8 $(PYTEST) -n 2 $(XDIST) -m peers; code=$$?; \
	if [[ $$code == 5 ]]; then echo "No test here needs a real server yet."; else exit $$code; fi

bench: packages-test $(INSTALLED) ## measure, as ratios to the bare driver in the same run
	LC_ALL=C.UTF-8 $(BIN)/python -m tests.benchmarks

format: $(INSTALLED) ## put the code into its one shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(INSTALLED) ## write requirements.lock anew, keeping the versions that still fit
	@set -o pipefail; lock=$$(mktemp); cp requirements.lock "$$lock"; head -n 2 "$$lock" > "$$lock.head"; \
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11 --extra dev \
	  pyproject.toml -o "$$lock" && cat "$$lock.head" "$$lock" > requirements.lock; \
	code=$$?; rm -f "$$lock" "$$lock.head"; \
	if [[ $$code != 0 ]]; then exit $$code; fi; \
	peers=$$(mktemp); cp tests/requirements-peers.lock "$$peers"; head -n 2 "$$peers" > "$$peers.head"; \
	echo 'localstripe>=1.15' | $(BIN)/uv pip compile --quiet --universal --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 \
	  - -o "$$peers" && cat "$$peers.head" "$$peers" > tests/requirements-peers.lock; \
	code=$$?; rm -f "$$peers" "$$peers.head"; exit $$code

clean: ## remove what was built and what the demo and the benches left
	rm -rf $(VENV) $(PEERS) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache demo-out bench-out

packages-run:
	@.ci/system-packages run

packages-test:
	@.ci/system-packages test

packages-peers:
	@.ci/system-packages peers

$(LOCKED): requirements.lock | packages-run
	@.ci/make-venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(PEERS)/.locked: tests/requirements-peers.lock | packages-run
	@.ci/make-venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --require-hashes -r tests/requirements-peers.lock
	@touch $@

$(INSTALLED): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
