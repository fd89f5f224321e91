# The daily acts of Nagar. `make help` lists them.
VENV ?= .venv
# The first Python from 3.11 to 3.13 that this machine has.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := $(VENV)/bin
# pip compiles what it installs, but not what it links to; where Python may write nothing, each start would compile it.
COMPILE = $(BIN)/python -m compileall -q data geo queries dashboard
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help

help:  ## list these targets
	@sed -n 's/^\([a-z-]*\):.*##\s*/  make \1\t/p' $(MAKEFILE_LIST)

serve: $(VENV)/installed  ## build the first snapshot if there is none, and serve at http://127.0.0.1:8050
	@$(BIN)/nagar serve

build: $(VENV)/installed  ## make a new snapshot; SOURCES=folder of real source files
	@$(BIN)/nagar build $(if $(SOURCES),--sources $(SOURCES))

check: $(VENV)/installed  ## list every problem of cards, groups, queries, examples and translations
	@$(BIN)/nagar check

dev: $(VENV)/installed  ## serve what is being edited, for whoever writes queries or pages
	@$(BIN)/nagar serve --dev

test: $(VENV)/installed-test  ## install what tests need and run them all
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python -m pytest -n 2 --dist worksteal

fast: $(VENV)/installed-test  ## the tests that take no browser and no whole snapshot
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not browser"

fuzz: $(VENV)/installed-test  ## 100,000 addresses and 50,000 callback bodies that nobody would send (half an hour)
	@FUZZ_URLS=$(or $(URLS),100000) FUZZ_BODIES=$(or $(BODIES),50000) THREAD_QUESTIONS=10000 ATTACK_TABLES=1220 \
		$(BIN)/python -m pytest -n 2 -s tests/dashboard/test_fuzz.py tests/dashboard/test_threads.py tests/queries/test_attack.py

style-hashes: $(VENV)/installed-test  ## collect anew the styles that Dash and plotly bring, after an update of them
	@$(BIN)/python -m dashboard.style_hashes

format: $(VENV)/installed-test  ## put the code into the one format
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Nagar needs Python 3.11, 3.12 or 3.13; none was found."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: apt install python3-venv"; exit 1; }

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what Nagar needs into $(VENV) (once; a few minutes on a slow line) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/installed-test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@$(COMPILE)
	@touch $@ $(VENV)/installed

.PHONY: help serve build check dev test fast fuzz style-hashes format
