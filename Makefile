# `make run` needs Python 3.11 or newer and make; everything else is brought along.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
DEV_LOCK := .ci/requirements-dev.lock
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --only-binary :all:
OURSELVES := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

.PHONY: run test test-long bench audit lint format lock
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@exec $(VENV)/bin/powderapp run

# The second run puts what leans on the database on PostgreSQL 15, the oldest a shop may bring; skipped where it is not.
# Three on two cores: browsers and servers of the tests are waited for now and then.
WORKERS := 3
ON_15 := tests/ledgers tests/chain tests/guards/test_schema.py

test: lint $(VENV)/.browser
	$(PY) -m pytest -n $(WORKERS) -m "not long"
	$(PY) -m pytest -n $(WORKERS) -m "not long and not browser" --postgres 15 $(ON_15)

test-long: lint $(VENV)/.browser
	$(PY) -m pytest -n $(WORKERS)

bench: $(VENV)/.installed-dev
	@$(PY) -m tests.bench

audit: $(VENV)/.installed-dev
	@.ci/audit $(PY)

lint: $(VENV)/.installed-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(VENV)/bin/djlint --lint --quiet templates
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

format: $(VENV)/.installed-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

lock: $(VENV)/.installed-dev
	.ci/lock $(PY)

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "PowderApp needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python lacks ensurepip: install your system's package for it (on Debian and Ubuntu: python3-venv)."; exit 1; }
	@echo "Setting up PowderApp: this takes a minute, once."
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(PY)
	@$(PIP) --requirement requirements.lock && $(OURSELVES) || { \
	  echo "Some packages could not be installed: is this machine online, and a Linux with glibc or a Mac?"; exit 1; }
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed $(DEV_LOCK)
	@$(PIP) --requirement $(DEV_LOCK)
	@touch $@

$(VENV)/.browser: $(VENV)/.installed-dev
	@$(PY) -m tests.support.chromium
	@touch $@
