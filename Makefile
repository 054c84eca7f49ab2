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

.DELETE_ON_ERROR:  # an environment whose pip could not be renewed is made again
.PHONY: help demo install test test-slow check format bench-engine bench-diagnose bench-coco bench-panels bench-suspects bench-augment bench-unknown bench-boundary bench-ensemble bench-techniques ablate-camvid ablate-recycling ablate-verdicts bench-train bench-camvid clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(STAMP_DEMO): pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS_DEMO)]'
	@touch $@

$(STAMP_TEST): pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS_TEST)]'
	@touch $@

demo: $(STAMP_DEMO) ## Install, draw the sample set, train, and show what each class gets wrong
	$(BIN)/segscope demo

install: $(STAMP_TEST) ## Install everything that development needs into .venv

check: $(STAMP_TEST) ## Lint, types and house rules
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: check ## All checks and tests
	$(BIN)/python -m pytest -m 'not slow' --durations 20

test-slow: $(STAMP_TEST) ## The proofs that take minutes; their last results are in docs/benchmarks.md
	$(BIN)/python -m pytest -m slow --timeout 3600

format: $(STAMP_TEST) ## Format the code
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

bench-engine: $(STAMP_TEST) ## Counting, against numpy and the plain read of both maps
	$(BIN)/python benchmarks/bench_engine.py

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

bench-techniques: $(STAMP_TEST) ## What each technique costs a picture; then the page that shows it
	$(BIN)/python benchmarks/bench_techniques.py
	$(BIN)/python docs/make_techniques.py

ablate-camvid: $(STAMP_TEST) ## 10 changes and a baseline, 3 seeds each, on CamVid at 180×240: an hour and a half on 2 cores
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
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
