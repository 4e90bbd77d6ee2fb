# One line per habit; every target sets up what it needs. Python 3.11+ and make are all a bare machine has to have.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal --durations 25
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
TOOLS := .venv/javascript/node_modules/.bin
PROGRAMS := e2e or postgres or nginx

# Bytecode is kept, whatever the machine likes: without it every process that a test starts compiles the package anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check programs days lint bench fuzz faults smoke geodata watch clean

run: .venv/run.stamp            ## set-up, build, serve on http://127.0.0.1:8000
	$(BIN)/python -m ses_map build
	$(BIN)/python -m ses_map serve

test: .venv/test.stamp          ## set-up, every test that needs neither browser, database nor proxy; COVERAGE=1 also holds branches of the core to 95 %
	$(PYTEST) -m "not ($(PROGRAMS))" $(if $(COVERAGE),--cov --cov-report term)

check: test programs            ## all tests

programs: .venv/test.stamp      ## what `make check` adds: tests that drive a browser, PostgreSQL or nginx
	$(PYTEST) -m "$(PROGRAMS)"

days: .venv/test.stamp          ## tests that could depend on the day, on three others: a leap day, New Year's night, ten years on
	$(BIN)/python scripts/days.py

lint: .venv/test.stamp .venv/javascript.stamp  ## style and types of Python and JavaScript, and the arrows between modules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NODE) $(TOOLS)/biome lint --error-on-warnings --config-path tests/javascript ses_map
	$(NODE) $(TOOLS)/tsc --project tests/javascript

bench: .venv/test.stamp         ## everything with a budget against its peers; writes the figures of scripts/bench/README.md
	$(BIN)/python scripts/bench/all.py

fuzz: .venv/test.stamp          ## rubbish into parser and readers: make fuzz INPUTS=200000
	$(BIN)/python scripts/fuzz.py --inputs $(or $(INPUTS),200000)

faults: .venv/test.stamp        ## faults on purpose, the long form, with a table of what was injected and checked
	FAULTS=long $(BIN)/python -m pytest -n0 tests/faults tests/test_imports_kill.py tests/test_security_linear.py

smoke:                          ## the first requirements file needs nothing of the second
	rm -rf build/smoke && $(PYTHON) -m venv build/smoke
	build/smoke/bin/pip install --quiet --disable-pip-version-check .
	cd build && smoke/bin/ses-map --help && smoke/bin/ses-map --store smoke/snapshots build

geodata: .venv/run.stamp        ## derive geodata/ anew: make geodata INPUTS=../shared
	$(BIN)/python scripts/build_geodata.py --inputs $(INPUTS)

watch: .venv/watch.stamp        ## read all sources again and tell what changed: make watch ARGUMENTS="--all"
	$(BIN)/python scripts/check_sources.py $(ARGUMENTS)

.venv/run.stamp: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

.venv/watch.stamp: .venv/run.stamp scripts/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r scripts/requirements.txt
	touch $@

.venv/test.stamp: .venv/watch.stamp tests/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@

.venv/javascript.stamp: .venv/test.stamp tests/javascript/package.json tests/javascript/package-lock.json
	mkdir -p .venv/javascript && cp tests/javascript/package.json tests/javascript/package-lock.json .venv/javascript
	cd .venv/javascript && $(NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	touch $@

clean:
	rm -rf .venv .snapshots build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
