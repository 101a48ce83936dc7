# make demo | make test | make editors | make test-editors | make stress | make differential | make rules
# make fuzz-texts | make bench | make bench-editor | make clean
# Needs Python 3.11 or newer and a network the first time; everything else goes into $(VENV).

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXAMPLE := examples/reformed_union.const

.DEFAULT_GOAL := help
.PHONY: help demo test editors test-editors vsix stress differential rules fuzz-texts bench bench-editor clean

help:
	@echo "make demo          build an environment in $(VENV) and answer the founding question"
	@echo "make test          lint, types and tests, in the same environment"
	@echo "make editors       install the editors that the tests use: Neovim, Emacs, Vim, VS Code in a browser"
	@echo "make test-editors  the tests in real editors; what is missing is a failure and not skipped"
	@echo "make vsix          the extension for VS Code, as a file to install"
	@echo "make stress        random editing, compared with constdsl check; EDITS=10000 SEED=0"
	@echo "make differential  both engines on random constitutions; EXAMPLES=20000 SEED=0"
	@echo "make rules         all rules on random constitutions, and the time they take; EXAMPLES=20000 SEED=0"
	@echo "make fuzz-texts    throw hostile texts at the tool; TEXTS=20000 SEED=0"
	@echo "make bench         time and memory on constitutions of growing size"
	@echo "make bench-editor  from a keystroke to what is said of the text, beside other languages' servers"
	@echo "make clean         remove what the above have made"

demo: $(VENV)/.installed
	@echo "== constdsl variants $(EXAMPLE)"
	@$(BIN)/constdsl variants $(EXAMPLE)
	@echo
	@echo "== constdsl check $(EXAMPLE)"
	@$(BIN)/constdsl check $(EXAMPLE) || test $$? -eq 1

test: $(VENV)/.testable
	@echo "== ruff check"
	@$(BIN)/ruff check .
	@echo "== mypy --strict"
	@$(BIN)/mypy
	@echo "== pytest"
	@$(BIN)/pytest -n auto --cov --cov-report=
	@echo "== branches taken"
	@$(BIN)/coverage json --quiet
	@$(BIN)/python tests/coverage_floor.py .pytest_cache/coverage.json

# Debian's packages, npm's and two of PyPI; takes two to three minutes the first time, and 700 MB.
EDITOR_PACKAGES := chromium elpa-eglot emacs-nox g++ libkrb5-dev make neovim python3 ripgrep vim-ale vim-nox
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
NODE_MODULES := editors/vscode/node_modules/.package-lock.json

editors: $(VENV)/.testable $(NODE_MODULES)
	@echo "== installing editors"
	@$(PIP) install --editable '.[test,editors]'
	@dpkg -s $(EDITOR_PACKAGES) >/dev/null 2>&1 || { $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(EDITOR_PACKAGES) >/dev/null; }
	@bash tests/editors/vscode/host.sh >/dev/null

test-editors: editors
	@CONSTDSL_EDITORS=require $(BIN)/pytest tests/editors

vsix: $(NODE_MODULES)
	@cd editors/vscode && npm run package

$(NODE_MODULES): editors/vscode/package-lock.json
	@cd editors/vscode && npm ci --no-audit --no-fund --silent && touch node_modules/.package-lock.json

EDITS ?= 10000

stress: $(VENV)/.testable
	$(BIN)/python -m tests.lsp.stress --edits $(EDITS) --seed $(SEED)

# A million hostile texts take three quarters of an hour on two processors: make fuzz-texts TEXTS=1000000 SEED=1
TEXTS ?= 20000
SEED ?= 0

fuzz-texts: $(VENV)/.installed
	$(BIN)/constdsl fuzz --texts --examples $(TEXTS) --seed $(SEED)

# Twenty thousand constitutions take about eight minutes on two processors; FAULTS=1 puts faults into the calculus
# and shows how soon each is caught.
EXAMPLES ?= 20000

differential: $(VENV)/.testable
	$(BIN)/python -m tests.differential.run --examples $(EXAMPLES) --seed $(SEED) $(if $(FAULTS),--faults)

rules: $(VENV)/.testable
	$(BIN)/python -m tests.rules.run --examples $(EXAMPLES) --seed $(SEED)

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/run.py

bench-editor: $(VENV)/.testable
	$(BIN)/python benchmarks/editor.py

clean:
	test ! -f $(VENV)/pyvenv.cfg || rm -rf $(VENV)
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .editors
	rm -rf editors/vscode/node_modules editors/vscode/dist editors/vscode/*.vsix
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: built once, and again when pyproject.toml changes ------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "constdsl needs Python 3.11 or newer, and $(PYTHON) is not. Name one: make PYTHON=python3.12"; exit 1; }
	@echo "== making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) 2>/dev/null \
	  || { $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $@ install --quiet pip; } \
	  || { rm -f $@; \
	  echo "$(PYTHON) cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "== installing constdsl into $(VENV)"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.testable: pyproject.toml | $(VENV)/.installed
	@echo "== installing the tools of the tests into $(VENV)"
	@$(PIP) install --editable '.[test]'
	@touch $@
