# `make` alone lists what can be made. Nothing here needs an activated environment.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test faults check format lock notebook playground wheel install clean FORCE golden

BIN := .venv/bin
CODE := domain projections api scripts tests docs/clients
# An older uv on PATH that cannot install groups is left alone.
UV := $(or $(shell uv pip install --help 2>/dev/null | grep -q -e --group && command -v uv),.venv-uv/bin/uv)
FIND_PYTHON = for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { command -v "$$p"; break; }; done
PYTHON = $(or $(shell $(FIND_PYTHON)),$(error annals needs Python 3.11 or newer as python3, and found none on PATH))

# uv brings certificates of its own; where the machine has some, those are the ones its owner trusts.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem),)
export UV_SYSTEM_CERTS ?= 1
endif

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | sed 's/|/                /; s/^\(.\{20\}\) */\1/'

setup: .venv/.tools  ## install what running, testing and working on it need into .venv

demo: .venv/.ready  ## append the article, fold the views, serve the playground
	$(BIN)/annals demo

test: setup  ## the whole test suite, in several processes
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

SEEDS = 1-100
faults: setup  ## walks of random faults for ten minutes: SEEDS=7 repeats one, MINUTES=60 takes longer
	cd tests && PYTHONPATH=.:.. ../$(BIN)/python -m faults $(SEEDS) $(if $(MINUTES),--minutes $(MINUTES))

check: setup  ## what CI runs: format, lint, types, imports, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(MAKE) test

format: setup  ## format the code and mend what lint can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

notebook: setup  ## install what the test of the example notebook needs besides
	$(INSTALL) --python $(BIN)/python --group notebook

playground: .venv/.ready  ## fetch the playground's and the explorer's files again, so that they work with no network
	$(BIN)/python -m scripts.npm_files

golden: setup  ## write the golden files that are missing, the schema and the generated pages of docs/ as they are now
	$(BIN)/python tests/examples.py
	$(BIN)/annals schema > tests/golden/schema.graphql
	$(BIN)/python -m scripts.kinds_page
	$(BIN)/python -m scripts.reference_pages

wheel: playground  ## build a wheel into dist/, with the files that pages have from npm
	@test -d api/_playground -a -d api/explorer/_libraries || \
		{ echo "error: a wheel holds files from npm, and npm could not fetch them" >&2; exit 1; }
	rm -f dist/annals-*.whl
	$(BIN)/hatchling build --target wheel

install: wheel  ## put the program alone into a new environment: make install INTO=FOLDER
	@test -n "$(INTO)" || { echo "error: say into which folder: make install INTO=/opt/annals" >&2; exit 1; }
	$(UV) venv --quiet --allow-existing --no-python-downloads --python "$(PYTHON)" "$(INTO)"
	$(INSTALL) --compile-bytecode --python "$(INTO)/bin/python"
	$(UV) pip install --quiet --no-deps --compile-bytecode --python "$(INTO)/bin/python" dist/*.whl

lock: | $(UV)  ## bring requirements.lock in line with pyproject.toml, keeping the versions that still fit
	$(UV) pip compile --quiet --universal --python-version 3.11 --no-python-downloads --generate-hashes \
		--no-header --no-annotate --group dev --group notebook pyproject.toml --output-file requirements.lock

clean:  ## remove what the other targets made, except databases
	rm -rf .venv .venv-uv tests/clients/node_modules api/_playground api/explorer/_libraries .coverage htmlcov build dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The lock says which versions, and by which hashes they are known; pyproject.toml says what of it is needed for what.
INSTALL = $(UV) pip install --quiet --require-hashes --constraint requirements.lock --requirements pyproject.toml

.venv/.ready: requirements.lock pyproject.toml | $(UV)
	$(UV) venv --quiet --clear --no-python-downloads --python "$(PYTHON)" .venv
	$(INSTALL) --python $(BIN)/python --group build
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m scripts.npm_files
	@pwd > $@

.venv/.tools: .venv/.ready
	$(INSTALL) --python $(BIN)/python --group dev
	@touch $@

# A virtual environment names its own path: one that was copied or moved is made anew.
ifneq ($(shell cat .venv/.ready 2>/dev/null),$(shell pwd))
.venv/.ready: FORCE
endif

.venv-uv/bin/uv:
	"$(PYTHON)" -m venv --clear .venv-uv
	.venv-uv/bin/python -m pip install --quiet uv
