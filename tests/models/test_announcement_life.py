"""Whatever is done to announcements, in whatever order and with crashes: the invariants at the top of `models.announcements` hold."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select, update

from models import announcements, atlas, members
from models.announcements import (
    A_WEEK_MAX,
    WEEK,
    Announcement,
    AnnouncementDelivery,
    AnnouncementState,
    Audience,
    AudienceRole,
    Claim,
    DeliveryState,
    Outcome,
    Plan,
    Variant,
    Words,
)
from models.database import Database
from models.members import Member
from tests.announcing import Desk

BEGIN = datetime(2026, 3, 27, 13, 0, tzinfo=UTC)
"""Two days before the clocks change in Kyiv, three weeks after they did in Seattle."""
TO = Audience(regions=tuple(atlas.by_code(code).id for code in ("UA-32", "US-WA")))
ENDED = (DeliveryState.SENT, DeliveryState.UNREACHABLE, DeliveryState.FAILED, DeliveryState.IN_DOUBT, DeliveryState.CANCELLED)
OUTCOMES = (DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.FAILED, DeliveryState.IN_DOUBT, DeliveryState.UNREACHABLE)
numbers = st.integers(0, 9)
Seen = set[tuple[int, str, str]]
"""What an approval is given for: the texts and who is meant."""


class Life(RuleBasedStateMachine):
    """Three who write and approve, five who read.

    `shown` is what was handed in, by revision; `looked`, what an approval was given for; `had`, what may have reached a reader and when.
    """

    files = count()

    def __init__(self, template: Path, folder: Path) -> None:
        super().__init__()
        path = folder / f"life{next(self.files)}.sqlite3"
        shutil.copy(template, path)
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite+aiosqlite:///{path}")
        self.desk = Desk(self.database, BEGIN)
        self.texts = count(1)
        self.looked: dict[int, Seen] = {}
        self.shown: dict[tuple[int, int], Seen] = {}
        self.had: dict[int, list[tuple[int, datetime, bool]]] = {}
        self.calls: list[Claim] = []
        self.nominated: list[Claim] = []
        self.ended: dict[int, DeliveryState] = {}

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def does(self, operation: Any, *arguments: Any, **named: Any) -> Any:
        return self.run(self.desk.does(operation, *arguments, **named))

    async def _all(self, table: Any) -> list[Any]:
        async with self.database.read() as session:
            return list(await session.scalars(select(table).order_by(table.id)))

    def all(self, table: Any) -> list[Any]:
        return self.run(self._all(table))  # type: ignore[no-any-return]

    def one(self, number: int) -> Announcement:
        found: list[Announcement] = self.all(Announcement)
        return found[number % len(found)]

    def author_of(self, announcement: Announcement) -> Member:
        return next(member for member in self.staff if member.id == announcement.author_id)

    @initialize()
    def people(self) -> None:
        self.staff = [self.run(self.desk.official(region="PL-14")) for _ in range(3)]
        zones = ("Europe/Kyiv", "Europe/Kyiv", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Midway")
        self.readers = [self.run(self.desk.person(language="uk" if n % 2 else "en", zone=zone)) for n, zone in enumerate(zones)]
        for author in range(3):
            self.writes_one(author, urgent=False, at=None)
            self.is_handed_in_and_approved(author)
        self.advances_to_now()

    # What authors do

    @rule(by=numbers, urgent=st.booleans(), at=st.sampled_from([None, "2026-03-29T09:00"]))
    def writes_one(self, by: int, urgent: bool, at: str | None) -> None:
        if len(self.all(Announcement)) == 6:
            return
        when = Plan("Europe/Kyiv", at if self.desk.now < BEGIN + timedelta(days=1) else None, "Alarm" if urgent else None)
        said = {language: Words(f"{language} {next(self.texts)}") for language in ("en", "uk")}
        self.run(self.desk.draft(self.staff[by % 3], TO, when, **said))

    @rule(number=numbers, hours=st.sampled_from([1, 5, 60]))
    def its_deadline_comes_near(self, number: int, hours: int) -> None:
        self.run(self._deadline(self.one(number).id, self.desk.now + timedelta(hours=hours)))

    async def _deadline(self, announcement_id: int, at: datetime) -> None:
        async with self.database.write() as session:
            await session.execute(update(Announcement).filter_by(id=announcement_id).values(not_after=at))

    @rule(number=numbers)
    def hands_in(self, number: int) -> None:
        announcement = self.one(number)
        author = self.author_of(announcement)
        self.run(self.desk.does_tested(author, announcement))
        handed_in = self.does(announcements.submit, author, announcement.id)
        if isinstance(handed_in, Announcement):
            looks = self._looks(handed_in)
            assert self.shown.setdefault((handed_in.id, handed_in.revision), looks) == looks, "one revision, two things to approve"

    @rule(number=numbers)
    def is_handed_in_and_approved(self, number: int) -> None:
        self.hands_in(number)
        announcement = self.one(number)
        self.approves(number, (self.staff.index(self.author_of(announcement)) + 1) % 3, 0)

    @rule(number=numbers, language=st.sampled_from(["en", "uk"]))
    def is_changed_and_approved(self, number: int, language: str) -> None:
        self.changes_the_text(number, language)
        self.is_handed_in_and_approved(number)

    @rule(number=numbers, language=st.sampled_from(["en", "uk"]))
    def changes_the_text(self, number: int, language: str) -> None:
        announcement = self.one(number)
        words = Words(f"{language} {next(self.texts)}")
        self.does(announcements.write, self.author_of(announcement), announcement.id, language, words)

    @rule(number=numbers, newcomers=st.booleans())
    def changes_the_recipients(self, number: int, newcomers: bool) -> None:
        announcement = self.one(number)
        to = Audience(regions=TO.regions, roles=(AudienceRole.NEWCOMER,) if newcomers else ())
        self.does(announcements.aim, self.author_of(announcement), announcement.id, to)

    @rule(number=numbers)
    def takes_it_back(self, number: int) -> None:
        announcement = self.one(number)
        self.run(self._take_back(self.author_of(announcement), announcement.id))

    async def _take_back(self, author: Member, number: int) -> None:
        async with self.database.write() as session:
            await announcements.take_back(session, author, number)

    # What the others do

    @rule(number=numbers, by=numbers, old=st.sampled_from([0, 0, 0, 1, 2]))
    def approves(self, number: int, by: int, old: int) -> None:
        """By anybody, the author too; also with a button of an earlier revision."""
        announcement = self.one(number)
        revision = max(announcement.revision - old, 0)
        member = self.staff[by % 3]
        answer = self.does(announcements.approve, member, announcement.id, revision)
        if isinstance(answer, Announcement):
            assert member.id != announcement.author_id
            assert old == 0 or announcement.revision == revision
            self.looked[announcement.id] = self._looks(answer)

    def _looks(self, announcement: Announcement) -> Seen:
        roles = str(sorted(announcement.roles))
        return {(v.id, v.text, roles) for v in self.all(Variant) if v.announcement_id == announcement.id}

    @rule(number=numbers, by=numbers)
    def returns(self, number: int, by: int) -> None:
        self.does(announcements.give_back, self.staff[by % 3], self.one(number).id, "No.")

    @rule(number=numbers, by=numbers, what=st.sampled_from([announcements.pause, announcements.go_on, announcements.go_on]))
    def holds_or_goes_on(self, number: int, by: int, what: Any) -> None:
        self.does(what, self.staff[by % 3], self.one(number).id)

    @rule(number=numbers, by=numbers, sure=st.sampled_from([False, False, True]))
    def stops(self, number: int, by: int, sure: bool) -> None:
        if sure:
            self.does(announcements.stop, self.staff[by % 3], self.one(number).id)

    # What the machine does

    @rule()
    def advances(self) -> None:
        self.does(announcements.advance, limit=2)

    @rule()
    def advances_to_now(self) -> None:
        while self.does(announcements.advance):
            pass

    @rule(most=st.integers(1, 4))
    def claims(self, most: int) -> None:
        claimed = self.does(announcements.claim, bot_id=1, limit=most)
        self._calls(claimed.claims)

    @rule(most=st.integers(1, 4))
    def nominates(self, most: int) -> None:
        self.nominated = self.does(announcements.nominate, bot_id=1, limit=most).claims

    @precondition(lambda self: self.nominated)
    @rule()
    def marks_what_was_nominated(self) -> None:
        """A moment later, whatever happened since."""
        self._calls(self.does(announcements.mark, self.nominated))
        self.nominated = []

    @rule(number=numbers, language=st.sampled_from(["en", "uk"]))
    def is_changed_and_approved_between_the_two(self, number: int, language: str) -> None:
        self.nominates(4)
        self.is_changed_and_approved(number, language)
        self.marks_what_was_nominated()

    def _calls(self, claims: list[Claim]) -> None:
        """Telegram is about to be called."""
        readers = {member.id: member for member in self.all(Member)}
        for claim in claims:
            announcement: Announcement = next(a for a in self.all(Announcement) if a.id == claim.announcement.id)
            assert claim.member_id is not None
            reader = readers[claim.member_id]
            assert announcement.state is AnnouncementState.RUNNING
            assert self._looks(announcement) == self.looked[announcement.id], "another text or other people than were approved"
            assert claim.variant.text in {text for _id, text, _roles in self.looked[announcement.id]}
            assert announcement.not_after is None or self.desk.now < announcement.not_after
            had = self.had.setdefault(reader.id, [])
            assert announcement.id not in {number for number, _at, _capped in had}, "twice"
            if not announcement.urgent:
                assert time(9) <= self.desk.now.astimezone(reader.timezone).time() < time(19)
                week = [at for _number, at, capped in had if capped and at > self.desk.now - WEEK]
                assert len(week) < A_WEEK_MAX
            had.append((announcement.id, self.desk.now, not announcement.urgent))
        self.calls += claims

    @precondition(lambda self: self.calls)
    @rule(which=numbers, state=st.sampled_from(OUTCOMES))
    def a_call_ends(self, which: int, state: DeliveryState) -> None:
        call = self.calls.pop(which % len(self.calls))
        self.does(announcements.settle, [Outcome(call, state, 1, "why")])
        if state in (DeliveryState.QUEUED, DeliveryState.FAILED, DeliveryState.UNREACHABLE):
            # It has not arrived; only what never left may be tried again.
            had = self.had[call.member_id or 0]
            entry = next(each for each in had if each[0] == call.announcement.id)
            if state is DeliveryState.QUEUED:
                had.remove(entry)
            else:
                had[had.index(entry)] = (entry[0], entry[1], False)

    @rule(number=numbers)
    def is_claimed_at_its_deadline(self, number: int) -> None:
        self.run(self._deadline(self.one(number).id, self.desk.now))
        self.claims(4)

    @rule(number=numbers, by=numbers, language=st.sampled_from(["en", "uk"]))
    def is_let_go_on_with_a_change(self, number: int, by: int, language: str) -> None:
        self.changes_the_text(number, language)
        self.holds_or_goes_on(number, by, announcements.go_on)

    @rule(by=numbers)
    def is_stopped_during_a_call_that_does_not_get_through(self, by: int) -> None:
        self.claims(1)
        if self.calls:
            self.does(announcements.stop, self.staff[by % 3], self.calls[-1].announcement.id)
            self.a_call_ends(len(self.calls) - 1, DeliveryState.QUEUED)

    @rule()
    def crashes_and_starts_again(self) -> None:
        self.calls, self.nominated = [], []
        self.does(announcements.recover)

    @rule(minutes=st.sampled_from([0, 1, 30, 90, 240, 720, 1440]))
    def time_passes(self, minutes: int) -> None:
        # Nobody holds a call or a nomination for longer than a moment.
        if minutes > 1:
            while self.calls:
                self.a_call_ends(0, DeliveryState.SENT)
            self.nominated = []
        self.desk.now += timedelta(minutes=minutes)

    @rule(reader=numbers, days=st.sampled_from([0, 2]))
    def a_reader_wants_none_for_a_while(self, reader: int, days: int) -> None:
        self.run(self._pause(self.readers[reader % 5].id, days))

    async def _pause(self, member_id: int, days: int) -> None:
        async with self.database.write() as session:
            await members.pause(session, member_id, self.desk.now + timedelta(days=days) if days else None)

    @rule(reader=numbers)
    def a_reader_comes_back(self, reader: int) -> None:
        self.run(self._returns(self.readers[reader % 5].id))

    async def _returns(self, member_id: int) -> None:
        async with self.database.write() as session:
            await session.execute(update(Member).filter_by(id=member_id).values(unreachable_at=None))

    # What always holds

    @invariant()
    def nothing_runs_unapproved(self) -> None:
        for announcement in self.all(Announcement):
            if announcement.state in (AnnouncementState.RUNNING, AnnouncementState.SCHEDULED):
                assert announcement.approved_revision == announcement.revision
                assert announcement.approved_by not in (None, announcement.author_id)

    @invariant()
    def one_row_a_recipient_and_an_end_is_an_end(self) -> None:
        rows: list[AnnouncementDelivery] = self.all(AnnouncementDelivery)
        assert max(Counter((row.announcement_id, row.member_id) for row in rows).values(), default=0) <= 1
        states = {row.id: row.state for row in rows}
        assert all(states[number] is state for number, state in self.ended.items())
        self.ended = {number: state for number, state in states.items() if state in ENDED}
        over = {a.id: a.state for a in self.all(Announcement) if a.over}
        for row in rows:
            if row.announcement_id in over:
                assert row.state is not DeliveryState.QUEUED
                assert row.state is not DeliveryState.SENDING or over[row.announcement_id] is AnnouncementState.STOPPED

    def teardown(self) -> None:
        """What runs comes to its end by itself: within the weeks that the cap may ask for."""
        try:
            if hasattr(self, "readers"):
                self.crashes_and_starts_again()
                self._live_on()
        finally:
            self.run(self.database.close())
            self.runner.close()

    def _live_on(self) -> None:
        for _half_day in range(60):
            running = [a for a in self.all(Announcement) if a.state in (AnnouncementState.RUNNING, AnnouncementState.SCHEDULED)]
            if not running:
                return
            self.desk.now += timedelta(hours=9)
            while self.does(announcements.advance):
                pass
            while (claimed := self.does(announcements.claim, bot_id=1, limit=9)).looked_at:
                self._calls(claimed.claims)
                while self.calls:
                    self.a_call_ends(0, DeliveryState.SENT)
            while self.does(announcements.advance):
                pass
        raise AssertionError("it never ends")


def test_in_whatever_order(sqlite_template: Path, tmp_path: Path) -> None:
    quiet = settings(max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(lambda: Life(sqlite_template, tmp_path), settings=quiet)  # type: ignore[no-untyped-call]
