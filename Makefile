# segscope: `make demo` for the first five minutes, `make test` for all tests.
# Needs Python >= 3.11 with venv, make, git, and a package index; nothing else.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
EXTRAS_DEMO := train
EXTRAS_TEST := train,tensorboard,wandb,mlflow,onnx,dev

# Stamps are named after what was installed, so that a changed pyproject.toml installs anew.
STAMP_DEMO := $(VENV)/.installed-demo
STAMP_TEST := $(VENV)/.installed-test
STAMP_NPM  := frontend/node_modules/.installed
BUILT_FROM := pyproject.toml hatch_build.py $(wildcard build_steps/*.py)
PAGE_FROM  := $(shell find frontend -name node_modules -prune -o -type f ! -name '*.md' ! -name '*.test.ts*' -print | tr ' ' '?')
CHECKED    := src tests benchmarks build_steps hatch_build.py
NPM        := $(BIN)/python -m build_steps.node npm

.DELETE_ON_ERROR:  # an environment whose pip could not be renewed is made again
.PHONY: help demo install page api test test-slow check format bench-engine bench-diagnose bench-coco bench-panels bench-suspects bench-augment bench-unknown bench-boundary bench-ensemble bench-techniques ablate-camvid ablate-recycling ablate-verdicts bench-train bench-camvid bench-web clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(STAMP_DEMO): $(BUILT_FROM) $(PAGE_FROM) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS_DEMO)]'
	@touch $@

$(STAMP_TEST): $(BUILT_FROM) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS_TEST)]'
	@touch $@

$(STAMP_NPM): frontend/package.json frontend/package-lock.json | $(STAMP_TEST)
	$(NPM) ci --ignore-scripts --prefer-offline --silent
	@touch $@

demo: $(STAMP_DEMO) ## Install, draw the sample set, train, and show what each class gets wrong
	$(BIN)/segscope demo

install: $(STAMP_TEST) $(STAMP_NPM) page ## Install everything that development needs into .venv and frontend/node_modules

page: $(STAMP_TEST) ## Build the page that `segscope serve` shows, if frontend/ has changed
	$(BIN)/python -m build_steps.page

check: $(STAMP_TEST) $(STAMP_NPM) ## Lint, types, house rules, and the tests of the page's own logic
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python docs/make_openapi.py --check
	$(NPM) run --silent check

api: $(STAMP_TEST) $(STAMP_NPM) ## Write the OpenAPI document and the page's types anew, after a change of the wire
	$(BIN)/python docs/make_openapi.py
	$(NPM) run --silent api

test: check page ## All checks and tests
	$(BIN)/python -m pytest -m 'not slow' --durations 20

test-slow: $(STAMP_TEST) page ## The proofs that take minutes; their last results are in docs/benchmarks.md
	$(BIN)/python -m pytest -m slow --timeout 3600

format: $(STAMP_TEST) $(STAMP_NPM) ## Format the code
	$(BIN)/ruff format $(CHECKED)
	$(BIN)/ruff check --fix $(CHECKED)
	$(NPM) run --silent format

bench-engine: $(STAMP_TEST) ## Counting, against numpy and the plain read of both maps
	$(BIN)/python -m benchmarks.bench_engine

bench-diagnose: $(STAMP_TEST) ## The whole diagnosis of 1,000 pairs, against only decoding them
	$(BIN)/python -m benchmarks.bench_diagnose

bench-coco: $(STAMP_TEST) ## Cached COCO label maps, against annToMask for each item
	$(BIN)/python benchmarks/bench_coco_cache.py

bench-panels: $(STAMP_TEST) ## Class panels, against a loop over pixels
	$(BIN)/python benchmarks/bench_panels.py

bench-suspects: $(STAMP_TEST) ## Planted wrong labels among the first suspects, against cleanlab where it is installed
	$(BIN)/python -m benchmarks.bench_label_suspects

bench-augment: $(STAMP_TEST) ## Augmentations and mixes, against torchvision and loops
	$(BIN)/python benchmarks/bench_augment.py

bench-unknown: $(STAMP_TEST) ## Sub-classes of UNKNOWN: agreement with known kinds, and what splitting brings; 1.5 hours on 2 cores
	$(BIN)/python -m benchmarks.bench_unknown camvid
	$(BIN)/python -m benchmarks.bench_unknown recycling

bench-boundary: $(STAMP_TEST) ## Boundary × wrong pixel against its class mass alone, from the committed ablations
	$(BIN)/python -m benchmarks.bench_boundary benchmarks/ablation/results/camvid benchmarks/ablation/results/recycling

bench-ensemble: $(STAMP_TEST) ## An ensemble of folds with views against its best member, on CamVid at 180×240
	$(BIN)/python -m benchmarks.ablation_data camvid
	$(BIN)/python -m benchmarks.bench_ensemble

bench-train: $(STAMP_TEST) ## Training and validation, against a plain PyTorch loop
	$(BIN)/python benchmarks/bench_train.py

bench-camvid: $(STAMP_TEST) ## Accuracy by time on CamVid with the defaults: a quarter of an hour on 2 cores
	$(BIN)/python benchmarks/bench_camvid.py

bench-web: $(STAMP_TEST) page ## The page's speed in Chromium at its largest sizes, then a team of 84 at one server; 8 minutes on 2 cores
	$(BIN)/python -m benchmarks.bench_web
	$(BIN)/python -m benchmarks.web_load

bench-techniques: $(STAMP_TEST) ## What each technique costs a picture; then the page that shows it
	$(BIN)/python benchmarks/bench_techniques.py
	$(BIN)/python docs/make_techniques.py

ablate-camvid: $(STAMP_TEST) ## 8 changes and a baseline, 3 seeds each, on CamVid at 180×240: an hour on 2 cores
	$(BIN)/python -m benchmarks.ablation_data camvid
	$(BIN)/segscope ablate benchmarks/ablation/camvid.yaml --seeds 3 --out benchmarks/ablation/results/camvid \
		--try benchmarks/ablation/changes.yaml --try benchmarks/ablation/camvid-changes.yaml

ablate-recycling: $(STAMP_TEST) ## The same on the drawn sample set, with two changes of its own
	$(BIN)/python -m benchmarks.ablation_data recycling
	$(BIN)/segscope ablate benchmarks/ablation/recycling.yaml --seeds 3 --out benchmarks/ablation/results/recycling \
		--try benchmarks/ablation/changes.yaml --try benchmarks/ablation/recycling-changes.yaml

ablate-verdicts: $(STAMP_TEST) ## Judge the committed ablations again, from their counts alone
	for record in benchmarks/ablation/results/*/; do $(BIN)/segscope ablate --from $$record || exit 1; done

clean: ## Remove what was built here
	rm -rf $(VENV) frontend/node_modules src/segscope/web/static build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
