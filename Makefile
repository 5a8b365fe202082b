# The two commands: `make run` and `make test`. Everything they need, they install.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps

.PHONY: run test fast check audit advisories sbom setup browser messages screenshots lock format clean

run: setup ## The whole product with a living demo city
	$(BIN)/answerable up --demo

test: setup browser check audit ## Every check and every test
	$(BIN)/python -m pytest -m "not e2e"
	@if $(BIN)/python -m tests.plugins.versions; then \
	  ANSWERABLE_TEST_PG=18 $(BIN)/python -m pytest -m near_db; fi
	@if ls tests/e2e/test_*.py >/dev/null 2>&1; then $(BIN)/python -m pytest -m e2e; fi

fast: setup check ## Checks, unit and architecture tests: for while you work
	$(BIN)/python -m pytest tests/unit tests/architecture

check:
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/python -m mypy
	$(BIN)/djlint --quiet --lint src
	$(BIN)/lint-imports
	$(BIN)/python -m answerable.config.check_migrations

setup: $(STAMPS)/python $(STAMPS)/messages $(STAMPS)/assets ## .venv with the `answerable` command

FACES := src/answerable/interfaces
# After the bar: needed, but no reason to do it again.
$(STAMPS)/assets: package.json package-lock.json scripts/assets.sh scripts/assets.mjs \
    $(shell find $(FACES)/*/styles $(FACES)/*/scripts -type f) | $(STAMPS)/python
	sh scripts/assets.sh
	@touch $@

$(STAMPS)/messages: $(shell find src -name '*.po') | $(STAMPS)/python
	$(BIN)/python -m answerable.config.messages --compile
	@touch $@

$(STAMPS)/python: requirements.lock pyproject.toml scripts/setup.sh
	PYTHON=$(PYTHON) sh scripts/setup.sh
	@mkdir -p $(STAMPS) && touch $@

browser:
	sh scripts/browser.sh

lock: ## Pin what pyproject.toml asks for, with hashes
	$(VENV)/installer/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --extra embedded --group dev pyproject.toml -o requirements.lock

audit: setup ## Compare the locks with the advisories that we know of
	$(BIN)/python scripts/advisories.py

advisories: setup ## Fetch a fresh list of advisories, and compare
	$(BIN)/python scripts/advisories.py --fetch

sbom: setup ## What is inside, as CycloneDX
	$(BIN)/python scripts/sbom.py

screenshots: setup browser ## Photograph a running demo into docs/screenshots
	$(BIN)/python scripts/screenshots.py

messages: ## Find sentences without Chinese, and compile
	$(BIN)/python -m answerable.config.messages

format:
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench

clean:
	rm -rf $(VENV) node_modules src/answerable/interfaces/web/static/dist
