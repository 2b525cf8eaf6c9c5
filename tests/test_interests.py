"""Proposing cooperation, answering, contacts, the inbox, and what time does: as people see it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import Clock
from handlers import notices
from models import businesses, interests, members
from models.businesses import Representative
from models.database import Database
from models.deliveries import Delivery, Kind
from models.opportunities import Cooperation
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.listings import HONEY as HONEY_LISTING
from tests.listings import lists, newcomer, titled, vanishes
from tests.people import BAKERY, arrives, registers, works_in_office

WHY = "We bake for 300 cafés and look for single-flower honey with papers."
PROPOSAL = "A trial of 2 t in autumn, then a yearly contract, 12 000 EUR."
DAY = 86_400
HOUR = 3_600


@dataclass
class Fair:
    """Olena's public honey in Kyiv Oblast, and Ann who acts for a public business in Washington."""

    telegram: Sandbox
    database: Database
    olena: Person
    ann: Person
    honey: int

    async def lists(self, person: Person, title: str, business: str, region: str) -> int:
        return await listed(self.database, person, title, business, region)

    async def later(self, seconds: int) -> None:
        for person in (self.olena, self.ann):
            person.looks()
        self.telegram.advance(seconds)

    async def proposed(self) -> None:
        """Ann has proposed and Olena has it on her screen."""
        self.olena.looks()
        await proposes(self.ann, self.honey)
        await self.ann.sees("Sent.")
        await self.olena.sees("Cascade Foods", buttons=["Exchange contacts"])

    async def exchanged(self) -> None:
        await self.proposed()
        await self.olena.taps("Exchange contacts")
        await self.olena.taps("✅ Exchange")
        await self.olena.sees("Contacts exchanged")


async def listed(database: Database, person: Person, title: str, business: str, region: str) -> int:
    async with database.write() as session:
        member = await members.find(session, person.id)
        what = HONEY_LISTING if title == HONEY_LISTING.title else titled(title, business=business, region=region)
        return (await lists(session, what, now=Clock().now(), owner=member)).id


@pytest.fixture
async def fair(telegram: Sandbox, database: Database) -> Fair:
    olena = await arrives(telegram, "Olena Kovalenko", "UA-32")
    ann = await arrives(telegram, "Ann Baker", "US-WA")
    honey = await listed(database, olena, HONEY_LISTING.title, "Lisova Pasika", "UA-32")
    await listed(database, ann, "Honey wanted", "Cascade Foods", "US-WA")
    return Fair(telegram, database, olena, ann, honey)


async def opens_form(person: Person, listing: int) -> None:
    await person.opens(f"l_{listing}")
    await person.taps("Propose cooperation")


async def writes(person: Person, why: str = WHY, proposal: str = PROPOSAL) -> None:
    """From the first question to the preview."""
    await person.sees("Why them?", "40 to 400 characters", "Example:")
    await person.sends(why)
    await person.sees("What do you propose?")
    await person.sends(proposal)
    await person.sees("What kind of cooperation?")
    await person.taps("Distribution")
    await person.sees(buttons=["Send the proposal", "Change"])


async def proposes(person: Person, listing: int) -> None:
    await opens_form(person, listing)
    await writes(person)
    await person.taps("Send the proposal")


