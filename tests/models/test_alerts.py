"""Saved searches: what is new to them, for whom, and when it is told."""

from asyncio import gather
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, literal, select, update

from models import alerts, atlas, businesses, deliveries, favourites, members, opportunities, regions, search, unasked
from models.alerts import Hit, Pace, Refusal, SavedSearch, matching
from models.alerts.table import Trigger
from models.alerts.times import told_from
from models.database import Database, Session
from models.deliveries import Delivery, DeliveryState, Kind
from models.favourites import Verdict
from models.members import Member
from models.opportunities import Opportunity, OpportunityType
from models.search import Asked, Filters, Query, Run
from models.search.table import News
from tests.listings import HONEY, Draftless, lists, newcomer, titled, vanishes

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SEATTLE, KYIV = ZoneInfo("America/Los_Angeles"), ZoneInfo("Europe/Kyiv")


@dataclass
class Scene:
    """Ann of Washington, who saves searches; `now` is Wednesday noon in London, five in the morning in Seattle."""

    database: Database
    now: datetime
    ann: Member

    async def saves(self, text: str, *, member: Member | None = None, pace: Pace = Pace.DAILY, **asked: object) -> SavedSearch:
        member = member or self.ann
        async with self.database.write() as session:
            made = await search.look(session, member, Asked(text, **asked), now=self.now)  # type: ignore[arg-type]  # Asked checks the names
            assert made
            saved = await alerts.keep(session, member, made, now=self.now)
            assert isinstance(saved, SavedSearch)
            assert await alerts.set_pace(session, member.id, saved.id, pace, now=self.now)
        return saved

    async def lists(self, what: Draftless = HONEY, *, owner: Member | None = None, at: datetime | None = None) -> int:
        async with self.database.write() as session:
            return (await lists(session, what, now=at or self.now, owner=owner)).id

    async def compares(self, at: datetime | None = None) -> None:
        while await alerts.compare(self.database, now=at or self.now):
            pass

    async def works(self, at: datetime | None = None) -> int:
        """The worker's round; how many members were due."""
        await self.compares(at)
        async with self.database.write() as session:
            return await alerts.due(session, now=at or self.now)

    async def told(self, member: Member | None = None) -> list[list[int]]:
        """The listings of each message that was queued, the first message first."""
        async with self.database.read() as session:
            query = select(Delivery.subject).filter_by(member_id=(member or self.ann).id, kind=Kind.SEARCH_NEWS).order_by(Delivery.id)
            return [(await session.get_one(Run, subject)).found for subject in await session.scalars(query)]

    async def hits(self) -> set[tuple[int, int]]:
        async with self.database.read() as session:
            return set(map(tuple, await session.execute(select(Hit.saved_id, Hit.opportunity_id))))


@pytest.fixture
async def scene(database: Database, now: datetime) -> AsyncIterator[Scene]:
    async with database.write() as session:
        await regions.seed(session)
        ann = await newcomer(session, "US-WA", now=now)
    return Scene(database, now, ann)


async def test_new_listing_is_told_in_the_morning(scene: Scene) -> None:
    saved = await scene.saves("honey")
    honey = await scene.lists()

    await scene.works()
    assert await scene.hits() == {(saved.id, honey)}
    assert await scene.told() == [], "it is five in the morning in Seattle"

    await scene.works(scene.now + 3 * HOUR)
    assert await scene.told() == [[honey]]
    await scene.works(scene.now + 30 * HOUR)
    assert await scene.told() == [[honey]], "and once"


async def test_a_search_finds_across_languages_as_it_was_saved(scene: Scene) -> None:
    async with scene.database.write() as session:
        mika = await newcomer(session, "US-WA", now=scene.now, language="fi")
    saved = await scene.saves("hunajaa", member=mika)
    honey = await scene.lists()

    await scene.compares()

    assert await scene.hits() == {(saved.id, honey)}


async def test_what_was_seen_when_saving_is_no_news(scene: Scene) -> None:
    honey = await scene.lists()
    await scene.compares()
    saved = await scene.saves("honey")

    async with scene.database.write() as session:
        later = scene.now + DAY
        (await session.get_one(Opportunity, honey)).confirmed_at = later
        await search.publish(session, honey, now=later)
    await scene.compares(scene.now + DAY)

    assert await scene.hits() == set()
    assert saved.known == [honey]


async def test_confirmed_anew_after_an_absence_is_news_once(scene: Scene) -> None:
    honey = await scene.lists()
    async with scene.database.write() as session:
        await vanishes(session, honey, now=scene.now)
    saved = await scene.saves("honey", pace=Pace.INSTANTLY)
    for days in (1, 2):
        async with scene.database.write() as session:
            offer = await session.get_one(Opportunity, honey)
            offer.state, offer.confirmed_at = businesses.PublicState.PUBLISHED, scene.now + days * DAY
            await session.flush()
            await search.publish(session, honey, now=scene.now + days * DAY)
        await scene.works(scene.now + days * DAY + 6 * HOUR)

    assert await scene.hits() == {(saved.id, honey)}
    assert await scene.told() == [[honey]]


