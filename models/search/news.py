"""What became public or was confirmed, and waits to be compared with the saved searches."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import insert_for
from models.search.table import Document, News


class Fresh(NamedTuple):
    """A piece of news with its document; without one when the listing is not public any more."""

    news: News
    document: Document | None


async def note(session: AsyncSession, opportunity_id: int, *, now: datetime) -> None:
    """A listing is public, anew or changed: to be compared from the first saved search on."""
    statement = insert_for(session, News).values(opportunity_id=opportunity_id, noted_at=now, compared_to=0)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["opportunity_id"], set_={"noted_at": now, "compared_to": 0}),
        execution_options={"synchronize_session": False},
    )


async def oldest(session: AsyncSession) -> Fresh | None:
    """What waits longest."""
    query = select(News, Document).outerjoin(Document, Document.opportunity_id == News.opportunity_id)
    row = (await session.execute(query.order_by(News.noted_at, News.opportunity_id).limit(1))).one_or_none()
    return Fresh(row[0], row[1]) if row else None


async def compared(session: AsyncSession, news: News, *, through: int | None) -> None:
    """Saved searches up to `through` (None: all) are done with; unless the listing changed meanwhile: then it begins anew."""
    same = (News.opportunity_id == news.opportunity_id, News.noted_at == news.noted_at)
    await session.execute(delete(News).where(*same) if through is None else update(News).where(*same).values(compared_to=through))
