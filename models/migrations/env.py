"""Runs migrations online, on both databases, in batch mode (SQLite cannot alter most things in place)."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from models import tables
from models.base import Base

assert tables


def include_object(_object: Any, name: str | None, type_: str, _reflected: bool, _compare_to: Any) -> bool:
    """The full-text index is made by hand: FTS5 has shadow tables, PostgreSQL's is a table of its own kind."""
    return not (type_ == "table" and name and name.startswith("search_fts"))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_object=include_object,
        compare_type=True,
        user_module_prefix="base.",
    )
    with context.begin_transaction():
        context.run_migrations()


async def online() -> None:
    url = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url", "sqlite+aiosqlite:///:memory:")
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Kept in the file: the first connections of a start would otherwise race to change it, and the change waits for nobody.
            await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            await connection.commit()
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


asyncio.run(online())
