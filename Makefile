# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
DEVELOPED := $(VENV)/installed-dev
PIP := -m pip install --quiet --disable-pip-version-check
# a lock names everything that is needed, so pip need not look for more (`pip check` in the tests says if it does not);
# its bytecode is written on all cores afterwards, which pip does on one
FROM_LOCK := $(PIP) --no-deps --no-compile --require-hashes -r
QUESTION := select speaker_name, count(*) as quotes from statements where speaker_name is not null \
	group by speaker_name order by quotes desc, speaker_name limit 10

.DEFAULT_GOAL := help
.PHONY: help setup run test coverage test-browser proof lint lint-rules lint-layout lint-types lint-sql docs lock test-duckdb-1 bench clean

help: ## list these commands
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: $(DEVELOPED) ## make .venv with every library at its locked version, tests' and lint's too

$(INSTALLED): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and '$(PYTHON)' was not found: install it, or name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed and '$(PYTHON)' is $$($(PYTHON) -V 2>&1): name another: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing; on Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute)"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(FROM_LOCK) requirements.lock
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@$(call compiled,$(VENV))
	@touch $(INSTALLED)

$(DEVELOPED): $(INSTALLED) requirements-dev.lock
	@echo "Adding what tests and lint need (once, half a minute)"
	@$(BIN)/python $(FROM_LOCK) requirements-dev.lock
	@$(call compiled,$(VENV))
	@touch $(DEVELOPED)

# a few files of libraries are for newer Pythons or are templates: that they do not compile means nothing
define compiled
$(1)/bin/python -m compileall -q -j 0 $(1)/lib >/dev/null 2>&1 || true
endef

# exit code 1 of a run says that documents are in quarantine; the run itself went well
run: $(INSTALLED) ## run the pipeline on data/raw and show what it made
	@$(BIN)/broadsheet run || { code=$$?; [ $$code -eq 1 ] || exit $$code; \
		echo "exit code 1: what could be read is published, the quarantine says what could not"; }
	@echo && $(BIN)/broadsheet tables
	@echo && echo "Who is quoted most? (broadsheet sql lists more questions)" && $(BIN)/broadsheet sql "$(QUESTION)"

# -n auto: as many processes as there are cores, each with its stretch of the tests, so that what a
# module's tests share is made once; who is through takes from others. -u: a pipe, too, shows how far they are.
# COVERAGE=yes adds what `make coverage` shows, for a third more time.
test: $(DEVELOPED) lint ## lint, types and the default tests (minutes)
	@echo "tests: pytest on all cores" && $(BIN)/python -u -m pytest -q -n auto --dist worksteal -m "not proof and not browser" $(if $(COVERAGE),--cov --cov-report=term:skip-covered)

coverage: $(DEVELOPED) ## the default tests, and the branches that none of them takes
	@$(BIN)/python -u -m pytest -q -n auto --dist worksteal -m "not proof and not browser" --cov --cov-report=term:skip-covered

test-browser: $(DEVELOPED) ## the site in a real browser; needs Chromium on the path
	@$(BIN)/python -c 'import playwright' 2>/dev/null || $(BIN)/python $(PIP) 'playwright>=1.50'
	@$(BIN)/python -u -m pytest -q -m browser tests/browser

proof: $(DEVELOPED) ## the slow proofs: long reader/writer races, big files
	@$(BIN)/python -u -m pytest -q -m proof

# .pre-commit-config.yaml runs the same four; tests/whole/test_tools.py compares the two
lint: lint-rules lint-layout lint-types lint-sql ## ruff, mypy --strict, sqlfluff

lint-rules: $(DEVELOPED)
	@echo "lint: ruff check" && $(BIN)/ruff check --quiet .

lint-layout: $(DEVELOPED)
	@echo "lint: ruff format" && $(BIN)/ruff format --check --quiet .

lint-types: $(DEVELOPED)
	@echo "lint: mypy --strict" && $(BIN)/mypy --no-error-summary

lint-sql: $(DEVELOPED)
	@echo "lint: sqlfluff" && $(BIN)/sqlfluff lint --nocolor --disable-progress-bar sql

docs: $(INSTALLED) ## write docs/data-dictionary.md from the schema
	@$(BIN)/broadsheet tables --write docs/data-dictionary.md

test-duckdb-1: $(DEVELOPED) ## the tests that touch DuckDB, under the newest DuckDB 1.x
	@rm -rf .venv-duckdb-1 && $(PYTHON) -m venv .venv-duckdb-1
	@.venv-duckdb-1/bin/python $(FROM_LOCK) requirements-dev.lock
	@.venv-duckdb-1/bin/python $(FROM_LOCK) tests/duckdb-1.lock
	@.venv-duckdb-1/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@.venv-duckdb-1/bin/python -m pytest -q -m "not proof and not prefect and not browser"

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

lock: ## resolve every version again (needs uv)
	@$(COMPILE) --extra setup --extra dev pyproject.toml --output-file requirements-dev.lock
	@$(COMPILE) --constraint requirements-dev.lock --extra setup pyproject.toml --output-file requirements.lock
	@sed -i.bak '1i\
	# Every version that tests use, those of requirements.lock among them, with hashes; made by `make lock` from pyproject.toml.' requirements-dev.lock && rm requirements-dev.lock.bak
	@sed -i.bak '1i\
	# Every version that runs use, with hashes; made by `make lock` from pyproject.toml.' requirements.lock && rm requirements.lock.bak
	@echo "duckdb>=1.5.5,<2" | $(COMPILE) --upgrade - --output-file tests/duckdb-1.lock

bench: $(DEVELOPED) ## measure speed and memory; benchmarks/RESULTS.md says what to compare with
	@$(BIN)/python -m benchmarks.scale

# a dataset may be the work of days: it goes only if somebody at the keyboard says so
clean: ## remove .venv and, if you agree, the dataset in data/processed
	rm -rf $(VENV) .venv-duckdb-1
	@[ -z "$$(ls data/processed 2>/dev/null)" ] || { \
		printf 'Remove the dataset in data/processed too? [y/N] '; read answer || answer=no; \
		case "$$answer" in [yY]*) rm -rf data/processed/*;; *) echo "data/processed is kept";; esac; }
