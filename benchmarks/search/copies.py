"""A hundred thousand listings become a million, and SQLite's rows PostgreSQL's, faster than by analysing each text."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import JSON, Engine, Table, create_engine, select

from benchmarks.search.places import PLACES
from models.base import Base
from models.search import tokens

_AT_ONCE = 20_000
_NEXT = {place: places[(n + 1) % len(places)] for places in PLACES.values() for n, place in enumerate(places)}


def multiply(path: Path, pool: int, size: int) -> None:
    """Every listing of the pool again and again, each time as the same line of business in the next region, until there are `size`.

    What the index sees of a word grows as it would with new texts; only words that no listing had yet do not come.
    """
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    assert connection.execute("SELECT count(*), max(id) FROM search_documents").fetchone() == (pool, pool)
    _moves(connection)
    for offset in range(0, size - pool, pool):
        upto = min(pool, size - pool - offset)
        for table, changed in _CHANGED.items():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(changed.get(name, f"of.{name}") for name in names)
            connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} of{_JOIN.get(table, '')}"
                " WHERE of.id > :offset AND of.id <= :offset + :upto ORDER BY of.id",
                {"offset": offset, "upto": upto, "pool": pool},
            )
        connection.execute("INSERT INTO search_fts (rowid, t) SELECT id, t FROM search_documents WHERE id > ?", (offset + pool,))
        connection.commit()
    connection.close()


# Each copy is made from the one before it.
_CHANGED = {
    "opportunities": {
        "id": "of.id + :pool",
        "business_id": "moves.business_to",
        "reference": "'~' || (of.id + :pool)",
        "public_version_id": "of.public_version_id + :pool",
    },
    "opportunity_versions": {"id": "of.id + :pool", "opportunity_id": "of.opportunity_id + :pool"},
    "search_documents": {
        "id": "of.id + :pool",
        "opportunity_id": "of.opportunity_id + :pool",
        "business_id": "moves.business_to",
        "region_id": "moves.region_to",
        "t": "trim(replace(replace(replace(' ' || of.t || ' ', region_was, region_is), home_was, home_is), name_was, name_is))",
    },
}
_JOIN = dict.fromkeys(("opportunities", "search_documents"), " JOIN moves ON moves.business = of.business_id")


def _moves(connection: sqlite3.Connection) -> None:
    """From each business to the one of the next region in the same line, with the tokens that change."""
    rows = connection.execute(
        "SELECT b.id, b.region_id, v.sectors FROM businesses b JOIN business_versions v ON v.id = b.public_version_id"
    ).fetchall()
    businesses = {(region, sectors): business for business, region, sectors in rows}
    moves = []
    for business, region, sectors in rows:
        # Where nobody has that line of business there, it stays.
        to = _NEXT[region] if (_NEXT[region], sectors) in businesses else region
        pairs = [(f" {make(region)} ", f" {make(to)} ") for make in (tokens.region, tokens.home, lambda place: tokens.name(f"r{place}"))]
        moves.append((business, businesses[to, sectors], to, *(token for pair in pairs for token in pair)))
    columns = "business INTEGER PRIMARY KEY, business_to, region_to, region_was, region_is, home_was, home_is, name_was, name_is"
    connection.execute(f"CREATE TEMP TABLE moves ({columns})")
    connection.executemany("INSERT INTO moves VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", moves)


async def to_postgres(path: Path, server: "asyncpg.Connection[asyncpg.Record]") -> None:
    """All rows of a SQLite database into an empty one of the same tables; the index is made of the documents' tokens."""
    engine = create_engine(f"sqlite:///{path}")
    await server.execute("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off; DROP INDEX search_fts_t")
    for table in Base.metadata.sorted_tables:
        await server.execute(f'TRUNCATE "{table.name}" CASCADE')
    for table in Base.metadata.sorted_tables:
        for rows in _rows(engine, table):
            await server.copy_records_to_table(table.name, records=rows, columns=[column.name for column in table.columns])
        for column in table.primary_key.columns:
            await server.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), (SELECT max({column.name}) FROM {table.name}))"
                if column is table.autoincrement_column
                else "SELECT 1"
            )
    await server.execute("INSERT INTO search_fts (rowid, t) SELECT id, array_to_tsvector(string_to_array(t, ' ')) FROM search_documents")
    await server.execute("CREATE INDEX search_fts_t ON search_fts USING gin (t) WITH (fastupdate = off)")
    await server.execute("VACUUM ANALYZE")
    engine.dispose()


def _rows(engine: Engine, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    kept = [isinstance(column.type, JSON) for column in table.columns]
    with engine.connect() as connection:
        found = connection.execution_options(yield_per=_AT_ONCE).execute(select(table))
        for part in found.partitions():
            yield [tuple(json.dumps(v) if as_json else _plain(v) for v, as_json in zip(row, kept, strict=True)) for row in part]


def _plain(value: Any) -> Any:
    """As the driver takes it: an enum is its value."""
    return value if value is None or isinstance(value, (int, datetime)) else getattr(value, "value", value)