FITS: dict[str, tuple[Asked, Draftless, bool]] = {
    "another word": (Asked("timber"), HONEY, False),
    "both words": (Asked("buckwheat honey"), HONEY, True),
    "only one of two words": (Asked("acacia honey"), HONEY, False),
    "a region without agreement": (Asked("honey"), titled("Honey", region="US-OR"), False),
    "all regions": (Asked("honey", wide=True), titled("Honey", region="US-OR"), True),
    "where it works": (Asked("honey"), titled("Honey", region="UA-14", working="UA-32"), True),
    "a filter that it passes": (Asked("honey", filters=Filters(types=frozenset({OpportunityType.BUSINESS_OFFER}))), HONEY, True),
    "a filter that it does not pass": (Asked("honey", filters=Filters(types=frozenset({OpportunityType.INTERNSHIP}))), HONEY, False),
    "a name that the reader may not see": (Asked("Pasika"), HONEY, False),
    "a place": (Asked("Київська область"), HONEY, True),
    "Chinese": (Asked("蜂蜜"), HONEY, True),
}


@pytest.mark.parametrize("case", FITS)
async def test_what_fits_is_what_the_search_would_find(scene: Scene, case: str) -> None:
    asked, listing, expected = FITS[case]
    async with scene.database.write() as session:
        made = await search.look(session, scene.ann, asked, now=scene.now)
        assert made
        saved = await alerts.keep(session, scene.ann, made, now=scene.now)
        assert isinstance(saved, SavedSearch)
    number = await scene.lists(listing)

    await scene.compares()

    assert (await scene.hits() == {(saved.id, number)}) is expected
    async with scene.database.write() as session:
        found = await search.look(session, scene.ann, replace(asked, verbatim=True), now=scene.now)
        assert found
        assert (number in found.found[: found.whole]) is expected


async def test_name_counts_for_those_who_see_it(scene: Scene) -> None:
    await scene.lists(titled("Boards", region="US-WA"), owner=scene.ann)
    saved = await scene.saves("Pasika")
    honey = await scene.lists()

    await scene.compares()

    assert await scene.hits() == {(saved.id, honey)}


async def test_own_and_hidden_listings_are_no_news(scene: Scene) -> None:
    await scene.saves("honey", wide=True)
    hidden = await scene.lists()
    async with scene.database.write() as session:
        await favourites.mark(session, scene.ann.id, hidden, Verdict.NOT_FOR_ME, now=scene.now)
    await scene.lists(titled("Honey of my own", region="US-WA"), owner=scene.ann)

    await scene.works(scene.now + 4 * HOUR)

    assert await scene.hits() == set()


async def test_what_was_hidden_or_closed_before_the_morning_is_left_out(scene: Scene) -> None:
    await scene.saves("honey")
    closed, hidden, stays = [await scene.lists(titled(f"Honey {n}")) for n in range(3)]
    await scene.works()
    async with scene.database.write() as session:
        await vanishes(session, closed, now=scene.now)
        await favourites.mark(session, scene.ann.id, hidden, Verdict.NOT_FOR_ME, now=scene.now)

    await scene.works(scene.now + 4 * HOUR)

    assert await scene.told() == [[stays]]


async def test_nothing_left_is_no_message(scene: Scene) -> None:
    await scene.saves("honey")
    honey = await scene.lists()
    await scene.works()
    async with scene.database.write() as session:
        await vanishes(session, honey, now=scene.now)

    await scene.works(scene.now + 4 * HOUR)

    assert await scene.told() == []


async def test_instantly_is_once_a_day_and_the_rest_next_morning(scene: Scene) -> None:
    await scene.saves("honey", pace=Pace.INSTANTLY)
    noon = scene.now + 7 * HOUR
    first = await scene.lists(at=noon)
    await scene.works(noon)
    assert await scene.told() == [[first]]

    more = [await scene.lists(titled(f"Honey {n}"), at=noon + HOUR) for n in range(2)]
    await scene.works(noon + HOUR)
    await scene.works(noon + 20 * HOUR - timedelta(minutes=1))
    assert await scene.told() == [[first]]
    await scene.works(noon + 20 * HOUR)

    assert await scene.told() == [[first], more[::-1]], "at eight, bundled, the newest first"


