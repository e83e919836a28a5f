# détente. Everything runs in a virtual environment of its own; the only needs are make and Python 3.11 or newer.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN = $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-events bench-claims clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/.user: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.user
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench,train]'
	@touch $@

demo: $(VENV)/.user ## The US-Russia outlook of October 2020: a table, and a report to open
	$(BIN)/detente demo

test: $(VENV)/.dev ## Run the tests
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev ## Lint, types, tests
	$(BIN)/ruff check src tests benchmarks training
	$(BIN)/ruff format --check src tests benchmarks training
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

bench: $(VENV)/.bench ## Every benchmark; those that need ../shared say so and skip
	@failed=; for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || failed="$$failed $$script"; done; \
	test -z "$$failed" || { echo "failed or slower than its target:$$failed"; exit 1; }

bench-events: $(VENV)/.bench ## The coder: scores, traits, causes of error, speed, memory
	$(BIN)/python benchmarks/bench_events.py

bench-claims: $(VENV)/.bench ## The finder of claims: attributions in news beside other tools, our own pieces, speed
	$(BIN)/python benchmarks/bench_claims.py
	$(BIN)/python benchmarks/bench_own_claims.py

clean: ## Remove what can be made again
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis detente-report*.html
