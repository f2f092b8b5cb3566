# The verbs of Samskap. `make demo` and `make test` do all of their own set-up.
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready
CATALOGUES := $(wildcard assets/i18n/*/LC_MESSAGES/samskap.po)
# Where the names of icons stand: those that are named are cut out of the icon font.
NAME_ICONS := $(shell find hub shared assets -name "*.py" -o -name "*.html" -o -name "*.json")

# Where caches of compiled modules are switched off, every process would compile Kivy anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test check format catalogues pictures portable seats faults layouts desks benchmark
.DEFAULT_GOAL := help

help: ## show these verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup: $(READY) ## install everything into .venv (system packages too, where they are missing)

$(INSTALLED): pyproject.toml constraints.txt tools/setup.sh tools/install.sh assets/build_hook.py
	tools/setup.sh $(VENV) hub,kiosk,test
	touch $@

$(READY): $(INSTALLED) $(CATALOGUES) $(NAME_ICONS)
	$(BIN)/python assets/i18n/compiling.py
	$(BIN)/python assets/fonts/cutting.py
	touch $@

demo: $(READY) ## a hub with sample content and a paired kiosk; without a screen: a morning there, told in pictures
	$(BIN)/python -m tools.demo

test: $(READY) ## all tests
	$(BIN)/python -m tools.run_tests

check: $(READY) ## format, lint, types (of tests and tools too), import contracts, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.spelling

format: $(READY) ## format the code and mend what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogues: $(READY) ## collect new messages into the catalogues and compile them
	$(BIN)/python -m tools.catalogues

pictures: $(READY) ## the pictures of the README anew, and contact sheets of every screen and page (about 12 minutes)
	$(BIN)/python -m tools.pictures

portable: $(READY) ## how far the hub's SQL runs on PostgreSQL: the contract of the store, in a throw-away one
	tools/setup.sh $(VENV) hub,kiosk,test,portable
	$(BIN)/python -m tests.portable

seats: $(READY) ## search thousands of orders of events for a seat sold twice (about 10 minutes)
	$(BIN)/pytest tests/journeys/test_seats.py --hypothesis-profile=long

faults: $(READY) ## strike each single write and sync of a save, not one in four (1 minute)
	$(BIN)/pytest -m faults --ignore=tests/glass

layouts: $(READY) ## every screen in every size, language and text scale (about 15 minutes)
	$(BIN)/pytest tests/glass -m layouts

desks: $(READY) ## a telephone and a whole team on another address, over TLS, the root trusted and nothing else (as root, 2 minutes)
	$(BIN)/pytest -m desks tests/faraway

benchmark: $(READY) ## measure, as ratios against a baseline in the same run (about 10 minutes)
	$(BIN)/python -m tests.benchmarks
