"""When runs last moved, in one query however many runs there are."""

from datetime import datetime

import sqlalchemy as sa

from segscope.store.database import Database
from segscope.store.tables import runs


def runs_moved_between(database: Database, since: datetime, until: datetime) -> dict[str, datetime]:
    """Give the runs for which something was last stored in a time: id → when, UTC, oldest first.

    Of a run that goes on no more, that is when it ended.

    Args:
        database: The workspace's.
        since: Aware; what moved then is left out.
        until: Aware; what moved then is in it.
    """
    query = (
        sa.select(runs.c.id, runs.c.updated_at)
        .where(runs.c.updated_at > since, runs.c.updated_at <= until)
        .order_by(runs.c.updated_at, runs.c.number)
    )
    with database.read() as connection:
        return {row.id: row.updated_at for row in connection.execute(query)}
