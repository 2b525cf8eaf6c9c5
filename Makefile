# Every target sets up what it needs on a machine with python3.11+, pip and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
.DEFAULT_GOAL := help
.PHONY: help install run test check smoke bench screens messages migration lock format

help: ## what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 12

install: $(READY) ## set up .venv

$(READY): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m models.vocabulary
	@touch $@

run: $(READY) ## the bot: with BOT_TOKEN in .env on Telegram, else in the sandbox with demonstration data
	@if [ -n "$$BOT_TOKEN" ] || grep -qsE '^BOT_TOKEN=.' .env; then exec $(BIN)/python -m bot run; else exec $(BIN)/python -m sandbox; fi

test: $(READY) ## all tests; on PostgreSQL too where it answers (REQUIRE_POSTGRES=1 forbids the skip, REQUIRE_BROWSER=1 likewise)
	$(BIN)/python -m pytest -n 2 -q

check: $(READY) ## format, lint, types, import contracts, catalogues, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_catalogues.py tests/test_migrations.py

smoke: $(READY) ## the main job, headless, in both languages; prints the transcript
	$(BIN)/python -m sandbox.smoke

bench: $(READY) ## updates a second, as ratios to bare aiogram and to aiogram-dialog
	$(BIN)/python -m benchmarks updates

screens: $(READY) ## golden screens and the page's pictures, made anew
	$(BIN)/python -m pytest -q tests/test_screens.py --write-screens
	$(BIN)/python -m sandbox.screenshots docs/pictures

messages: $(READY) ## bring the catalogues up to the texts of the code
	$(BIN)/python locales/update.py

migration: $(READY) ## make migration m="Add a table"
	$(BIN)/python -m models.migrations.new "$(m)"

format: $(READY) ## put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY) ## resolve the dependencies anew (needs uv on the PATH)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --extra dev pyproject.toml -o requirements-dev.lock
