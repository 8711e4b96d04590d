# Every target does its own set-up. Only relative names here: the path of this folder may
# contain spaces, which make cannot bear in targets.

PY := .venv/bin/python
JOBS ?= 2
# All tests wait for processes and clocks a good part of their time: two more than cores.
TEST_JOBS ?= 4
KILL_ROUNDS ?= 100

# Without it thousands of assertions of the tests are prepared anew in each process of each run.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test unit check format bench bench-routing bench-search campaign-test kill-test screenshots report-pictures demo lock clean setup setup-dev

help:
	@echo "make run        start the bot, the web chat and the pages on this machine"
	@echo "make test       every test"
	@echo "make unit       the everyday tests: SQLite, without browser, kill and slow ones (JOBS=N: on N cores)"
	@echo "make check      format, lint (Dockerfile too), types, import layers, everyday tests"
	@echo "make format     put the code into its standard form"
	@echo "make bench      the same work on our bot and on what one would use instead"
	@echo "make bench-routing  how well messages are understood, by cross-validation"
	@echo "make bench-search  procedures found among 6,000, words found among 20,000 cases"
	@echo "make campaign-test  a broadcast to 100,000 people against the real limits of Telegram and Zalo"
	@echo "make kill-test  $(KILL_ROUNDS) sudden deaths per database engine (KILL_ROUNDS=N)"
	@echo "make screenshots  the pictures in docs/pictures anew"
	@echo "make report-pictures  sample reports rendered by LibreOffice into docs/pictures"
	@echo "make demo       fill the database with sample cases"
	@echo "make lock       lock the dependencies anew after a change (UPGRADE=1: newest versions)"
	@echo "make clean      remove .venv and caches; the data in var/ stays"

setup:
	@scripts/setup.sh

setup-dev:
	@scripts/setup.sh dev

run: setup
	@$(PY) -m bot run

demo: setup
	@$(PY) -m bot demo

test: setup-dev
	@scripts/test.sh -n $(TEST_JOBS) --dist worksteal

unit: setup-dev
	$(PY) -m pytest -q -n $(JOBS) --dist worksteal -m "not browser and not kill and not slow and not postgres"

check: setup-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy --strict
	.venv/bin/lint-imports
	[ ! -x .venv/bin/hadolint ] || .venv/bin/hadolint Dockerfile
	@$(MAKE) --no-print-directory unit

format: setup-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: setup-dev
	$(PY) -m bench

bench-routing: setup-dev
	$(PY) -m bench.routing

bench-search: setup-dev
	$(PY) -m bench.procedures
	$(PY) -m bench.searching

campaign-test: setup-dev
	$(PY) -m bench.campaign

kill-test: setup-dev
	KILL_ROUNDS=$(KILL_ROUNDS) $(PY) -m pytest -m kill

screenshots: setup-dev
	PICTURES=docs/pictures $(PY) -m pytest -q tests/browser/test_whole_way.py

report-pictures: setup-dev
	scripts/report-pictures.sh

lock:
	scripts/lock.sh

clean:
	rm -rf .venv .venv.busy .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist *.egg-info
	find . -path ./var -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
