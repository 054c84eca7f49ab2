"""What makes runs repeats of one experiment: all but their seed, their fold and what they are called."""

import hashlib

from segscope.config.identity import without_chance
from segscope.store import strict_json
from segscope.store.runs import Run


def recipe_key(run: Run) -> str:
    """Hash config, classes, labels and pictures of a run, without its seed and its fold.

    Returns:
        64 hex digits; equal for runs that differ in nothing but chance, or are folds of one split file.
    """
    # Folds of one split file have other samples each; the file's hash in the config says what they share.
    samples = None if run.config.get("data", {}).get("split_sha256") else run.split_hash
    described = [without_chance(run.config), run.kind, run.class_set.to_dict(), run.label_hash, samples]
    return hashlib.sha256(strict_json.dumps(described, sort_keys=True).encode()).hexdigest()