async def test_four_messages_a_week(scene: Scene) -> None:
    await scene.saves("honey")
    for day in range(10):
        await scene.lists(titled(f"Honey {day}"), at=scene.now + day * DAY)
        await scene.works(scene.now + day * DAY)
        await scene.works(scene.now + day * DAY + 4 * HOUR)

    told = await scene.told()
    assert [len(found) for found in told] == [1, 1, 1, 1, 4, 1, 1]
    assert sum(map(len, told)) == 10, "nothing is lost"


async def test_all_searches_of_a_person_in_one_message_and_a_listing_once(scene: Scene) -> None:
    honey_search, all_food = await scene.saves("honey"), await scene.saves("buckwheat")
    oak_search = await scene.saves("oak", wide=True)
    honey = await scene.lists()
    oak = await scene.lists(titled("Oak boards", region="US-OR"))

    await scene.works(scene.now + 4 * HOUR)
    await scene.works(scene.now + 30 * HOUR)

    assert await scene.told() == [[oak, honey]]
    assert await scene.hits() == {(honey_search.id, honey), (all_food.id, honey), (oak_search.id, oak)}


async def test_weekly_waits_for_monday(scene: Scene) -> None:
    await scene.saves("honey", pace=Pace.WEEKLY)
    honey = await scene.lists()
    await scene.works()

    await scene.works(scene.now + 4 * DAY)
    assert await scene.told() == [], "Sunday"
    await scene.works(scene.now + 5 * DAY + 3 * HOUR)

    assert await scene.told() == [[honey]]


async def test_a_new_pace_holds_for_what_waits(scene: Scene) -> None:
    saved = await scene.saves("honey", pace=Pace.WEEKLY)
    honey = await scene.lists()
    await scene.works()
    async with scene.database.write() as session:
        await alerts.set_pace(session, scene.ann.id, saved.id, Pace.INSTANTLY, now=scene.now)

    await scene.works(scene.now + 4 * HOUR)

    assert await scene.told() == [[honey]]


async def test_who_left_is_left_alone_and_hears_it_when_back(scene: Scene) -> None:
    await scene.saves("honey")
    honey = await scene.lists()
    async with scene.database.write() as session:
        await members.unreachable(session, scene.ann.id, now=scene.now)
    await scene.works(scene.now + 4 * HOUR)
    assert await scene.told() == []
    async with scene.database.write() as session:
        (await members.get(session, scene.ann.id)).unreachable_at = None

    await scene.works(scene.now + 3 * DAY + 6 * HOUR)

    assert await scene.told() == [[honey]]


async def test_letting_go_ends_it(scene: Scene) -> None:
    saved = await scene.saves("honey")
    await scene.lists()
    await scene.compares()
    async with scene.database.write() as session:
        other = await newcomer(session, "US-WA", now=scene.now)
        assert not await alerts.forget(session, other.id, saved.id), "it is not theirs"
        assert await alerts.forget(session, scene.ann.id, saved.id)
        assert not await alerts.forget(session, scene.ann.id, saved.id)
    await scene.lists(titled("More honey"))

    await scene.works(scene.now + 4 * HOUR)

    assert await scene.told() == []
    async with scene.database.read() as session:
        assert [await session.scalar(select(func.count()).select_from(table)) for table in (Hit, Trigger, SavedSearch)] == [0, 0, 0]


async def test_ten_and_no_more_also_at_once(scene: Scene) -> None:
    async def saves(word: str) -> SavedSearch | Refusal:
        async with scene.database.write() as session:
            made = await search.look(session, scene.ann, Asked(word), now=scene.now)
            assert made
            return await alerts.keep(session, scene.ann, made, now=scene.now)

    words = ["honey", "oak", "steel", "paper", "wine", "milk", "glass", "solar", "cotton", "wheat", "bricks", "potatoes"]
    answers = await gather(*map(saves, words))

    assert [isinstance(answer, SavedSearch) for answer in answers].count(True) == alerts.SAVED_MAX
    assert answers.count(Refusal.TOO_MANY) == 2
    again = next(word for word, answer in zip(words, answers, strict=True) if isinstance(answer, SavedSearch))
    assert isinstance(await saves(again), SavedSearch), "the same once more changes nothing"
    async with scene.database.read() as session:
        assert len(await alerts.of_member(session, scene.ann.id)) == alerts.SAVED_MAX


async def test_nothing_to_watch_for(scene: Scene) -> None:
    async with scene.database.write() as session:
        made = await search.look(session, scene.ann, Asked("the and"), now=scene.now)
        assert made
        assert await alerts.keep(session, scene.ann, made, now=scene.now) is Refusal.NO_WORDS


