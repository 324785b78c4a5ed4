# The two commands of the README: `make run` and `make test`. Everything else is what they are made of.
# uv installs what uv.lock names into .venv; where uv is missing, it is put into .uv with the system's own Python first.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
IN := .venv/bin
EDITION := 2026-11-27
FILES :=
MINUTES := 60
# One more than there are cores: tests wait for the disk, and for one another.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
# What Python compiled is kept, whatever a container image says: tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run look test quick looks lint types imports unit slow soak mutants bench messages clean

help:  ## say what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: .venv/installed  ## make a demo newsroom, build its edition, send it to the outbox
	@rm -rf demo
	@cp -R docs/sample demo
	@$(IN)/digest init demo
	@$(IN)/python -m tests.standins.readers demo --count 1000
	@$(IN)/digest --newsroom demo check $(EDITION)
	@$(IN)/digest --newsroom demo build $(EDITION)
	@$(IN)/digest --newsroom demo send $(EDITION) --even-though "the demo is sent on any day of the year"
	@echo
	@echo "One of the letters:  $$(ls -d demo/data/outbox/$(EDITION)/*.eml | head -n 1)"
	@echo "To look at it:       make look"
	@echo "To look at all:      $(IN)/digest --newsroom demo outbox"

look: .venv/installed  ## show one letter of the demo in a browser
	@$(IN)/python -m tests.standins.newspaper "$$(ls -d demo/data/outbox/$(EDITION)/*.eml | head -n 1)"

test: .venv/installed  ## set up what tests need, then lint, types, imports, all tests
	@tests/install-system-packages
	@$(MAKE) --no-print-directory looks unit slow

quick: .venv/installed  ## everything but the slow tests
	@$(MAKE) --no-print-directory looks unit && \
	echo "make quick took $$SECONDS seconds"

looks: .venv/installed  ## lint, types and imports, side by side
	@$(MAKE) --no-print-directory --jobs=3 --output-sync lint types imports

lint: .venv/installed
	$(IN)/ruff format --check .
	$(IN)/ruff check .

types: .venv/installed
	$(IN)/mypy

imports: .venv/installed
	$(IN)/lint-imports --no-cache

unit: .venv/installed
	$(IN)/pytest -n $(WORKERS) -m "not slow"

slow: .venv/installed
	$(IN)/pytest -n 2 --dist worksteal -m slow
	$(IN)/pytest -n 2 -m "hypothesis and not slow" --hypothesis-profile=thorough

soak: .venv/installed  ## kill, restore and import for MINUTES while readers leave; then search at random for long
	$(IN)/python -m tests.soak --minutes $(MINUTES) $(if $(SEED),--seed $(SEED)) $(if $(ROUNDS),--rounds $(ROUNDS))
	$(if $(ROUNDS),,$(IN)/pytest -n 2 -m "hypothesis or harness" --hypothesis-profile=soak)

mutants: .venv/installed  ## break lines on purpose and list the changes no test notices; FILES="digest/delivery/*.py" narrows
	$(IN)/python -m tests.mutants $(FILES)

bench: .venv/installed  ## measure speed and memory as ratios against something run beside it
	$(IN)/python -m tests.benchmarks

messages: .venv/installed  ## list the letter's fixed words that translations must have
	$(IN)/pybabel --quiet extract -F templates/locales/babel.cfg -o /dev/stdout templates

clean:  ## remove what was made, but not .venv
	rm -rf demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/installed: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --frozen --quiet
	@touch $@

.uv/bin/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@python3 -c 'import ensurepip' 2>/dev/null || tests/install-system-packages python3-venv
	@python3 -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9'
