"""How each database keeps and asks for the same tokens: FTS5 on SQLite, tsvector on PostgreSQL.

A token has letters, digits and the mark only (`models.words` and `tokens.plain` see to it), so quoting cannot be escaped from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from models.search.table import Document

Asked = str | tuple["Asked", ...] | frozenset["Asked"]
"""What a document must have: a token; all of a tuple; one of a set."""


@dataclass(frozen=True)
class Engine:
    """One database's statements and its language of queries."""

    insert: str
    remove: str
    matches: str
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


_engines = {
    "sqlite": Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, :tokens)",
        # The index keeps no text of its own, so it must be told which tokens go.
        remove="INSERT INTO search_fts (search_fts, rowid, t) VALUES ('delete', :id, :tokens)",
        matches="WHERE search_fts MATCH :asked",
        quote='"',
        either=" OR ",
        every=" AND ",
        keeps_lists=False,
    ),
    "postgresql": Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))",
        remove="DELETE FROM search_fts WHERE rowid = :id AND CAST(:tokens AS text[]) IS NOT NULL",
        matches="WHERE t @@ CAST(:asked AS tsquery)",
        quote="'",
        either=" | ",
        every=" & ",
        keeps_lists=True,
    ),
}
_COLUMNS = "id, opportunity_id, business_id, region_id, working_region_id, confirmed_on, complete, answers, t"


def of(session: AsyncSession) -> Engine:
    return _engines[session.get_bind().dialect.name]


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


async def newest(session: AsyncSession, asked: Sequence[Asked], *, limit: int) -> Sequence[RowMapping]:
    """The newest documents that have all that is asked for, as rows of `Document`, the newest first."""
    engine = of(session)
    values: dict[str, Any] = {"limit": limit}
    if asked:
        values["asked"] = engine.expression(tuple(asked))
    return (await session.execute(_statement(engine.matches if asked else ""), values)).mappings().all()


def _statement(where: str) -> TextClause:
    return text(
        f"SELECT {_COLUMNS} FROM (SELECT rowid FROM search_fts {where} ORDER BY rowid DESC LIMIT :limit) AS hits"  # noqa: S608  # constants
        f" JOIN {Document.__tablename__} ON id = hits.rowid ORDER BY id DESC"
    )


def all_of(tokens: Iterable[Asked]) -> Asked:
    """All of these; a single one stands for itself."""
    found = tuple(tokens)
    return found[0] if len(found) == 1 else found


def one_of(tokens: Iterable[Asked]) -> Asked:
    """Any of these; a single one stands for itself."""
    found = frozenset(tokens)
    return next(iter(found)) if len(found) == 1 else found
