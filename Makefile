# What a newcomer needs: make run. What a contributor needs: make test lint. See CONTRIBUTING.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# With uv the same locks install about ten times faster; pip compiles to bytecode without being asked.
ifdef UV
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --compile-bytecode
else
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

# A lock names all there is, so nothing is resolved anew: pip 23, which Python 3.11 brings, fails at what justext asks of lxml.
LOCKED := $(INSTALL) --require-hashes --no-deps

# Tests start hundreds of processes: each would compile this code anew where the machine keeps no bytecode.
export PYTHONDONTWRITEBYTECODE :=

# Every core has a part of the suite, and one more fills what they wait (`auto`, see tests/conftest.py); proofs, which
# count what processes do at once, have a core each (`logical`).
SPREAD := --maxprocesses 4 --dist

# The journeys that README shows something of.
TAKEN := asks_and_reads_the_brief or set_up_in_a_form or named_mended_loaded or stands_out

.DEFAULT_GOAL := help
.PHONY: help run setup test lint prove soak backlog rolling bench quality graph ways weights pictures messages release lock clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: $(VENV)/.ready ## Set up if needed, load seeds/ and serve: the playground, or Slack once .env names it
	@exec $(BIN)/alliance try

setup: $(VENV)/.ready ## The environment only: .venv, from hashed locks
	@echo "$(VENV) is ready"

test: $(VENV)/.ready-dev ## The whole suite but the slow proofs, on SQLite and PostgreSQL
	@$(BIN)/pytest -m "not prove" --durations=10 --numprocesses auto $(SPREAD) worksteal $(ARGS)

lint: $(VENV)/.ready-dev ## Style, types, import directions, unused dependencies, deployment files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python tests/house/graph.py >/dev/null
	@$(BIN)/deptry .
	@$(BIN)/hadolint deploy/Dockerfile
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml
	@sh deploy/verify-unit.sh
	@sh deploy/verify-alerts.sh

prove: $(VENV)/.ready-dev ## The slow proofs: races, kills, sweeps, sizes
	@$(BIN)/pytest -m prove --numprocesses logical $(SPREAD) loadgroup $(ARGS)

soak: $(VENV)/.ready-dev ## An hour of everything at once against the served bot, 1 % faults; SECONDS=600 is shorter; by hand
	@PYTHONPATH=. $(BIN)/python tests/bench/soak.py --seconds $(or $(SECONDS),3600) --svg deploy/pictures/soak.svg $(ARGS)

backlog: $(VENV)/.ready-dev ## 50,000 digests due at once, two replicas, Slack at its own pace; by hand
	@PYTHONPATH=. $(BIN)/python tests/bench/backlog.py --speed 1 $(ARGS)

rolling: $(VENV)/.ready-dev ## Lookups behind HAProxy and nginx (apt) while bots are replaced, freeze, and the database goes; by hand
	@PYTHONPATH=. $(BIN)/python tests/bench/rolling.py

bench: $(VENV)/.ready-dev ## Speed and memory beside the barest thing that does the same, in one table and a picture
	@PYTHONPATH=. $(BIN)/python tests/bench/run.py --svg deploy/pictures/bench.svg $(ARGS)

quality: $(VENV)/.ready-dev ## How often answers are right, by the lists of tests/quality; LIST=file.tsv is another
	@rm -f var/quality.db
	@DATABASE_URL=sqlite:///var/quality.db $(BIN)/alliance load --yes seeds >/dev/null
	@for list in $(or $(LIST),$(wildcard tests/quality/*.tsv)); do echo "\n$$list"; \
		DATABASE_URL=sqlite:///var/quality.db $(BIN)/alliance eval $$list $(ARGS); done

graph: $(VENV)/.ready-dev ## How the folders import each other: floors, circles, files a folder
	@$(BIN)/python tests/house/graph.py

ways: $(VENV)/.ready-dev ## Which modules a lookup, a load, a digest and a reload enter
	@$(BIN)/python tests/house/ways.py $(ARGS)

weights: $(VENV)/.ready-dev ## Fit how questions are answered to the development list; prints cross-validated figures
	@$(BIN)/python -m tests.quality.fit $(LIST)

pictures: $(VENV)/.ready-dev ## README's pictures, taken anew by the journeys that show them; needs Chromium
	@JOURNEY_PICTURES=$(CURDIR)/var/pictures $(BIN)/pytest -q -n 0 tests/journeys -k "$(TAKEN)"
	@cd var/pictures; cp opcon.png reload.png $(CURDIR)/deploy/pictures; cp digest-posted.png $(CURDIR)/deploy/pictures/digest.png; \
		cp evidence-source-plain.png $(CURDIR)/deploy/pictures/evidence.png

messages: $(VENV)/.ready-dev ## Bring the Korean catalogue and the manifests' hint up to what the code says; prints how many messages wait
	@$(BIN)/python -m tests.house.messages

release: $(VENV)/.ready-dev ## Version, changes, wheel, bill of materials, commit and tag: make release VERSION=1.2.0
	@$(BIN)/python deploy/release.py $(VERSION)

lock: ## Renew both lock files (needs uv); ARGS=--upgrade takes the newest releases
	@$(COMPILE) --group build $(ARGS) --output-file requirements.lock
	@$(COMPILE) --group dev --constraint requirements.lock $(ARGS) --output-file requirements-dev.lock

clean: ## Remove the environment and what tools cached; var/ with your database stays
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer as $(PYTHON); name another with: make PYTHON=python3.12" >&2; exit 1; }
ifdef UV
	@$(UV) venv --quiet --allow-existing --no-python-downloads --python "$$(command -v $(PYTHON))" $(VENV)
else
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "python3 -m venv failed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
endif

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) (once) …"
	@$(LOCKED) -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "Adding what tests and checks need (once) …"
	@$(LOCKED) -r requirements-dev.lock
	@touch $@
