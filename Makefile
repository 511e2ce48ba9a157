# make demo     the main job on a sample: needs Python 3.11 or newer and nothing else
# make test     every test
# make check    formatting, lint, types, every test; those of frontend/ where npm ci was run there
# make crash    the tests that kill processes, longer: make crash ROUNDS=200
# make clean    removes what make made
#
# The first three work in .venv, made on first use and brought up to date when pyproject.toml or a
# requirements file changes. Another interpreter: make demo PYTHON=python3.12

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: demo test check crash setup clean

NAMES := python3 python python3.14 python3.13 python3.12 python3.11
FITS := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(NAMES); do $$p -c '$(FITS)' 2>/dev/null && { echo $$p; break; }; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt

demo: .venv/demo.stamp
	@$(BIN)/genchi demo --home .genchi-demo

test: setup
	$(BIN)/python -m pytest -n auto

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@if [ -d frontend/node_modules ]; then cd frontend && npm run --silent check; \
	  else echo "frontend/ is not checked: npm ci was not run there"; fi
	$(BIN)/python -m pytest -n auto

ROUNDS ?= 200

crash: setup
	GENCHI_CRASH_ROUNDS=$(ROUNDS) $(BIN)/python -m pytest -n auto tests/crash

setup: .venv/test.stamp

clean:
	rm -rf .venv .genchi-demo genchi-demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/demo.stamp: pyproject.toml constraints.txt | .venv/made.stamp
	@echo "installing genchi[lab] into .venv (about 15 packages) …"
	@$(PIP) --editable '.[lab]' || { $(NO_INDEX); }
	@touch $@

.venv/test.stamp: pyproject.toml constraints.txt requirements-dev.txt | .venv/made.stamp
	@echo "installing genchi[lab] and the development tools into .venv (about 35 packages) …"
	@$(PIP) --editable '.[lab]' -r requirements-dev.txt || { $(NO_INDEX); }
	@touch .venv/demo.stamp $@

.venv/made.stamp:
	@test -n "$(PYTHON)" || { echo "genchi needs Python 3.11 or newer, and none of $(NAMES) is:" \
	  "install one, or name it with make PYTHON=/path/to/python" >&2; exit 1; }
	@command -v "$(PYTHON)" >/dev/null || { echo "there is no $(PYTHON):" \
	  "name another with make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c '$(FITS)' || { echo "genchi needs Python 3.11 or newer," \
	  "and $(PYTHON) is $$("$(PYTHON)" --version 2>&1):" \
	  "name another with make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) lacks the venv module:" \
	  "apt-get install python3-venv (Debian, Ubuntu), then run make again" >&2; exit 1; }
	@echo "making .venv with $$("$(PYTHON)" --version) …"
	@"$(PYTHON)" -m venv .venv
	@touch $@

NO_INDEX = echo "the packages could not be installed (pip says why above). pip needs a package index:" \
  "check the network, or name a mirror in PIP_INDEX_URL or pip.conf, then run make again" >&2; exit 1