async def test_browsed_region(scene: Scene) -> None:
    kyiv_oblast = atlas.by_code("UA-32").id
    async with scene.database.write() as session:
        made = await search.browse(session, scene.ann, kyiv_oblast, 3, now=scene.now)
        assert made
        saved = await alerts.keep(session, scene.ann, made, now=scene.now)
        assert isinstance(saved, SavedSearch)
    await scene.lists(HONEY)
    oak = await scene.lists(titled("Oak", sectors=[3]))
    await scene.lists(titled("Oak", sectors=[3], region="UA-30"))

    await scene.compares()

    assert await scene.hits() == {(saved.id, oak)}
    async with scene.database.write() as session:
        again = await alerts.run(session, scene.ann, saved, now=scene.now)
        assert again
        assert again.found == [oak]


async def test_many_searches_are_compared_in_steps(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "AT_ONCE", 2)
    async with scene.database.write() as session:
        readers = [await newcomer(session, "US-WA", now=scene.now) for _ in range(5)]
    saved = [await scene.saves("honey", member=reader) for reader in readers]
    honey = await scene.lists()

    assert await alerts.compare(scene.database, now=scene.now)
    assert await scene.hits() == {(s.id, honey) for s in saved[:2]}
    await scene.compares()

    assert await scene.hits() == {(s.id, honey) for s in saved}


async def test_listing_that_changes_meanwhile_is_compared_anew(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = await scene.saves("oak")
    number = await scene.lists(titled("Boards"))
    real = matching._near

    async def near_and_changed(session: Session, document: search.Document, *, after: int) -> list[SavedSearch]:
        monkeypatch.setattr(matching, "_near", real)
        async with scene.database.write() as other:
            offer = await other.get_one(Opportunity, number)
            version = await other.get_one(opportunities.OpportunityVersion, offer.public_version_id)
            version.title = "Oak boards"
            await other.flush()
            await search.publish(other, number, now=scene.now + HOUR)
        return await real(session, document, after=after)

    monkeypatch.setattr(matching, "_near", near_and_changed)
    await scene.compares()

    assert await scene.hits() == {(saved.id, number)}


async def test_listing_that_is_gone_is_no_news(scene: Scene) -> None:
    await scene.saves("honey")
    honey = await scene.lists()
    async with scene.database.write() as session:
        await vanishes(session, honey, now=scene.now)

    await scene.compares()

    assert await scene.hits() == set()
    async with scene.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(News)) == 0


async def test_another_vocabulary_renews_the_triggers(scene: Scene) -> None:
    saved = await scene.saves("honey")
    async with scene.database.write() as session:
        await session.execute(update(SavedSearch).values(version="old"))
        await session.execute(update(Trigger).values(token=literal("old ").concat(Trigger.token)))

    async with scene.database.write() as session:
        assert await alerts.renew(session) == 1
        assert await alerts.renew(session) == 0
    honey = await scene.lists()
    await scene.compares()

    assert await scene.hits() == {(saved.id, honey)}


async def test_a_message_that_was_cancelled_costs_nothing(scene: Scene) -> None:
    moment = scene.now + 7 * HOUR
    async with scene.database.write() as session:
        await deliveries.tell(session, scene.ann, Kind.SEARCH_NEWS, 1, event="found", now=moment)
        assert await unasked.next_moment(session, scene.ann, now=moment) > moment
        await deliveries.settle_all(session, DeliveryState.CANCELLED)
        assert await unasked.next_moment(session, scene.ann, now=moment) == moment


@pytest.mark.parametrize(
    ("pace", "local", "expected"),
    [
        (Pace.INSTANTLY, "2026-05-27 12:00", "2026-05-27 12:00"),
        (Pace.INSTANTLY, "2026-05-27 22:00", "2026-05-28 08:00"),
        (Pace.DAILY, "2026-05-27 07:59", "2026-05-27 08:00"),
        (Pace.DAILY, "2026-05-27 08:00", "2026-05-28 08:00"),
        (Pace.DAILY, "2026-03-07 12:00", "2026-03-08 08:00"),
        (Pace.DAILY, "2026-10-31 12:00", "2026-11-01 08:00"),
        (Pace.WEEKLY, "2026-05-27 12:00", "2026-06-01 08:00"),
        (Pace.WEEKLY, "2026-06-01 07:00", "2026-06-01 08:00"),
        (Pace.WEEKLY, "2026-06-01 09:00", "2026-06-08 08:00"),
    ],
)
def test_when_news_is_told(pace: Pace, local: str, expected: str) -> None:
    seattle = Member(zone="America/Los_Angeles")
    now = datetime.fromisoformat(local).replace(tzinfo=SEATTLE)

    assert told_from(pace, seattle, now=now) == datetime.fromisoformat(expected).replace(tzinfo=SEATTLE)


def test_query_says_what_the_index_would() -> None:
    assert matching.met(Query("honey"), {"honey"})
    assert not matching.met(Query("honey oak"), {"honey"})
    assert matching.holds((frozenset({"a", "b"}), "c"), {"b", "c"})
    assert not matching.holds((frozenset({"a", "b"}), "c"), {"c"})
