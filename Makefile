# The two commands of the README are `make demo` and `make test`; each makes the environment that it needs.
# `make help` lists the other verbs.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
TEXTS  := ../shared/seed
FUZZ_MINUTES ?= 60
# tests/conftest.py says what one worker runs, and what comes first.
BY_TWO := -n 2 --dist loadscope --no-loadscope-reorder
PIP    := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test check core-tests server-tests system stores stores-stop fuzz faults bench docs real scale format constraints clean

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | column -t -s "$$(printf '\t')"

$(VENV)/core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/dev: $(VENV)/core
	$(PIP) -e '.[dev]'
	@touch $@

demo: $(VENV)/core ## set up, build, validate and answer questions on the real graph (under a minute)
	@PATH="$(CURDIR)/$(BIN):$$PATH" ICIGRAPH_TEXTS="$(wildcard $(TEXTS))" sh tools/demo.sh

test: check system ## every check and every test
	$(BIN)/pytest $(BY_TWO)

check: $(VENV)/dev ## formatting, lint, types, import layers, Turtle formatting
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/turtlefmt --check ontology data
	$(BIN)/pytest tests/test_layers.py

core-tests: $(VENV)/dev ## the tests that need no server and no browser
	$(BIN)/pytest $(BY_TWO) -m 'not server and not browser'

server-tests: $(VENV)/dev system ## the tests on real triple stores
	$(BIN)/pytest -m server

system: $(VENV)/dev ## what the tests need beyond Python: stores and a browser, where they may be installed
	@sh tools/system-packages.sh

stores: $(VENV)/dev system ## fetch the triple stores and start them for a developer
	$(BIN)/python -m tests.servers start

stores-stop: $(VENV)/dev ## stop what `make stores` started
	$(BIN)/python -m tests.servers stop

fuzz: $(VENV)/dev ## properties at random and mutated files, for FUZZ_MINUTES (60)
	$(BIN)/python -m tests.fuzz --minutes $(FUZZ_MINUTES)

faults: $(VENV)/dev system ## every fault that was proven, 200 random ones, and 60 moments of a push to each store
	$(BIN)/python -m tests.faults --cases 200 --pushes 60

bench: $(VENV)/dev ## what we measure, against whom
	$(BIN)/python benchmarks/run.py

docs: $(VENV)/dev ## the pages in docs/ as one site, in build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

real: $(VENV)/dev ## validation of shapes that others wrote, beside pySHACL and shifty (a quarter of an hour)
	$(BIN)/python benchmarks/real.py

scale: $(VENV)/dev ## the benchmarks at 1M and 10M triples
	$(BIN)/python benchmarks/run.py --scale

format: $(VENV)/dev ## format code and Turtle
	$(BIN)/ruff format src tests benchmarks tools
	$(BIN)/ruff check --fix src tests benchmarks tools
	$(BIN)/turtlefmt ontology data

constraints: $(VENV)/dev ## write the installed versions to constraints.txt
	@{ head -n 1 constraints.txt; $(BIN)/pip freeze --exclude-editable; } > constraints.tmp && mv constraints.tmp constraints.txt

clean: ## remove what the verbs made
	rm -rf $(VENV) .icigraph .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
