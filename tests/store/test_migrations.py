"""The way to today's tables."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from segscope.errors import StoreError
from segscope.store import tables
from segscope.store.migrations import STEPS, applied_steps, migrate
from segscope.store.notebook.tables import notes


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/a.db", poolclass=sa.NullPool)

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def plain(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]

    sa.event.listen(engine, "connect", plain)
    sa.event.listen(engine, "begin", begin)
    return engine


def _describe(engine: sa.Engine) -> dict[str, object]:
    """Describe a database by what it says of itself."""
    inspector = sa.inspect(engine)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            inspector.get_pk_constraint(table)["constrained_columns"],
            [
                (f["constrained_columns"], f["referred_table"], f["options"])
                for f in inspector.get_foreign_keys(table)
            ],
            [u["column_names"] for u in inspector.get_unique_constraints(table)],
            [i["column_names"] for i in inspector.get_indexes(table)],
        )
        for table in sorted(inspector.get_table_names())
        if table != "migrations"
    }


def test_the_steps_lead_to_the_tables_that_the_code_uses(engine: sa.Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        migrate(connection)
    fresh = sa.create_engine(f"sqlite:///{tmp_path}/fresh.db", poolclass=sa.NullPool)
    assert notes.metadata is tables.metadata
    tables.metadata.create_all(fresh)
    assert _describe(engine) == _describe(fresh)


def test_each_step_is_recorded_and_applied_once(engine: sa.Engine) -> None:
    names = tuple(step.NAME for step in STEPS)
    with engine.begin() as connection:
        assert migrate(connection) == names
    with engine.begin() as connection:
        assert applied_steps(connection) == names
        assert migrate(connection) == ()


class _Step:
    def __init__(self, name: str, *, fails: bool = False) -> None:
        self.NAME = name
        self._fails = fails

    def apply(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"CREATE TABLE t_{self.NAME} (x INTEGER)")
        if self._fails:
            raise RuntimeError("power cut")


def test_a_step_that_fails_leaves_nothing_behind(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrate(connection, [_Step("a")])
    with pytest.raises(RuntimeError), engine.begin() as connection:
        migrate(connection, [_Step("a"), _Step("b"), _Step("c", fails=True)])
    with engine.begin() as connection:
        assert applied_steps(connection) == ("a",)
        assert set(sa.inspect(connection).get_table_names()) == {"migrations", "t_a"}
        assert migrate(connection, [_Step("a"), _Step("b")]) == ("b",)


def test_a_database_with_unknown_steps_is_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrate(connection, [_Step("a"), _Step("b")])
    with pytest.raises(StoreError, match="newer segscope"), engine.begin() as connection:
        migrate(connection, [_Step("a")])
