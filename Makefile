# make demo    set up and make a first piece
# make test    what CI runs: ruff, mypy, pytest; models and training on jax, too
# make docs    build the documentation into docs/_build/html
# make fuzz    damage MIDI files at random; SYMBOLIC_FUZZ_SECONDS says for how long
# make train-builtin  train the models that come with the library; hours
# make bench   print every figure that the README claims

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check
SOURCES = setup.cfg setup.py pyproject.toml symbolic/files/midi/_scan.c symbolic/datasets/_looks.c \
	symbolic/models/_gates.c \
	$(wildcard symbolic/tokenizers/*/_*.[ch])

.PHONY: demo test lint unit docs fuzz bench train-builtin clean

demo: $(VENV)/installed
	$(BIN)/symbolic demo

test: lint unit

lint: $(VENV)/developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/developed
	$(BIN)/pytest -n 2 --dist loadfile
	KERAS_BACKEND=jax $(BIN)/pytest -n 2 --dist loadfile -m "not slow" tests/models tests/training

docs: $(VENV)/developed
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

fuzz: $(VENV)/developed
	SYMBOLIC_FUZZ_SECONDS=$${SYMBOLIC_FUZZ_SECONDS:-600} \
		$(BIN)/pytest -s --timeout 0 tests/files/midi/test_mutations.py -k mutations_of

bench: $(VENV)/developed
	$(PIP) install -q -e '.[bench]'
	for script in read tokens performance note_chord windows prepare; do $(BIN)/python benchmarks/$$script.py; done

train-builtin: $(VENV)/installed
	$(BIN)/python -m symbolic.pretrained.make --runs runs

clean:
	rm -rf $(VENV) build docs/_build symbolic/datasets/*.so symbolic/models/*.so symbolic/files/midi/*.so symbolic/tokenizers/*/*.so *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python $(SOURCES)
	$(PIP) install -q -e '.[all]'
	touch $@

$(VENV)/developed: $(VENV)/bin/python $(SOURCES)
	$(PIP) install -q -e '.[all,dev]'
	touch $@ $(VENV)/installed