class TestFromProposalToContacts:
    async def test_whole_way(self, fair: Fair) -> None:
        olena, ann = fair.olena, fair.ann
        await opens_form(ann, fair.honey)
        await ann.sees("You can have 5 proposals open at once; 5 are free, 3 more today", "Proposal for KV-0001 · step 1 of 3")
        await writes(ann)
        await ann.sees("They have 14 days to answer", WHY, PROPOSAL, "Cooperation: Distribution")
        olena.looks()
        await ann.taps("Send the proposal")
        await ann.sees(
            "Sent. They have until",
            "Kyiv)",
            "I will remind them:",
            "Nothing to do now.",
            "4 are free, 2 more today",
            buttons=["Inbox", "Home"],
        )

        await olena.sees(
            "A proposal for you",
            "Cascade Foods (Washington, United States",
            WHY,
            PROPOSAL,
            "Cooperation: Distribution",
            "They speak:",
            "Answer by",
            "Kyiv (",
            "Los Angeles)",
            "I will remind you:",
            buttons=["Exchange contacts", "In 3 days", "Decline"],
        )
        await olena.taps("Exchange contacts")
        await olena.sees("Cascade Foods will see:", "Olena Kovalenko", "confirm bank details", buttons=["Exchange", "Choose what"])
        ann.looks()
        await olena.taps("✅ Exchange")

        await olena.sees("Contacts exchanged", "Cascade Foods", "Ann Baker", "Before paying, confirm bank details by phone.", "/inbox")
        await ann.sees("They agreed", "Lisova Pasika", "Olena Kovalenko", "Before paying, confirm bank details by phone.", "/inbox")

    async def test_nothing_of_a_person_is_seen_before_the_exchange(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.olena.taps("Exchange contacts")
        await fair.olena.taps("Choose what they see")
        await fair.telegram.idle()
        assert "Ann" not in fair.olena.transcript()
        assert str(fair.ann.id) not in fair.olena.transcript()
        await fair.ann.sends("/inbox")
        await fair.ann.sees("Sent by you")
        assert "Olena" not in fair.ann.transcript()

    async def test_contacts_are_found_again_in_the_inbox(self, fair: Fair) -> None:
        await fair.exchanged()
        for person, other in ((fair.olena, "Cascade Foods"), (fair.ann, "Lisova Pasika")):
            await person.sends("/inbox")
            await person.sees("Contacts exchanged", other)
            await person.taps(f"1 · {other}")
            await person.sees("Contacts exchanged", other, "Telegram:")

    async def test_contacts_in_the_text_are_hidden_and_the_writer_knows(self, fair: Fair) -> None:
        await opens_form(fair.ann, fair.honey)
        await writes(fair.ann, f"{WHY} Call +1 360 555 0142", f"{PROPOSAL} ann@cascade.com")
        await fair.ann.sees("Contacts in your text are hidden", "Call ···", "12 000 EUR. ···")
        fair.olena.looks()
        await fair.ann.taps("Send the proposal")
        await fair.ann.sees("Contacts in your text were hidden")
        await fair.olena.sees("Call ···")
        assert "555" not in fair.olena.transcript()
        assert "ann@" not in fair.olena.transcript()

    async def test_what_was_hidden_is_not_shown_to_the_other(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.olena.taps("Exchange contacts")
        await fair.olena.taps("Choose what they see")
        await fair.olena.sees("Tap to show or hide", buttons=["✔ Your name", "✔ Telegram"])
        await fair.olena.taps("Your name")
        await fair.olena.sees("they will see", buttons=["▫️ Your name"])
        assert await fair.olena.taps("Telegram") == "One way to reach you has to stay: Telegram, phone or e-mail."
        await fair.olena.taps("Back")
        fair.ann.looks()
        await fair.olena.taps("✅ Exchange")
        await fair.ann.sees("They agreed", "Lisova Pasika", "Telegram:")
        assert "Olena" not in fair.ann.transcript()

    async def test_sender_chooses_too(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.ann.taps("Your proposal")
        await fair.ann.sees("Your proposal to: Lisova Pasika", "Waits for an answer. They have until", buttons=["Withdraw"])
        await fair.ann.taps("What they will see")
        await fair.ann.taps("Your name")
        await fair.ann.sees(buttons=["▫️ Your name"])
        await fair.olena.taps("Exchange contacts")
        await fair.olena.taps("✅ Exchange")
        await fair.olena.sees("Contacts exchanged", "Cascade Foods", "Telegram:")
        assert "Ann" not in fair.olena.transcript()

    async def test_pressed_twice_it_is_exchanged_once(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.olena.taps("Exchange contacts")
        fair.ann.looks()
        await fair.olena.taps_twice("✅ Exchange")
        await fair.olena.sees("Contacts exchanged")
        await fair.ann.sees("They agreed")
        await fair.telegram.idle()
        assert fair.ann.transcript().count("They agreed") == 1


class TestDeclineAndWithdraw:
    async def test_declined_with_a_reason(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.olena.taps("Decline")
        await fair.olena.sees("Choose the reason", buttons=["No capacity now", "The terms do not fit", "Back"])
        fair.ann.looks()
        await fair.olena.taps("No capacity now")
        await fair.olena.sees("No capacity now", "They have been told", buttons=["Inbox", "Home"])
        await fair.ann.sees("Your proposal was declined", "No capacity now", "You can write to them again from", buttons=["Search"])
        await opens_form(fair.ann, fair.honey)
        await fair.ann.sees("They declined a proposal of yours lately", buttons=["Search", "Back to the listing"])

    async def test_taken_back_after_one_more_question(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.ann.taps("Your proposal")
        await fair.ann.taps("Withdraw")
        await fair.ann.sees("Take back your proposal", buttons=["Take it back", "Back"])
        assert await fair.ann.taps("Take it back") == "Taken back."
        await fair.ann.sees("Withdrawn.", "Your place is free")

        toast = await fair.olena.taps("Exchange contacts")
        assert toast
        assert toast.startswith("Taken back already")
        await fair.olena.sees("They took the proposal back", buttons=["Inbox"])

    async def test_old_button_tells_how_it_ended(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.ann.taps("Your proposal")
        mine = await fair.ann.sees(buttons=["Withdraw"])
        await fair.olena.taps("Exchange contacts")
        await fair.olena.taps("✅ Exchange")
        await fair.olena.sees("Contacts exchanged")
        await fair.ann.sees("They agreed")
        toast = await fair.ann.taps_at(mine["message_id"], 0, 1)
        assert toast
        assert "contacts exchanged" in toast
        await fair.ann.sees("Lisova Pasika", "Telegram:")


class TestTime:
    async def test_reminders_come_by_day_and_then_the_end_for_both(self, fair: Fair) -> None:
        await fair.proposed()
        for days in (2, 3):
            await fair.later(days * DAY)
            await _ticked(fair)
            # Whatever hour it is there, twelve hours on a morning has come.
            fair.telegram.advance(12 * HOUR)
            await fair.olena.sees("This proposal waits for your answer", "Answer by", buttons=["Exchange contacts", "In 3 days"])
        await fair.later(9 * DAY)
        await _ticked(fair)
        fair.telegram.advance(12 * HOUR)
        await fair.olena.sees("expired unanswered", "You can still answer now", buttons=["Exchange contacts", "Decline"])
        await fair.ann.sees("No answer came within 14 days", "Your place is free", buttons=["Search", "Inbox"])

    async def test_a_leap_of_two_weeks_is_no_burst_and_a_late_answer_counts(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.later(14 * DAY)
        await _ticked(fair)
        fair.telegram.advance(12 * HOUR)
        await fair.olena.sees("expired unanswered")
        await fair.ann.sees("No answer came")
        await fair.telegram.idle()
        assert "waits for your answer" not in fair.olena.transcript()

        await fair.olena.taps("Exchange contacts")
        fair.ann.looks()
        await fair.olena.taps("✅ Exchange")
        await fair.olena.sees("Ann Baker")
        await fair.ann.sees("They agreed", "Olena Kovalenko")

    async def test_in_three_days(self, fair: Fair) -> None:
        await fair.proposed()
        toast = await fair.olena.taps("In 3 days")
        assert toast
        assert toast.startswith("I will remind you:")
        await fair.olena.sees("Answer by", "I will remind you:")


async def _ticked(fair: Fair) -> None:
    """The worker has looked at the clock that was moved."""
    await asyncio.sleep(1.5)
    await fair.telegram.idle()


class TestBeforeApproval:
    async def test_kept_and_sent_with_the_approval(self, fair: Fair, telegram: Sandbox, database: Database) -> None:
        office = await works_in_office(telegram, database, "Kate", "US-WA")
        bob = await arrives(telegram, "Bob", "US-WA")
        await registers(bob, BAKERY)
        await opens_form(bob, fair.honey)
        await writes(bob)
        await bob.sees("Your business is not approved yet")
        fair.olena.looks()
        await bob.taps("Send the proposal")
        await bob.sees("Kept.", "the author of KV-0001", "when your business is checked, by", "two working days")
        await fair.olena.does_not_see("proposal")

        await office.opens()
        await office.taps("Queue")
        bob.looks()
        await office.taps("Approve")
        await bob.sees("your proposal went out", "To: Lisova Pasika", "They have until", "I will remind them:")
        await fair.olena.sees("A proposal for you", "Cascade Foods", buttons=["Exchange contacts"])

    async def test_without_a_business_the_way_leads_to_registration(self, fair: Fair, telegram: Sandbox) -> None:
        bob = await arrives(telegram, "Bob", "US-WA")
        await opens_form(bob, fair.honey)
        await bob.sees("Register yours first", "before the office has approved", buttons=["Register", "Back to the listing"])
        await bob.taps("Register")
        await bob.sees("step 1 of 6")

    async def test_form_is_kept_when_left_for_another_thing(self, fair: Fair) -> None:
        await opens_form(fair.ann, fair.honey)
        await fair.ann.sees("Why them?")
        await fair.ann.sends(WHY)
        await fair.ann.sees("What do you propose?")
        await fair.ann.sends("/inbox")
        await fair.ann.sees("Inbox", "Nothing is here yet", buttons=["Search", "My business"])
        await fair.ann.opens()
        await fair.ann.taps("Go on: Proposal for KV-0001")
        await fair.ann.sees("What do you propose?")


class TestLimits:
    async def test_a_second_one_for_the_same_listing_shows_the_first(self, fair: Fair) -> None:
        await fair.proposed()
        await fair.ann.opens(f"l_{fair.honey}")
        toast = await fair.ann.taps("Propose cooperation")
        assert toast == "Your proposal for this listing waits already. Here it is."
        await fair.ann.sees("Your proposal to: Lisova Pasika", buttons=["Withdraw"])

    async def test_three_a_day(self, fair: Fair) -> None:
        owner = await arrives(fair.telegram, "Ivan", "UA-18")
        numbers = [await fair.lists(owner, f"Honey of sort {i}", f"Farm {i}", "UA-18") for i in range(4)]
        for number in numbers[:3]:
            await proposes(fair.ann, number)
            await fair.ann.sees("Sent.")
        await opens_form(fair.ann, numbers[3])
        await fair.ann.sees("3 new proposals a day", "The next one from", buttons=["Inbox", "Back to the listing"])

        await fair.ann.sends("/inbox")
        await fair.ann.sees("Sent by you", "Farm 0", "Farm 1", "they have until", buttons=["1 · Farm", "3 · Farm"])

    async def test_refused_at_the_end_the_answers_are_kept(self, fair: Fair) -> None:
        await opens_form(fair.ann, fair.honey)
        await writes(fair.ann)
        async with fair.database.write() as session:
            await vanishes(session, fair.honey, now=Clock().now())
        await fair.ann.taps("Send the proposal")
        await fair.ann.sees("not public any more", "Your answers are kept", WHY, buttons=["Save and leave"])


class TestInbox:
    async def test_newcomer_s_inbox_says_what_to_do(self, telegram: Sandbox) -> None:
        olena = await arrives(telegram, "Olena", "UA-32")
        await olena.sends("/inbox")
        await olena.sees("Nothing is here yet", "register your business", buttons=["Search", "Register", "Home"])

    async def test_pages_of_six(self, fair: Fair) -> None:
        for number in range(7):
            await _quick_proposal(fair, number)
        await fair.olena.opens()
        await fair.olena.sees("7 wait for you")
        await fair.olena.taps("Inbox 7")
        await fair.olena.sees("Waits for your answer", "Mead 0", "answer by", buttons=["1 · Mead 0", "6 · Mead 5", "1 / 2"])
        await fair.olena.taps("▶")
        await fair.olena.sees("Mead 6", buttons=["7 · Mead 6", "2 / 2"])
        await fair.olena.taps("7 · Mead 6")
        await fair.olena.sees("Mead 6", buttons=["Exchange contacts"])

    async def test_somebody_else_s_proposal_is_not_there(self, fair: Fair) -> None:
        await fair.proposed()
        thief = await arrives(fair.telegram, "Thief", "UA-32")
        await thief.sends("/inbox")
        await thief.sees("Nothing is here yet")


async def _quick_proposal(fair: Fair, number: int) -> None:
    """A proposal to Olena without the walk through the form."""
    now = Clock().now() + timedelta(minutes=number)
    async with fair.database.write() as session:
        sender = await newcomer(session, "US-WA", now=now)
        await lists(session, titled(f"Mead {number}", business=f"Mead {number}", region="US-WA"), now=now, owner=sender)
        await interests.propose(session, sender, fair.honey, interests.Letter(WHY, PROPOSAL, Cooperation.SUPPLY), now=now)


async def test_two_representatives_the_second_sees_the_answer(fair: Fair) -> None:
    """A colleague's button after the first answer."""
    ivan = await arrives(fair.telegram, "Ivan", "UA-32")
    async with fair.database.write() as session:
        member, olena = await members.find(session, ivan.id), await members.find(session, fair.olena.id)
        assert member
        assert olena
        [business] = await businesses.represented(session, olena.id)
        session.add(Representative(business_id=business.id, member_id=member.id, owner=False, since=Clock().now()))
    ivan.looks()
    await fair.proposed()
    await ivan.sees("A proposal for you")
    await ivan.taps("Decline")
    await ivan.sees("Choose the reason")
    await fair.olena.taps("Exchange contacts")
    await fair.olena.taps("✅ Exchange")
    await fair.olena.sees("Contacts exchanged")

    toast = await ivan.taps("No capacity now")
    assert toast
    assert "contacts exchanged" in toast
    await ivan.sees("Cascade Foods", "Ann Baker")


class TestNoticesThatAreNotTrueAnyMore:
    """What waits in the outbox for the morning is looked at once more before it goes."""

    async def outbox(self, database: Database, now: datetime, *, days: list[int], answered: bool = False) -> list[tuple[Kind, bool]]:
        """What would be said on the last of these days, of all that was queued."""
        async with database.write() as session:
            olena = await newcomer(session, "UA-32", now=now)
            honey = await lists(session, HONEY_LISTING, now=now, owner=olena)
            ann = await newcomer(session, "US-WA", now=now)
            await lists(session, titled("Honey wanted", business="Cascade Foods", region="US-WA"), now=now, owner=ann)
            letter = interests.Letter(WHY, PROPOSAL, Cooperation.SUPPLY)
            sent = await interests.propose(session, ann, honey.id, letter, now=now)
            assert isinstance(sent, interests.Proposed)
        for day in days:
            async with database.write() as session:
                await interests.due(session, now=now + timedelta(days=day))
        last = now + timedelta(days=days[-1])
        async with database.write() as session:
            if answered:
                await interests.decline(session, olena, sent.interest.id, interests.DeclineReason.TERMS, now=last)
        said = []
        async with database.read() as session:
            people = {member.id: member for member in (olena, ann)}
            for delivery in await session.scalars(select(Delivery).order_by(Delivery.id)):
                screen = await notices.render(session, delivery, people[delivery.member_id], last)
                said.append((delivery.kind, screen is not None))
        return said

    async def test_of_two_reminders_only_the_last(self, database: Database, now: datetime) -> None:
        said = await self.outbox(database, now, days=[2, 5])
        assert said == [(Kind.INTEREST_RECEIVED, True), (Kind.INTEREST_REMINDER, False), (Kind.INTEREST_REMINDER, True)]

    async def test_after_the_end_only_the_end(self, database: Database, now: datetime) -> None:
        said = await self.outbox(database, now, days=[2, 5, 14])
        assert [kind for kind, holds in said if holds] == [Kind.INTEREST_EXPIRED, Kind.INTEREST_UNANSWERED]

    async def test_past_the_deadline_before_the_worker_noticed_nothing_is_said(self, database: Database, now: datetime) -> None:
        said = await self.outbox(database, now, days=[2, 13])
        assert said[-1] == (Kind.INTEREST_REMINDER, True)
        async with database.read() as session:
            [sent] = await session.scalars(select(interests.Interest))
            assert sent.reminder(now + timedelta(days=14)) is None

    async def test_after_an_answer_only_the_answer(self, database: Database, now: datetime) -> None:
        said = await self.outbox(database, now, days=[2, 14], answered=True)
        assert [kind for kind, holds in said if holds] == [Kind.INTEREST_DECLINED]
