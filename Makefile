# Needs python3 3.11 or newer, make and git. Another Python: make test PYTHON=python3.12
# Arguments for the program behind a verb: make test ARGS="-k paging"

PYTHON ?= python3
ARGS ?=

DEV := .venvs/dev
DEMO := .venvs/demo
BENCH := .venvs/bench
CLIENTS := .venvs/clients
OLD_CLIENTS := twilio-7 twilio-8 signalwire-2

# An environment is complete when its stamp exists. The stamp is older than the file that names
# what is installed, or named for another Python, when the environment must be made anew.
STAMP := made-with-$(notdir $(PYTHON))

.PHONY: help install demo test clients check cover bench serve dist clean

help:  ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-13s %s\n", $$1, $$2 }'

install: $(DEV)/$(STAMP)  ## make the environment for development
	@echo '$(DEV) is ready: . $(DEV)/bin/activate'

demo: $(DEMO)/$(STAMP)  ## run the suite of examples/warm-transfer, then tests that are broken on purpose
	@$(DEMO)/bin/python examples/warm-transfer/demo.py $(ARGS)

test: $(DEV)/$(STAMP)  ## run the tests, README.md, docs/ and docstrings included
	@$(DEV)/bin/python -m pytest $(ARGS)

clients: $(OLD_CLIENTS:%=$(CLIENTS)/%/$(STAMP))  ## install the clients that drive the mock in tests/test_real_clients.py
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
	  $(MAKE) -s --no-print-directory $(CLIENTS)/node/made-with-npm; \
	else \
	  echo 'There is no node or no npm here: the clients for JavaScript are left out.' >&2; \
	fi

check: $(DEV)/$(STAMP)  ## judge format, style, types and layers
	@$(DEV)/bin/ruff format --check .
	@$(DEV)/bin/ruff check .
	@$(DEV)/bin/mypy
	@$(DEV)/bin/lint-imports --no-logo

cover: $(DEV)/$(STAMP)  ## run the tests and report what they do not reach
	@$(DEV)/bin/coverage erase
	@$(DEV)/bin/coverage run -m pytest $(ARGS)
	@$(DEV)/bin/coverage combine --quiet
	@$(DEV)/bin/coverage report

bench: $(BENCH)/$(STAMP)  ## measure the speed against peers
	@$(BENCH)/bin/python -m benchmarks $(ARGS)

serve: $(DEMO)/$(STAMP)  ## serve the mock on 127.0.0.1
	@$(DEMO)/bin/mockconf serve $(ARGS)

dist: $(DEV)/$(STAMP)  ## build sdist and wheel into dist/
	@rm -rf dist
	@$(DEV)/bin/python -m build --outdir dist .

clean:  ## remove everything that the other verbs made
	@rm -rf .venvs dist .coverage .coverage.* .hypothesis
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -type d \( -name .git -o -name .venv \) -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# $(call make_environment,directory,what pip installs): silent, unless something fails.
define make_environment
	@command -v '$(PYTHON)' >/dev/null || \
	  { echo 'mockconf needs Python 3.11 or newer, and there is no $(PYTHON) here. Name yours: PYTHON=python3.12 make' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mockconf needs Python 3.11 or newer, and $(PYTHON) is $$('$(PYTHON)' -V 2>&1). Name a newer one: PYTHON=python3.12 make" >&2; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo '$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@'$(PYTHON)' -m venv --clear $(1)
	@said=$$($(1)/bin/python -m pip install --disable-pip-version-check $(2) 2>&1) || \
	  { printf '%s\n' "$$said" >&2; exit 1; }
	@touch $(1)/$(STAMP)
endef

$(DEV)/$(STAMP): pyproject.toml
	$(call make_environment,$(DEV),-e '.[dev]')

$(DEMO)/$(STAMP): pyproject.toml
	$(call make_environment,$(DEMO),-e '.[twilio]')

$(BENCH)/$(STAMP): pyproject.toml
	$(call make_environment,$(BENCH),-e '.[bench]')

# aiohttp, which it needs, has no wheels for every Python; then it is to be built without a compiler.
$(CLIENTS)/signalwire-2/$(STAMP): export AIOHTTP_NO_EXTENSIONS = 1

$(CLIENTS)/%/$(STAMP): tests/clients/requirements-%.txt
	$(call make_environment,$(CLIENTS)/$*,-r $<)

$(CLIENTS)/node/made-with-npm: tests/clients/package.json
	@rm -rf $(CLIENTS)/node
	@mkdir -p $(CLIENTS)/node
	@cp $< $(CLIENTS)/node
	@said=$$(npm install --prefix $(CLIENTS)/node --ignore-scripts --no-audit --no-fund 2>&1) || \
	  { printf '%s\n' "$$said" >&2; exit 1; }
	@touch $@
