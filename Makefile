# Everything that Afterglow does, from a bare Python 3.11 and make. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help run test bench check format screenshot lock clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: $(RUN_READY) ## run the bot: on Telegram with AFTERGLOW_BOT_TOKEN, else in the sandbox
	@$(BIN)/afterglow run

test: $(TEST_READY) ## run all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

bench: $(TEST_READY) ## measure the speed, beside a bare web app on the same machine
	$(BIN)/python -m pytest -m bench -s

check: $(TEST_READY) ## style, types, architecture and content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/afterglow check

format: $(TEST_READY) ## put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshot: $(TEST_READY) ## take the README's pictures of the sandbox (needs Chromium)
	$(BIN)/python docs/screenshots.py

lock: $(TEST_READY) ## renew the locked dependencies (needs uv)
	uv pip compile pyproject.toml --extra build --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --upgrade --quiet -o requirements.txt
	uv pip compile pyproject.toml --extra build --extra dev --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --upgrade --quiet -o requirements-dev.txt

clean: ## remove everything that can be made again (your data under data/ stays)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY): requirements.txt pyproject.toml
	@echo "Setting up (this happens once)…"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Afterglow needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP_INSTALL) -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): $(RUN_READY) requirements-dev.txt
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@
