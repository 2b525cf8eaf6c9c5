"""Listings by the thousand without forms and desks: for judging the search with one's own data, never on a database that people use.

`python -m bot index FILE.jsonl` and `python -m bot query FILE.jsonl` are its two ends.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ForeignKey, Select, String, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import atlas, members, regions, search, sectors, words
from models.base import Base
from models.businesses import Business, BusinessVersion, Organisation, PublicState, VersionState, name_key
from models.database import Database
from models.members import Person
from models.opportunities import SUMMARY_MAX, TITLE_MAX, Opportunity, OpportunityType, OpportunityVersion

ID_MAX = 200
AT_ONCE = 1_000
_NOBODY = Person(2**52 - 1, "Bulk", None, "en")


class BulkError(ValueError):
    """A row that is no listing or no query; says which and why."""


class BulkListing(Base):
    """Under which name a listing was loaded."""

    __tablename__ = "bulk_listings"

    id: Mapped[str] = mapped_column(String(ID_MAX), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), unique=True)


# Rows by the thousand cost half as much without the ORM.
_opportunities, _versions, _names = (Base.metadata.tables[table.__tablename__] for table in (Opportunity, OpportunityVersion, BulkListing))


@dataclass(frozen=True)
class Row:
    """A listing to load: `sector` is a code of ours (`food`), a NACE division (`10`) or empty."""

    id: str
    region: int
    language: str
    title: str
    summary: str
    sectors: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """A search by somebody of a region who reads a language. `scope`: `twins`, `all`, or empty: the twins' first, then all others."""

    id: str
    region: int
    language: str
    text: str
    scope: str = ""


def listing_row(values: dict[str, Any]) -> Row:
    """A line of the file.

    Raises:
        BulkError: an id, a region or a title is missing or unknown.
    """
    row_id, region = _common(values)
    title = search.short(str(values.get("title") or ""))[:TITLE_MAX]
    if not title:
        raise BulkError(f"listing {row_id}: no title")
    return Row(
        id=row_id,
        region=region,
        language=_language(values),
        title=title,
        summary=" ".join(str(values.get("summary") or "").split())[:SUMMARY_MAX],
        sectors=_sectors(str(values.get("sector") or "")),
    )


def question(values: dict[str, Any]) -> Question:
    """A line of the file.

    Raises:
        BulkError: an id, a region or the text is missing or unknown.
    """
    row_id, region = _common(values)
    if "text" not in values:
        raise BulkError(f"query {row_id}: no text")
    return Question(row_id, region, _language(values), str(values["text"] or ""), str(values.get("scope") or ""))


async def load(database: Database, rows: Iterable[Row], *, now: datetime) -> AsyncIterator[int]:
    """Load listings as if an office had approved each; one of the same id takes the place of an earlier one. Yields how many are done."""
    done = 0
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        async with database.write(mark=False) as session:
            if not done:
                await regions.seed(session)
            unique = list({row.id: row for row in some}.values())
            await _retire(session, unique, now=now)
            ids = await _insert(session, unique, now=now)
            await search.put_all(session, ids, now=now)
        done += len(some)
        yield done


async def ask(session: AsyncSession, asked: Question, *, now: datetime) -> list[str]:
    """Ids of the listings found, best first."""
    twins = await regions.twins(session, [asked.region], today=now.date())
    theirs = search.Reach(mine=frozenset({asked.region}), twins=twins, businesses=frozenset(), names=False)
    everywhere = search.Query(text=search.short(asked.text), language=asked.language, reader=await search.reader(session, theirs))
    found: list[int] = []
    if asked.scope != "all":
        found = (await search.find(session, replace(everywhere, regions=frozenset(twins)), now=now)).found
    if asked.scope != "twins":
        others = (await search.find(session, everywhere, now=now)).found
        found = list(dict.fromkeys((*found, *others)))
    loaded = dict(iter(await session.execute(names().where(BulkListing.opportunity_id.in_(found)))))
    return [loaded[i] for i in found if i in loaded]


def names() -> Select[int, str]:
    """Of what was loaded: the opportunity's id, and the name under which it was loaded."""
    return select(BulkListing.opportunity_id, BulkListing.id)


async def _retire(session: AsyncSession, rows: Sequence[Row], *, now: datetime) -> None:
    known = await session.execute(select(BulkListing).where(BulkListing.id.in_([row.id for row in rows])))
    for listing in known.scalars().all():
        await session.execute(update(Opportunity).where(Opportunity.id == listing.opportunity_id).values(state=PublicState.ARCHIVED))
        await search.publish(session, listing.opportunity_id, now=now)
        await session.delete(listing)
    await session.flush()


