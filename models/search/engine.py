"""How each database keeps and asks for the same tokens: FTS5 on SQLite, tsvector on PostgreSQL.

A token has letters, digits and the mark only (`models.words` and `tokens.plain` see to it), so quoting cannot be escaped from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


class Condition(NamedTuple):
    """What a document must have beside the words: a token, or one of several; for a place its columns say the same."""

    asked: Asked
    places: frozenset[int] = frozenset()
    """All regions that will do."""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Engine:
    """One database's statements and its language of queries."""

    insert: str
    remove: str
    match: str
    """The numbers of the newest `{limit}` documents that have what is asked for by the parameter `{place}`; none unless `{when}`."""
    inside: str
    """Where a text stands in another; 0 for nowhere."""
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

    def passes(self, condition: Condition) -> str:
        """The same condition on a row of the documents."""
        if condition.columns:
            places = ", ".join(map(str, sorted(condition.places)))
            return "(" + " OR ".join(f"{column} IN ({places})" for column in condition.columns) + ")"
        tokens = [condition.asked] if isinstance(condition.asked, str) else sorted(map(str, condition.asked))
        # Only a token begins with the mark, so that a space behind it is enough.
        return "(" + " OR ".join(f"{self.inside}(t || ' ', '{token} ') > 0" for token in tokens) + ")"

    def numbers(self, place: int, limit: int, when: str = "TRUE") -> str:
        return self.match.format(place=place, limit=limit, when=when)


FEW = 2_000
"""Documents with the words that are looked at one by one for each other condition; of more, the index is asked for both together."""
_MANY_MAX = 10_000
_many: set[int] = set()
"""Hashes of words, each with a limit, that more documents had: they need not be counted again. Only speed depends on it."""
_NOTHING = f"'\"{MARK}\"'"
"""The bare mark, which no document has: what a step asks for that is not needed."""

ENGINES = {
    "sqlite": Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, :tokens)",
        # The index keeps no text of its own, so it must be told which tokens go.
        remove="INSERT INTO search_fts (search_fts, rowid, t) VALUES ('delete', :id, :tokens)",
        match=f"SELECT rowid FROM search_fts WHERE search_fts MATCH CASE WHEN {{when}} THEN ?{{place}} ELSE {_NOTHING} END"
        " ORDER BY rowid DESC LIMIT {limit}",
        inside="instr",
        quote='"',
        either=" OR ",
        every=" AND ",
        keeps_lists=False,
    ),
    "postgresql": Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))",
        remove="DELETE FROM search_fts WHERE rowid = :id AND CAST(:tokens AS text[]) IS NOT NULL",
        match="SELECT rowid FROM search_fts WHERE {when} AND t @@ CAST(${place}::text AS tsquery) ORDER BY rowid DESC LIMIT {limit}",
        inside="strpos",
        quote="'",
        either=" | ",
        every=" & ",
        keeps_lists=True,
    ),
}
_SELECT = f"SELECT {', '.join(Found._fields)} FROM search_documents"


def _newest(engine: Engine, limit: int) -> str:
    """The newest by the index alone."""
    return f"{_SELECT} WHERE id IN ({engine.numbers(1, limit)}) ORDER BY id DESC"


@lru_cache(maxsize=1_000)
def _in_scope(engine: Engine, passes: tuple[str, ...], few: int, limit: int) -> str:
    """The newest that have the words and pass, unless `few` have the words; and a row whose number is how many have them, below 0."""
    return (
        f"WITH few AS MATERIALIZED ({engine.numbers(1, few)}),"
        f" near AS MATERIALIZED ({_SELECT} {_passing(passes, few)} ORDER BY id DESC LIMIT {limit})"
        " SELECT -count(*), 0, 0, 0, NULL, 0, 0, 0, '' FROM few UNION ALL SELECT * FROM near"
    )


