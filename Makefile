# minyi — `make report` and `make test` set up what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
YEAR := data/sample/2019
MONTH ?= 2020-11

.PHONY: setup report test lint bench lab clean browser

setup: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本；可用 make PYTHON=python3.12 指定。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装（第一次要几分钟）……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

report: setup
	@$(BIN)/minyi month $(MONTH) --year-dir $(YEAR) --out reports

# A browser and Chinese fonts for the page tests, where this is a Debian machine and we may install.
browser:
	@tests/tools/ensure-browser

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports > $(VENV)/imports.txt 2>&1 || { cat $(VENV)/imports.txt; exit 1; }

# Fast tests first: an answer within seconds; then notebooks and the browser.
test: lint browser
	@$(BIN)/python -m pytest -q -m "not slow" -n 2
	@$(BIN)/python -m pytest -q -m slow -n 2 --dist loadfile

# ONLY="month messages quality peers scale": only these sections of docs/benchmarks.md; peers get .venv-bench of their own.
bench: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench.run $(if $(ONLY),--only $(ONLY))

lab: setup
	@$(BIN)/jupyter lab notebooks

clean:
	rm -rf $(VENV) .venv-bench .pytest_cache .ruff_cache
