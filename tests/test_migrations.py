"""Migrations: up, down and up again on both databases, and the models say what they say."""

import sqlite3

import pytest
from alembic.script import ScriptDirectory

from models import migrate
from models.database import Database


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(migrate.config("sqlite+aiosqlite://"))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


@pytest.mark.parametrize("revision", revisions())
def test_stairway(revision: str, empty_database_url: str) -> None:
    """Each step up, down, up."""
    before = revisions()[: revisions().index(revision)]
    migrate.upgrade(empty_database_url, revision)
    migrate.downgrade(empty_database_url, before[-1] if before else "base")
    migrate.upgrade(empty_database_url, revision)


def test_models_equal_migrations(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)

    migrate.check(empty_database_url)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_sqlite_is_set_up_to_lose_nothing(database: Database) -> None:
    async with database.read() as session:
        connection = await session.connection()
        found = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_migrated_file_is_in_write_ahead_mode(empty_database_url: str) -> None:
    """Else the first connections of a start race to change it, and some are told "database is locked" at once."""
    migrate.upgrade(empty_database_url)

    connection = sqlite3.connect(empty_database_url.removeprefix("sqlite+aiosqlite:///"))
    try:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    finally:
        connection.close()