async def _insert(session: AsyncSession, rows: Sequence[Row], *, now: datetime) -> list[int]:
    member = await members.welcome(session, _NOBODY, now=now)
    homes = await _businesses(session, {(row.region, row.sectors) for row in rows}, member.id, now=now)
    values = [
        {
            "business_id": homes[row.region, row.sectors],
            "reference": f"~{number}",
            "state": PublicState.PUBLISHED,
            "open_for_interest": True,
            "published_at": now,
            "confirmed_at": now,
        }
        for number, row in enumerate(rows, await _next_reference(session))
    ]
    await session.execute(insert(_opportunities), values)
    made = select(_opportunities.c.reference, _opportunities.c.id).where(_opportunities.c.reference.in_([v["reference"] for v in values]))
    numbers = dict(iter(await session.execute(made)))
    ids = [numbers[value["reference"]] for value in values]
    await session.execute(insert(_versions), [_version(row, i, member.id, now) for row, i in zip(rows, ids, strict=True)])
    own = select(_versions.c.id).where(_versions.c.opportunity_id == _opportunities.c.id).scalar_subquery()
    await session.execute(update(_opportunities).where(_opportunities.c.id.in_(ids)).values(public_version_id=own))
    await session.execute(insert(_names), [{"id": row.id, "opportunity_id": i} for row, i in zip(rows, ids, strict=True)])
    return ids


async def _next_reference(session: AsyncSession) -> int:
    last = await session.scalar(select(Opportunity.id).order_by(Opportunity.id.desc()).limit(1))
    return (last or 0) + 1


_Home = tuple[int, tuple[int, ...]]


async def _businesses(session: AsyncSession, homes: Collection[_Home], author: int, *, now: datetime) -> dict[_Home, int]:
    """One business for each region and sector, since listings are found by theirs."""
    names = {home: "-".join(("Bulk", f"R{home[0]}", *(f"S{sector}" for sector in home[1]))) for home in homes}
    keys = {name_key(name): home for home, name in names.items()}
    known = await session.execute(select(BusinessVersion.name_key, BusinessVersion.business_id).where(BusinessVersion.name_key.in_(keys)))
    found = {keys[key]: business_id for key, business_id in known}
    for home in sorted(set(homes) - found.keys()):
        found[home] = await _business(session, home, names[home], author, now=now)
    return found


async def _business(session: AsyncSession, home: _Home, name: str, author: int, *, now: datetime) -> int:
    region_id, its_sectors = home
    business = Business(region_id=region_id, state=PublicState.PUBLISHED, languages=[], created_at=now)
    session.add(business)
    await session.flush()
    version = BusinessVersion(
        business_id=business.id,
        number_in_line=1,
        state=VersionState.APPROVED,
        written_by=author,
        written_at=now,
        name=name,
        name_key=name_key(name),
        organisation=Organisation.COMPANY,
        sectors=list(its_sectors),
    )
    session.add(version)
    await session.flush()
    business.public_version_id = version.id
    await session.flush()
    return business.id


def _version(row: Row, opportunity_id: int, author: int, now: datetime) -> dict[str, Any]:
    return {
        "opportunity_id": opportunity_id,
        "number_in_line": 1,
        "state": VersionState.APPROVED,
        "written_by": author,
        "written_at": now,
        "type": OpportunityType.BUSINESS_OFFER,
        "title": row.title,
        "summary": row.summary,
        "language": row.language,
        "cooperation": [],
        "keywords": [],
    }


def _common(values: dict[str, Any]) -> tuple[str, int]:
    row_id = str(values.get("id", ""))[:ID_MAX]
    if not row_id:
        raise BulkError("a row without an id")
    try:
        return row_id, atlas.by_code(str(values.get("region") or "")).id
    except KeyError:
        raise BulkError(f"{row_id}: there is no region {values.get('region')!r}; codes look like UA-32 or US-WA") from None


def _language(values: dict[str, Any]) -> str:
    language = str(values.get("language") or "en").lower()[:2]
    return language if language in words.LANGUAGES else "en"


def _sectors(given: str) -> tuple[int, ...]:
    for known in (sectors.by_code, sectors.of_division):
        try:
            return (known(given.strip().lower()).id,)
        except KeyError:
            continue
    return ()
