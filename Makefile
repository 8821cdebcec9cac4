# The commands of the project. They need only Python, pip and make; all else is installed into .venv from uv.lock.

# The first Python that suits makes VENV. PYTHON=python3.12 names one, PYTHONS="python3.11 python3.13" those of test-pythons.
VENV ?= .venv
BIN := $(VENV)/bin
HAVE := $(wildcard $(HOME)/.pyenv/versions/*/bin/python3 $(HOME)/.local/share/uv/python/*/bin/python3)
PYTHONS ?= python3 python3.13 python3.12 python3.11 python3.14 $(HAVE)
VERSIONS := 3.11 3.12 3.13 3.14
RANGE := $(firstword $(VERSIONS)) to $(lastword $(VERSIONS))
VERSION := import sys; print("%d.%d" % sys.version_info[:2])

# uv knows the system's certificates and SSL_CERT_FILE, and is told of pip's.
UV_SYNC := $(if $(PIP_CERT),SSL_CERT_FILE="$(PIP_CERT)" )UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --frozen --quiet --compile-bytecode
PYTEST := $(BIN)/pytest -n 2 --dist loadscope

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help briefings quick test test-pythons lint lab accept bench fire attack every-cell environment findings

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*  ## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

briefings: $(VENV)/installed  ## build all briefings into reports/, of the newest year for which half of the areas have a published count; YEAR=2023 names another
	$(BIN)/briefings build --all --year $(or $(YEAR),latest)

quick: lint  ## lint, types, layers and the tests that start no kernel, cluster or browser and build no page
	$(PYTEST) -m "not whole" --ignore tests/browser

# One worker more than quick has on two cores: builds, kernels and browsers are often waited for.
test: lint $(VENV)/browser  ## every check: those of quick, and pages, builds, notebooks, clusters and a browser
	$(PYTEST) -n 3

test-pythons:  ## quick on each Python that is found, each in a folder of its own such as .venv-3.12
	@ran=; failed=; for python in $(PYTHONS); do \
	  version=$$($$python -c '$(VERSION)' 2> /dev/null) || continue; \
	  case " $(VERSIONS) " in *" $$version "*) ;; *) continue ;; esac; \
	  case "$$ran $$failed " in *" $$version "*) continue ;; esac; \
	  echo "== Python $$version: $$python"; \
	  if $(MAKE) --no-print-directory quick VENV=.venv-$$version PYTHON=$$python; \
	  then ran="$$ran $$version"; else failed="$$failed $$version"; fi; \
	done; \
	echo "Passed on Python:$${ran:- none}; failed on:$${failed:- none}; supported: $(VERSIONS)"; \
	[ -n "$$ran" ] && [ -z "$$failed" ]

lint: $(VENV)/installed  ## lint, format, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: $(VENV)/installed  ## open JupyterLab on the notebooks; what comes from Git is not trusted until it is run
	@echo "A notebook from Git or from reports/ is not trusted: it shows its words, tables and charts, and runs nothing. Run All Cells makes it trusted."
	$(BIN)/jupyter lab notebooks

accept: $(VENV)/installed  ## accept changed figures, notebooks and prose as the new baseline
	$(BIN)/briefings accept
	$(BIN)/pytest --quiet --snapshot-update tests/present/test_prose.py
	$(BIN)/briefings variants --prose --json > tests/present/readability.json

bench: $(VENV)/installed  ## measure builds, growth and waits; BENCH="--areas 6 --repeats 1" for less, "--against REV" beside another commit
	$(BIN)/python tests/benchmarks/bench.py $(BENCH)

fire: $(VENV)/browser  ## kill every command that writes, run it again, compare; FIRE="--only add --kills 10" for less
	$(BIN)/python tests/fire.py $(FIRE)

every-cell: $(VENV)/installed  ## change each input of a small data set in turn, and compare with full builds; half an hour
	BRIEFINGS_ALL=1 $(PYTEST) --dist load tests/test_every_cell.py tests/publish/test_every_input.py

attack: $(VENV)/installed  ## try to work out what packs of 200 synthetic forces withhold; ATTACK="--first 7 --forces 1" for less; half an hour
	$(BIN)/python tests/pack/attacker.py $(ATTACK)

environment: $(VENV)/installed  ## write environment.yml and .ci/uv.txt from uv.lock
	$(BIN)/python tests/environment.py uv > $(VENV)/uv.txt
	mv $(VENV)/uv.txt .ci/uv.txt
	$(BIN)/python tests/environment.py > $(VENV)/environment.yml
	mv $(VENV)/environment.yml environment.yml

findings: $(VENV)/installed  ## run every script of findings/ and say how it ended
	@ls findings/*.sh > /dev/null 2>&1 || { echo "There is no script in findings/"; exit 0; }; \
	failed=0; for script in findings/*.sh; do \
	  if PATH="$(abspath $(BIN)):$$PATH" bash "$$script"; then echo "$$script: passed"; \
	  else echo "$$script: failed ($$?)"; failed=1; fi; \
	done; exit $$failed

# What the tests in a browser need besides Chromium, which .ci/run installs where it is missing.
$(VENV)/browser: $(VENV)/installed tests/browser/package.json tests/browser/package-lock.json
	$(UV_SYNC) --group browser
	cd tests/browser && NODE_USE_SYSTEM_CA=1 PATH="$(abspath $(BIN)):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

$(VENV)/installed: $(BIN)/python pyproject.toml uv.lock .ci/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/uv.txt
	$(UV_SYNC)
	touch $@

# Debian has ensurepip, which gives a new folder its pip, in a package of its own; any pip can do it instead.
$(BIN)/python:
	@for python in $(or $(PYTHON),$(PYTHONS)) ""; do \
	  version=$$($${python:-false} -c '$(VERSION)' 2> /dev/null) || continue; \
	  case " $(VERSIONS) " in *" $$version "*) break ;; esac; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "$(if $(PYTHON),$(PYTHON) is not,There is no) Python $(RANGE): install one, or say PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	echo "Python $$version: $$python"; \
	if $$python -c "import ensurepip" 2> /dev/null; then $$python -m venv --clear $(VENV); \
	else $$python -m venv --clear --without-pip $(VENV) && $$python -m pip --python $(BIN)/python install --quiet pip; fi

# A folder that another version made is made again.
ifneq ($(and $(PYTHON),$(wildcard $(BIN)/python)),)
ifneq ($(shell $(PYTHON) -VV 2>&1),$(shell $(BIN)/python -VV))
.PHONY: $(BIN)/python
endif
endif
