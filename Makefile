# Handshake. Two commands matter: `make run` and `make test`.
PORT ?= 8000
HOST ?= 127.0.0.1
PY := .venv/bin/python

.PHONY: run test test-pages test-lessons test-quizzes test-sockets test-answers test-operations test-truth \
  test-browser test-browser-more test-engines style types lint-api lock bench clean

run: .venv/base  ## Serve Handshake at http://HOST:PORT/
	@bin/serve $(HOST) $(PORT)

TEST_GROUPS := test-sockets test-answers test-operations test-truth test-browser-more test-browser \
  test-pages test-lessons test-quizzes

test: .venv/dev engines  ## Everything, the real browser included
	@made=$$(mktemp -d) && trap 'rm -rf "$$made"' EXIT && trap 'exit 130' INT TERM && \
	{ TESTS_MADE_IN=$$made $(MAKE) --no-print-directory --jobs=9 --output-sync --keep-going $(TEST_GROUPS) 2>&1 \
	  || touch "$$made/failed"; } | tee "$$made/output" && \
	if [ -e "$$made/failed" ]; then echo "What failed:"; grep -E '^(FAILED|ERROR|make)' "$$made/output"; exit 1; fi

# Playwright's loop and pytest-asyncio's do not share a process, so the browser has its own run, in two halves.
# Sockets, answers, operations and truth mostly wait, for deadlines that are what they test: they go first. Pages have
# the most to compute and come next, then the browsers, then the rest. All run at once and end at about the same time, so
# that both cores are busy to the end.
# If one fails, the others still run; the names of all failed tests stand at the end.
# What servers start from is made once for all of them, see tests/support/shared_folder.py.
# Bytecode is written, also where the environment forbids it: to read the tests takes half as long with it.
test-%: export PYTHONDONTWRITEBYTECODE :=

# Tests of sockets mostly wait: half of them run beside those of answers, on the same servers.
BESIDE_ANSWERS := what_ifs predict workers processes

test-sockets: .venv/dev
	@$(PY) -m pytest -m servers $(addprefix --ignore=tests/live_demo/,$(BESIDE_ANSWERS)) tests/live_demo

test-answers: .venv/dev
	@$(PY) -m pytest -m servers tests/quizzes tests/lessons $(addprefix tests/live_demo/,$(BESIDE_ANSWERS))

test-operations: .venv/dev
	@$(PY) -m pytest -m servers $(addprefix --ignore=tests/,browser truth live_demo quizzes lessons)

test-truth: .venv/dev
	@$(PY) -m pytest tests/truth

test-lessons: .venv/dev
	@nice -n 5 $(PY) -m pytest -m "not servers" tests/lessons

test-quizzes: .venv/dev
	@nice -n 5 $(PY) -m pytest -m "not servers" --ignore=tests/quizzes/test_api_schema.py tests/quizzes

test-pages: .venv/dev
	@nice -n 1 $(PY) -m pytest -m "not servers" $(addprefix --ignore=tests/,browser truth quizzes lessons)

test-browser: .venv/dev
	@nice -n 3 $(PY) -m pytest tests/browser/test_[a-k]*.py

test-browser-more: .venv/dev
	@nice -n 3 $(PY) -m pytest tests/browser/test_[l-z]*.py

test-engines: .venv/dev engines  ## The live demo in Firefox and WebKit; not part of `make test`
	@bin/install-engines other
	@$(PY) -m pytest tests/other_engines/open_send_close.py

style: .venv/dev  ## Check format, lint, and who imports whom
	@$(PY) -m ruff format --check . && $(PY) -m ruff check .
	@$(PY) -m djhtml --tabwidth 2 --check templates
	@PATH=.venv/bin:$$PATH lint-imports --no-cache

types: .venv/dev  ## Check types
	@$(PY) -m mypy

lint-api: .venv/dev  ## Lint the OpenAPI document with Redocly and Spectral, which need Node.js and npm's registry
	@made=$$(mktemp -d) && trap 'rm -rf "$$made"' EXIT && \
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) -W ignore -m django export_openapi_schema \
	  --api quizzes.api.v1.api --output $$made/openapi.json && \
	REDOCLY_TELEMETRY=off npx --yes @redocly/cli@2 lint $$made/openapi.json && \
	npx --yes @stoplight/spectral-cli@6 lint --fail-severity=warn --ruleset .spectral.yaml $$made/openapi.json

lock: .venv/dev  ## Write the locks anew, with hashes and without addresses
	@for name in base dev; do \
	  .venv/bin/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header \
	    --universal --python-version 3.12 requirements/$$name.in -o requirements/$$name.txt; done

bench: .venv/dev  ## Measure; see bench/README.md
	@$(PY) -m bench --plots docs/plots

clean:  ## Remove the environment and everything that was made at run time
	rm -rf .venv var

.PHONY: engines
engines:
	@bin/install-engines

.venv/bin/python:
	@python=$$(bin/find-python) && "$$python" -m venv .venv

.venv/base: requirements/base.txt | .venv/bin/python
	@echo "Installing the libraries from requirements/base.txt"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

NOT_IMPORTED := mypy|mypyc|mypy_django_plugin|pip|tests?|testing|async_api|gis|graphql|grimp|importlinter|lexers|$\
  twisted/(conch|mail|names|spread|trial|words)|werkzeug

# Everything at once, which the lock for development names, too. Compiled on every core, but for what no test imports.
# A file that does not compile, such as a template of code, is none that anything imports.
.venv/dev: requirements/base.txt requirements/dev.txt | .venv/bin/python
	@echo "Installing the libraries from requirements/dev.txt"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-compile -r requirements/dev.txt
	@$(PY) -W ignore -m compileall -qq -j 0 -x '/($(NOT_IMPORTED))/' .venv/lib || true
	@touch .venv/base $@
