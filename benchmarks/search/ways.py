"""The whole search, and what else could be asked for the same: each answers a query and is timed."""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import tantivy
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.search.data import NOW
from models import search
from models.search import Query, asking, engine
from models.search.engine import Asked

Way = Callable[[Query], Awaitable[Any]]
LIMIT = 300
_SIDE = "CREATE VIRTUAL TABLE ranked USING fts5(t, content='', tokenize='ascii')"
"""bm25 reads what our index leaves out: where words stand and how long texts are."""


def asked(query: Query) -> Asked:
    """All units with what they may mean, and the filters: the one question of `search.md`."""
    return (*asking.level(query.units, 2), *(condition.asked for condition in query.scope()))


def whole(session: AsyncSession) -> Way:
    """The product: analysis, vocabulary, up to three steps, documents, ranking."""

    async def way(query: Query) -> list[int]:
        return (await search.find(session, query, now=NOW)).found

    return way


class Sqlite:
    """The bare driver, in this thread, without SQLAlchemy."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA mmap_size=2147418112")
        side = path.with_suffix(".ranked")
        made = side.exists()
        self._connection.execute("ATTACH ? AS side", (str(side),))
        if not made:
            self._connection.execute(_SIDE.replace("TABLE ", "TABLE side."))
            self._connection.execute("INSERT INTO side.ranked (rowid, t) SELECT id, t FROM search_documents")
            self._connection.commit()
            with suppress(sqlite3.OperationalError):
                self._connection.execute("INSERT INTO side.ranked (ranked) VALUES ('optimize')")
            self._connection.commit()
        self._engine = engine.ENGINES["sqlite"]

    async def raw(self, query: Query) -> Any:
        """One question to FTS5, the newest numbers, nothing else."""
        statement = f"SELECT rowid FROM search_fts WHERE search_fts MATCH ? ORDER BY rowid DESC LIMIT {LIMIT}"
        return self._all(statement, self._engine.expression(asked(query)))

    async def bm25(self, query: Query) -> Any:
        """All hits ranked by FTS5, regions by JOIN."""
        statement = (
            "SELECT d.id FROM side.ranked JOIN search_documents d ON d.id = ranked.rowid"
            f" WHERE ranked MATCH ? {_regions(query)} ORDER BY bm25(ranked) LIMIT {LIMIT}"
        )
        return self._all(statement, self._engine.expression(tuple(asking.level(query.units, 2))))

    async def like(self, query: Query) -> Any:
        statement, values = _like(query, "?")
        return self._all(statement, *values)

    def close(self) -> None:
        self._connection.close()

    def _all(self, statement: str, *values: str) -> Any:
        return self._connection.execute(statement, values).fetchall()


class Postgres:
    """The bare driver, without SQLAlchemy."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection
        self._engine = engine.ENGINES["postgresql"]

    async def raw(self, query: Query) -> Any:
        """One question to GIN, the newest numbers, nothing else."""
        statement = f"SELECT rowid FROM search_fts WHERE t @@ CAST($1::text AS tsquery) ORDER BY rowid DESC LIMIT {LIMIT}"
        return await self._connection.fetch(statement, self._engine.expression(asked(query)))

    async def bm25(self, query: Query) -> Any:
        """All hits ranked by `ts_rank`, which stands for bm25 here; regions by JOIN."""
        statement = (
            "SELECT d.id FROM search_fts r JOIN search_documents d ON d.id = r.rowid"
            f" WHERE r.t @@ CAST($1::text AS tsquery) {_regions(query)} ORDER BY ts_rank(r.t, CAST($1::text AS tsquery)) DESC LIMIT {LIMIT}"
        )
        return await self._connection.fetch(statement, self._engine.expression(tuple(asking.level(query.units, 2))))

    async def like(self, query: Query) -> Any:
        statement, values = _like(query, "$")
        return await self._connection.fetch(statement, *values)


def _regions(query: Query) -> str:
    return f"AND d.region_id IN ({','.join(map(str, sorted(query.regions)))})" if query.regions else ""


def _like(query: Query, mark: str) -> tuple[str, Sequence[str]]:
    """`LIKE '%word%'` over titles and summaries, the newest first."""
    typed = [f"%{word}%" for word in query.text.split()]
    found = " AND ".join(f"(v.title LIKE {mark}{n} OR v.summary LIKE {mark}{n})" for n in range(1, len(typed) + 1))
    statement = (
        "SELECT o.id FROM opportunities o JOIN opportunity_versions v ON v.id = o.public_version_id"
        " JOIN businesses d ON d.id = o.business_id"
        f" WHERE o.state = 'published' AND {found} {_regions(query)} ORDER BY o.id DESC LIMIT {LIMIT}"
    )
    return statement, typed


class Tantivy:
    """The same tokens and questions; the best by its own score."""

    def __init__(self, path: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("t", tokenizer_name="whitespace")
        self._schema = builder.build()
        folder = path.with_suffix(".tantivy")
        made = folder.exists()
        folder.mkdir(exist_ok=True)
        index = tantivy.Index(self._schema, path=str(folder))
        if not made:
            writer = index.writer()
            connection = sqlite3.connect(path)
            for (tokens,) in connection.execute("SELECT t FROM search_documents"):
                writer.add_document(tantivy.Document(t=tokens))
            connection.close()
            writer.commit()
            writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    async def way(self, query: Query) -> Any:
        return self._searcher.search(self._built(asked(query)), limit=LIMIT, count=False).hits

    def _built(self, what: Asked) -> tantivy.Query:
        if isinstance(what, str):
            return tantivy.Query.term_query(self._schema, "t", what)
        occur = tantivy.Occur.Should if isinstance(what, frozenset) else tantivy.Occur.Must
        return tantivy.Query.boolean_query([(occur, self._built(part)) for part in what])
