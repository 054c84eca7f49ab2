"""The rows that a run begins with."""

from datetime import UTC, datetime

import sqlalchemy as sa

from segscope.store.new_run import NewRun, user_name
from segscope.store.split_files import split_hash
from segscope.store.tables import attempts, events, runs, samples


def insert_run(connection: sa.Connection, run_id: str, new: NewRun) -> None:
    """Insert a run with its first attempt, its first event and its samples."""
    now = datetime.now(UTC)
    row = {
        "id": run_id,
        "name": new.name,
        "kind": new.kind,
        "status": "running",
        "user": new.user or user_name(),
        "created_at": now,
        "updated_at": now,
        "parent_id": new.parent_id,
        "config": dict(new.config),
        "class_set": new.class_set.to_dict(),
        "data_root": new.data_root,
        "data_layout": new.data_layout,
        "label_hash": new.label_hash,
        "split_hash": split_hash(f"{sample.split}/{sample.id}" for sample in new.samples),
        "seed": new.seed,
        "environment": dict(new.environment),
    }
    number = connection.execute(runs.insert().values(row).returning(runs.c.number)).scalar_one()
    connection.execute(attempts.insert().values(run=number, attempt=1, from_step=0, started_at=now))
    connection.execute(events.insert().values(run=number, time=now, kind="status", message="running"))
    positions: dict[str, int] = {}
    rows = []
    for sample in new.samples:
        position = positions.get(sample.split, 0)
        positions[sample.split] = position + 1
        rows.append(
            {
                "run": number,
                "split": sample.split,
                "position": position,
                "sample_id": sample.id,
                "group": sample.group,
                "image_path": sample.image_path,
                "image_hash": sample.image_hash,
            }
        )
    if rows:
        connection.execute(samples.insert(), rows)


def run_exists(connection: sa.Connection, run_id: str) -> bool:
    """Tell whether there is a run of that id."""
    return connection.scalar(sa.select(runs.c.number).where(runs.c.id == run_id)) is not None
