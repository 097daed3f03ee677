# Each target sets up what it needs; a newcomer needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# What is compiled is kept: the tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup try run test check bench quality safety durability soak attack audit lock clean

setup: $(READY)

$(READY): requirements-dev.lock
	@echo "Setting up $(VENV); this takes a minute, once."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(READY)

try: setup
	@$(BIN)/python -m bot try

run: setup
	@$(BIN)/python -m bot run

# In the order of tests/conftest.py: by itself xdist begins with the files of most tests, not of most time.
test: setup
	$(BIN)/python -m pytest -n 3 --max-worker-restart 0 --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m knowledge lint

bench: setup
	$(BIN)/python -m tests.benchmarks

quality: setup
	$(BIN)/python -m tests.quality

safety: setup
	$(BIN)/python -m tests.safety

durability: setup
	$(BIN)/python -m tests.durability --mode polling --updates 3000 --kills 10
	$(BIN)/python -m tests.durability --mode webhook --updates 3000 --kills 10
	$(BIN)/python -m tests.durability --mode postgres --updates 3000 --kills 10

soak: setup
	$(BIN)/python -m tests.soak --minutes 10 --rate 25

attack: setup
	$(BIN)/python -m tests.attack

# Asks a public service about every locked version, and so needs a network.
audit: setup
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

# Hashes, and no address that anything was downloaded from. Works on every platform.
lock: setup
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --extra semantic pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