@lru_cache(maxsize=1_000)
def _in_steps(engine: Engine, passes: tuple[str, ...], few: int, limit: int) -> str:
    """All steps in one statement: a trip to the database costs as much as a step. What a step is not needed for is not asked.

    With a scope the exact words come first, looked for like `_in_scope`: even of what many documents mean, few say it in these words.
    Without one it is rather `sure` that is full, and then what is exact among it comes first; else it has all that is exact.
    """
    if passes:
        short = f"(SELECT count(*) FROM exact) < {limit}"
        steps = {
            "few": engine.numbers(4, few),
            "near": f"SELECT id AS rowid FROM search_documents {_passing(passes, few)} ORDER BY id DESC LIMIT {limit}",
            "along": engine.numbers(1, limit, f"(SELECT count(*) FROM few) >= {few}"),
            "exact": "SELECT rowid FROM near UNION ALL SELECT rowid FROM along",
            "sure": engine.numbers(2, limit, short),
            "widest": engine.numbers(3, limit, f"{short} AND (SELECT count(*) FROM sure) < {limit}"),
        }
    else:
        full = f"(SELECT count(*) FROM sure) >= {limit}"
        steps = {
            "sure": engine.numbers(2, limit),
            "exact": engine.numbers(1, limit, full),
            "widest": engine.numbers(3, limit, f"NOT {full}"),
        }
    found = ", ".join(f"{name} AS MATERIALIZED ({numbers})" for name, numbers in steps.items())
    return (
        f"WITH {found} {_SELECT} WHERE id IN ("
        "SELECT rowid FROM (SELECT rowid FROM exact"
        " UNION ALL SELECT rowid FROM sure WHERE rowid NOT IN (SELECT rowid FROM exact)"
        " UNION ALL SELECT rowid FROM widest WHERE rowid NOT IN (SELECT rowid FROM sure)"
        f") AS steps LIMIT {limit})"
    )


def _passing(passes: tuple[str, ...], few: int) -> str:
    # The count stands inside, so that no row is looked at where they are many.
    return f"WHERE id IN (SELECT rowid FROM few WHERE (SELECT count(*) FROM few) < {few}) AND {' AND '.join(passes)}"


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


async def newest(session: AsyncSession, words: Sequence[Asked], scope: Sequence[Condition], *, limit: int) -> list[Found]:
    """The newest documents that have all of the words and of the scope, the newest first; without either, the newest of all."""
    engine, limit = of(session), int(limit)
    if not words and not scope:
        return await _found(session, f"{_SELECT} ORDER BY id DESC LIMIT {limit}")
    found = await _among_few(session, words, scope, limit) if words and scope else None
    if found is not None:
        return found
    return await _found(session, _newest(engine, limit), engine.expression((*words, *(condition.asked for condition in scope))))


async def in_steps(session: AsyncSession, levels: Sequence[Sequence[Asked]], scope: Sequence[Condition], *, limit: int) -> list[Found]:
    """The newest documents that have all of the first level; while there are fewer than `limit`, of the second, then of the third.

    Each level finds what the one before it finds and more. In no order.
    """
    engine, limit = of(session), int(limit)
    if scope:
        found = await _among_few(session, levels[-1], scope, limit + 1)
        if found is not None and len(found) <= limit:
            return found
    asked = [condition.asked for condition in scope]
    exact, sure, widest = (engine.expression((*level, *asked)) for level in levels)
    if exact == widest:
        return await _found(session, _newest(engine, limit), widest)
    nothing = engine.expression(MARK)
    if sure in (exact, widest):
        exact, widest = nothing if sure == exact else exact, nothing if sure == widest else widest
    # A step that has no question of its own asks for nothing.
    words = [engine.expression(tuple(levels[0]) if exact != nothing else MARK)] if scope else []
    return await _found(session, _in_steps(engine, tuple(map(engine.passes, scope)), FEW * len(scope), limit), exact, sure, widest, *words)


async def _among_few(session: AsyncSession, words: Sequence[Asked], scope: Sequence[Condition], limit: int) -> list[Found] | None:
    """The same as `newest`, by looking at all documents that have the words; None where they are many.

    Most words are in few documents, and those that are within the scope are picked by their rows: faster by far than along the index's long
    lists of a region, a type or a sector.
    """
    engine, few = of(session), FEW * len(scope)
    asked = engine.expression(tuple(words))
    if hash((asked, few)) in _many:
        return None
    rows = await _found(session, _in_scope(engine, tuple(map(engine.passes, scope)), few, limit), asked)
    found = sorted((row for row in rows if row.id > 0), reverse=True)
    if -min(row.id for row in rows) >= few:
        if len(_many) >= _MANY_MAX:
            _many.clear()
        _many.add(hash((asked, few)))
        return None
    return found


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
