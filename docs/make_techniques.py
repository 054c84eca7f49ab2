"""Write docs/techniques.md from the catalogue and the measured costs: ``python docs/make_techniques.py``.

A test runs the same function and fails where the page is out of date.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from segscope.config.catalogue.listing import all_techniques, groups
from segscope.config.catalogue.technique import Technique
from segscope.config.catalogue.words import words_of

FOLDER = Path(__file__).parent
PAGE = FOLDER / "techniques.md"
COSTS = FOLDER / "technique_costs.json"

HEADINGS = {
    "loss": "Losses",
    "model": "Models",
    "optimizer": "Optimisers",
    "schedule": "Schedules",
    "step": "The training step: around every optimiser and schedule",
    "augmentation": "Augmentations of single pictures",
    "mix": "Batch mixes",
    "unknown": "The unknown class",
    "split": "Validation splits",
    "ensemble": "Ensembles: members",
    "weights": "Ensembles: weights",
    "tta": "Test-time augmentation",
    "window": "Sliding windows",
    "post": "Post-processing",
    "pseudo": "Pseudo-labels",
    "output": "Prediction and submission files",
    "export": "Export",
}
UNMEASURED = {
    "split": "made once",
    "ensemble": "a pass a member",
    "weights": "found once",
    "pseudo": "a pass a picture",
    "output": "writes files",
    "export": "made once",
}
"""What stands in place of a measured cost."""

INTRODUCTION = """\
# Techniques

Everything that a config or a command can name, with its source, what its test proves, and what it costs.
The page is written from the catalogue by `python docs/make_techniques.py`; `segscope techniques` lists the
same in the terminal, `segscope techniques focal` shows one with its options, and `--json` gives all of it
to scripts.

One override turns a technique on, and one takes it away again: `segscope train run.yaml mix+=cutmix
augment-=colour loss=[cross-entropy,lovasz]`. Techniques combine freely. Whether one helps on your data is
another question: `segscope ablate run.yaml --try mix+=cutmix` answers it ([ablations](ablation.md)). More
about single groups: [losses](losses.md), [models](models.md), [optimisers and schedules](optimisation.md),
[augmentations and mixes](augmentations.md), [the unknown class](unknown.md), [folds](splits.md),
[predictions and ensembles](ensembles.md), [pseudo-labels](pseudo-labels.md).

One contract test ([test_techniques.py](../tests/contract/test_techniques.py)) runs on every entry: it
trains two steps as the table says, resumes a stopped training to the same bits, and predicts; what does
not train runs its command. The test named in the table proves the entry's own property.

**Cost** is the time per picture of a training step as a multiple of the plain one's (the default model and
optimiser, cross-entropy, random crops), reading and augmenting included; for test-time augmentation, sliding
windows and post-processing the time per picture of a prediction as a multiple of a plain one's.
Augmentations and mixes were measured on every picture, and by default act on a part of them.
{setting} A difference below 0.1 is within the measurement's noise.
"""


def page() -> str:
    """Give the whole page."""
    stored = json.loads(COSTS.read_text(encoding="utf-8")) if COSTS.exists() else {}
    return "\n".join([INTRODUCTION.format(setting=_setting(stored)), *_tables(stored.get("costs", {}))])


def _setting(stored: dict[str, Any]) -> str:
    if not stored:
        return "Not measured yet: `python benchmarks/bench_techniques.py`."
    setting = stored["setting"]
    return (
        f"Measured by `benchmarks/bench_techniques.py` on {setting['machine']} with {setting['threads']} "
        f"thread{'' if setting['threads'] == 1 else 's'}, {setting['size']}² crops, batch "
        f"{setting['batch']}, torch {setting['torch']}."
    )


def _tables(costs: dict[str, Any]) -> Iterator[str]:
    order = [*HEADINGS, *(group for group in groups() if group not in HEADINGS)]
    for group in order:
        entries = [entry for entry in all_techniques() if entry.group == group]
        if not entries:
            continue
        yield f"## {HEADINGS.get(group, group)}\n"
        yield "| entry | what it is | how to use it | source | what its test proves | cost |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(entry, costs) for entry in entries)
        yield ""


def _row(entry: Technique, costs: dict[str, Any]) -> str:
    path, _, test = entry.test.partition("::")
    cost = costs.get(f"{entry.group}/{entry.name}")
    shown = f"×{cost['ratio']:.2f}" if cost else UNMEASURED.get(entry.group, "–")
    cells = (
        f"`{entry.name}`",
        entry.summary,
        f"`{words_of(entry)}`",
        entry.source,
        f"{entry.check} [{test}](../{path})",
        shown,
    )
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
