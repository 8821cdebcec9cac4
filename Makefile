# The commands of the README. Needs only Python 3.11, pip and make; everything else is installed into .venv from uv.lock.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := briefings
.PHONY: briefings test lab accept bench environment

briefings: .venv/installed  ## build every area's briefing into reports/
	$(BIN)/briefings build --all

test: .venv/browser  ## lint, types, layers, unit, property and browser tests, nbval
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadscope

lab: .venv/installed  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

accept: .venv/installed  ## accept changed figures, notebooks and prose as the new baseline
	$(BIN)/briefings accept
	$(BIN)/pytest --quiet --snapshot-update tests/present/test_prose.py

bench: .venv/installed  ## measure builds beside papermill's own, growth and waits; BENCH="--areas 6 --repeats 1" for less
	$(BIN)/python tests/benchmarks/bench.py $(BENCH)

environment: .venv/installed  ## write environment.yml from uv.lock
	$(BIN)/python tests/environment.py > .venv/environment.yml
	mv .venv/environment.yml environment.yml

# What the tests in a browser need besides Chromium, which .ci/run installs where it is missing.
.venv/browser: .venv/installed tests/browser/package-lock.json
	$(BIN)/uv sync --frozen --quiet --group browser
	cd tests/browser && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

.venv/installed: pyproject.toml uv.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv sync --frozen --quiet --compile-bytecode
	touch $@
