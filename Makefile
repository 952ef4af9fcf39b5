# Each target builds .venv by itself: plain python3 (3.11 or newer) and pip are enough.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# Processes for tests and runs; the number of cores where nothing else is said.
WORKERS ?= auto

.PHONY: run test check evaluate docs bench lock clean

run: $(READY)  ## read the documents of corpus/ and say where the records lie
	$(BIN)/juesuan run corpus/*.txt corpus/*.pdf corpus/*.html corpus/*.docx

test: $(READY)  ## all tests
	$(BIN)/pytest -n $(WORKERS)

check: $(READY)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/mypy

evaluate: $(READY)  ## score corpus/ against its gold; fails below corpus/floors.json
	$(BIN)/juesuan run corpus/*.txt corpus/*.pdf corpus/*.html corpus/*.docx --json >/dev/null
	$(BIN)/juesuan evaluate corpus/gold --floors corpus/floors.json

docs: $(READY)  ## the documentation as site/
	$(BIN)/mkdocs build --strict --quiet

bench: $(READY)  ## speed and memory as ratios to peers in the same run
	$(BIN)/python benchmarks/run.py

lock: $(READY)  ## resolve the dependencies anew into requirements.lock
	$(BIN)/pip-compile --quiet --all-extras --generate-hashes --strip-extras --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --unsafe-package opencv-python --unsafe-package pip --output-file requirements.lock pyproject.toml

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "juesuan needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:  ## what the other targets made
	rm -rf .venv outputs site build dist
