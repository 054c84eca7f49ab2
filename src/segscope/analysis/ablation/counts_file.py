"""The counts of all runs of an ablation in one compact Parquet file, from which its table follows.

One row for each (image, class, arm, repeat) with any true, false or missed pixel; the counts are int64. What
the rows mean stands in the schema's metadata under ``segscope``, as JSON: arms, runs, images, groups, folds.
"""

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from segscope.analysis.ablation.counts import AblationCounts, Arm, ArmRun
from segscope.engine.count_tables import TABLE_COLUMNS, CountTables
from segscope.errors import StoreError
from segscope.files.atomic import write_atomic
from segscope.store.arrow_columns import integer_column, read_integers
from segscope.store.parquet_files import make_metadata, read_table

_KEPT = ("tp", "fp", "fn", "biou", "trimap")
KEPT_COLUMNS = tuple(name for name in TABLE_COLUMNS if name.split("_")[0] in _KEPT)
"""The counts that scores, error kinds, Boundary IoU, and IoU near and off the borders are made of."""

_KEYS = ("image", "class_id", "arm", "repeat")


def write_ablation(path: Path, counts: AblationCounts) -> None:
    """Write the file; :func:`read_ablation` reads it back with the same scores and verdicts.

    Raises:
        StoreError: The file cannot be written.
    """
    parts = [
        (arm, repeat, tables)
        for arm, entry in enumerate(counts.arms)
        for repeat, tables in enumerate(entry.tables)
    ]
    columns: dict[str, Any] = {
        "image": np.concatenate([tables.image for _, _, tables in parts]),
        "class_id": np.concatenate([tables.class_index for _, _, tables in parts]),
        "arm": np.concatenate([np.full(len(tables.image), arm) for arm, _, tables in parts]),
        "repeat": np.concatenate([np.full(len(tables.image), repeat) for _, repeat, tables in parts]),
        **{name: np.concatenate([tables.columns[name] for _, _, tables in parts]) for name in KEPT_COLUMNS},
    }
    # Runs see the same image much alike: side by side, their counts compress best.
    order = np.lexsort([columns[key] for key in reversed(_KEYS)])
    table = pa.table({name: integer_column(values[order]) for name, values in columns.items()})
    buffer = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata(make_metadata(_header(counts))),
        buffer,
        compression="zstd",
        compression_level=15,
        use_dictionary=False,
        column_encoding=dict.fromkeys(columns, "DELTA_BINARY_PACKED"),
    )
    write_atomic(path, buffer.getvalue())


def read_ablation(path: Path) -> AblationCounts:
    """Read the file that :func:`write_ablation` wrote.

    Raises:
        StoreError: It is missing, damaged, of a newer format, or no such file.
    """
    found = read_table(path)
    if found is None:
        raise StoreError(f"{path} is missing: give the folder that `segscope ablate` wrote, or its counts.")
    table, header = found
    if "arms" not in header:
        raise StoreError(f"{path} holds no ablation: give the counts file that `segscope ablate` wrote.")
    values = {name: read_integers(table.column(name)) for name in table.column_names}
    return AblationCounts(
        name=header["name"],
        arms=tuple(_arm(values, header, index) for index in range(len(header["arms"]))),
        class_names=tuple(header["classes"]),
        groups=tuple(header["groups"]),
        fold_of_image=np.array(header["folds"], dtype=np.int64),
        rule=header["rule"],
        validation=header["validation"],
        notes=tuple(header["notes"]),
    )


def _header(counts: AblationCounts) -> dict[str, Any]:
    return {
        "name": counts.name,
        "arms": [
            {"name": arm.name, "change": arm.change, "runs": [asdict(run) for run in arm.runs]}
            | {"repeats": len(arm.tables)}
            for arm in counts.arms
        ],
        "classes": counts.class_names,
        "images": counts.images,
        "groups": counts.groups,
        "folds": counts.fold_of_image.tolist(),
        "rule": counts.rule,
        "validation": counts.validation,
        "notes": counts.notes,
    }


def _arm(values: dict[str, Any], header: dict[str, Any], index: int) -> Arm:
    entry = header["arms"][index]
    tables = []
    for repeat in range(entry["repeats"]):
        rows = np.flatnonzero((values["arm"] == index) & (values["repeat"] == repeat))
        nothing = np.zeros(len(rows), dtype=np.int64)
        kept = {name: values[name][rows] for name in KEPT_COLUMNS}
        tables.append(
            CountTables(
                images=tuple(header["images"]),
                num_classes=len(header["classes"]),
                image=values["image"][rows],
                class_index=values["class_id"][rows],
                columns={name: kept.get(name, nothing) for name in TABLE_COLUMNS},
                wrong_image=np.zeros(0, dtype=np.int64),
                wrong=np.zeros((0, 5), dtype=np.int64),
            )
        )
    runs = tuple(ArmRun(**run) for run in entry["runs"])
    return Arm(entry["name"], tuple(entry["change"]), runs, tuple(tables))
