"""What the index needs once a night: its parts put together, in steps so short that nobody waits."""

import asyncio

from sqlalchemy import text

from models.database import Database

PAGES_AT_ONCE = 250
"""Pages of FTS5 that one transaction merges: about 1 MB, some 10 ms."""
PAUSE_SECONDS = 0.02
"""Between two steps, in which others write."""
_MERGE = text("INSERT INTO search_fts (search_fts, rank) VALUES ('merge', :pages)")
_CHANGES = text("SELECT total_changes()")


async def upkeep(database: Database, *, pause: float = PAUSE_SECONDS) -> int:
    """Merge what the day has written (SQLite), or give its dead rows back and count anew (PostgreSQL). Returns the steps it took.

    Without it a query asks a dozen small indexes instead of one or two. It may be stopped at any moment and called again.
    """
    if database.dialect != "sqlite":
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM (ANALYZE) search_fts, search_documents"))
        return 1
    steps = 0
    while await _merged_some(database):
        steps += 1
        await asyncio.sleep(pause)
    return steps


async def _merged_some(database: Database) -> bool:
    """One step; False when there is nothing left to merge."""
    async with database.write(mark=False) as session:
        # Two parts of one size are enough to be merged; FTS5 by itself waits for four.
        await session.execute(text("INSERT INTO search_fts (search_fts, rank) VALUES ('usermerge', 2)"))
        before = await session.scalar(_CHANGES) or 0
        await session.execute(_MERGE, {"pages": PAGES_AT_ONCE})
        # The statement itself counts as one change.
        return (await session.scalar(_CHANGES) or 0) - before > 1
