"""What anybody may be shown in any chat: public listings of all regions, found by public words."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import favourites, opportunities
from models.members import Member
from models.search.finding import Query, find
from models.search.ranking import NOBODY
from models.search.reach import reach, reader
from models.search.running import short


async def publicly(session: AsyncSession, member: Member | None, text: str, language: str, *, now: datetime) -> list[int]:
    """Opportunity ids, best first; by a reference such as KV-0142 that one. Nothing typed: one's own, then the newest.

    The businesses' names are not searched, whoever asks. `member` is None for somebody who has not pressed Start.
    """
    typed = short(text)
    named = await opportunities.by_reference(session, typed)
    if named is not None:
        return [named.id]
    theirs = await reach(session, member, today=now.date()) if member else None
    query = Query(
        text=typed,
        language=language,
        without=await favourites.unwanted(session, member.id, now=now) if member else frozenset(),
        reader=await reader(session, theirs) if theirs else NOBODY,
    )
    found = (await find(session, query, now=now)).found
    if typed or theirs is None:
        return found
    own = [each.id for business_id in sorted(theirs.businesses) for each in await opportunities.of_business(session, business_id)]
    return list(dict.fromkeys((*own, *found)))
