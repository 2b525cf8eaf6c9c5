"""How each database keeps and asks for the same tokens: FTS5 on SQLite, tsvector on PostgreSQL.

A token has letters, digits and the mark only (`models.words` and `tokens.plain` see to it), so quoting cannot be escaped from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.words import MARK

Asked = str | tuple["Asked", ...] | frozenset["Asked"]
"""What a document must have: a token; all of a tuple; one of a set."""


class Found(NamedTuple):
    """A document with what ranking asks of it."""

    id: int
    opportunity_id: int
    business_id: int
    region_id: int
    working_region_id: int | None
    confirmed_on: int
    complete: int
    answers: int
    t: str


@dataclass(frozen=True)
class Engine:
    """One database's statements and its language of queries. `newest` takes an expression and a limit, `in_steps` three and a limit."""

    insert: str
    remove: str
    newest: str
    in_steps: str
    quote: str
    either: str
    every: str
    keeps_lists: bool

    def stored(self, tokens: str) -> str | list[str]:
        return tokens.split() if self.keeps_lists else tokens

    def expression(self, asked: Asked) -> str:
        if isinstance(asked, str):
            return f"{self.quote}{asked}{self.quote}"
        # A set is sorted, so that the same question is the same text.
        parts = sorted(map(self.expression, asked)) if isinstance(asked, frozenset) else list(map(self.expression, asked))
        joined = (self.either if isinstance(asked, frozenset) else self.every).join(parts)
        return joined if len(parts) == 1 else f"({joined})"


_SELECT = f"SELECT {', '.join(Found._fields)} FROM search_documents"  # noqa: S608  # constants, here and below
_ANY = "SELECT rowid FROM search_fts {matches} ORDER BY rowid DESC LIMIT {limit}"
_NEWEST = _SELECT + " ORDER BY id DESC LIMIT {limit}"


def _newest(matches: str, limit: str) -> str:
    return f"{_SELECT} WHERE id IN ({_ANY.format(matches=matches, limit=limit)}) ORDER BY id DESC"


def _in_steps(sure: str, exact: str, widest: str, limit: str) -> str:
    """One statement for two steps: a trip to the database costs as much as a step.

    Where `sure` is full, what is exact among it comes first; else it has all that is exact, and `widest` has more.
    """
    steps = {"sure": sure, "exact": exact, "widest": widest}
    found = (f"{name} AS MATERIALIZED ({_ANY.format(matches=matches, limit=limit)})" for name, matches in steps.items())
    return (
        f"WITH {', '.join(found)} {_SELECT} WHERE id IN ("  # noqa: S608
        "SELECT rowid FROM (SELECT rowid FROM exact"
        " UNION ALL SELECT rowid FROM sure WHERE rowid NOT IN (SELECT rowid FROM exact)"
        " UNION ALL SELECT rowid FROM widest WHERE rowid NOT IN (SELECT rowid FROM sure)"
        f") AS steps LIMIT {limit})"
    )


_FULL = "(SELECT count(*) FROM sure) >= {limit}"
_NOTHING = f"'\"{MARK}\"'"
"""The bare mark, which no document has: what a step asks for that is not needed."""

ENGINES = {
    "sqlite": Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, :tokens)",
        # The index keeps no text of its own, so it must be told which tokens go.
        remove="INSERT INTO search_fts (search_fts, rowid, t) VALUES ('delete', :id, :tokens)",
        newest=_newest("WHERE search_fts MATCH ?1", "?2"),
        in_steps=_in_steps(
            "WHERE search_fts MATCH ?2",
            f"WHERE search_fts MATCH CASE WHEN {_FULL.format(limit='?4')} THEN ?1 ELSE {_NOTHING} END",
            f"WHERE search_fts MATCH CASE WHEN {_FULL.format(limit='?4')} THEN {_NOTHING} ELSE ?3 END",
            "?4",
        ),
        quote='"',
        either=" OR ",
        every=" AND ",
        keeps_lists=False,
    ),
    "postgresql": Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))",
        remove="DELETE FROM search_fts WHERE rowid = :id AND CAST(:tokens AS text[]) IS NOT NULL",
        newest=_newest("WHERE t @@ CAST($1::text AS tsquery)", "$2::integer"),
        in_steps=_in_steps(
            "WHERE t @@ CAST($2::text AS tsquery)",
            f"WHERE {_FULL.format(limit='$4')} AND t @@ CAST($1::text AS tsquery)",
            f"WHERE NOT {_FULL.format(limit='$4')} AND t @@ CAST($3::text AS tsquery)",
            "$4::integer",
        ),
        quote="'",
        either=" | ",
        every=" & ",
        keeps_lists=True,
    ),
}


def of(session: AsyncSession) -> Engine:
    return ENGINES[session.get_bind().dialect.name]


async def put(session: AsyncSession, documents: Sequence[tuple[int, str]]) -> None:
    """Numbers with their tokens into the index."""
    if not documents:
        return
    engine = of(session)
    await session.execute(text(engine.insert), [{"id": number, "tokens": engine.stored(tokens)} for number, tokens in documents])


async def take_out(session: AsyncSession, documents: Sequence[tuple[int, str]]) -> None:
    """Remove documents from the index; their tokens as they were put."""
    engine = of(session)
    await session.execute(text(engine.remove), [{"id": number, "tokens": engine.stored(tokens)} for number, tokens in documents])


async def newest(session: AsyncSession, asked: Sequence[Asked], *, limit: int) -> list[Found]:
    """The newest documents that have all that is asked for, the newest first."""
    engine = of(session)
    if not asked:
        return await _found(session, _NEWEST.format(limit=int(limit)))
    return await _found(session, engine.newest, engine.expression(tuple(asked)), limit)


async def in_steps(session: AsyncSession, levels: Sequence[Sequence[Asked]], *, limit: int) -> list[Found]:
    """The newest documents that have all of the first level; while there are fewer than `limit`, of the second, then of the third.

    Each level finds what the one before it finds and more. In no order.
    """
    engine = of(session)
    exact, sure, widest = (engine.expression(tuple(level)) for level in levels)
    if exact == widest:
        return await _found(session, engine.newest, widest, limit)
    if sure in (exact, widest):
        nothing = engine.expression(MARK)
        exact, widest = nothing if sure == exact else exact, nothing if sure == widest else widest
    return await _found(session, engine.in_steps, exact, sure, widest, limit)


async def _found(session: AsyncSession, statement: str, *values: str | int) -> list[Found]:
    # Without SQLAlchemy's own statement, whose making costs as much as the question.
    rows = await (await session.connection()).exec_driver_sql(statement, values)
    return list(map(Found._make, rows.all()))


def all_of(tokens: Iterable[Asked]) -> Asked:
    """All of these; a single one stands for itself."""
    found = tuple(tokens)
    return found[0] if len(found) == 1 else found


def one_of(tokens: Iterable[Asked]) -> Asked:
    """Any of these; a single one stands for itself."""
    found = frozenset(tokens)
    return next(iter(found)) if len(found) == 1 else found
