"""The office desk: queue, decisions, what authors and colleagues are told."""

from asyncio import gather

from models import atlas, members, opportunities
from models.businesses import Representative
from models.database import Database
from models.interests import EXPIRES_AFTER, PLACE_RETURNS_AFTER, Interest, InterestState
from models.members import Role
from models.opportunities import Cooperation
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.people import BAKERY, HONEY, Offer, arrives, fills_registration, publishes, registers, works_in_office


async def administers(telegram: Sandbox, database: Database, name: str = "Admin") -> Person:
    """An administrator who has arrived."""
    person = await arrives(telegram, name, "UA-30")
    async with database.write() as session:
        member = await members.find(session, person.id)
        assert member is not None
        await members.grant(session, person.id, Role.ADMINISTRATOR, None, now=member.joined_at)
    return person


async def opens_queue(office: Person) -> None:
    await office.sends("/office")
    # The notice of what waits begins like the queue, and may come first.
    await office.waits()
    await office.sees("🗂")


async def test_desk_shows_the_item_and_approval_publishes_it(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)

    await opens_queue(office)
    await office.sees(
        "Queue: Kyiv Oblast",
        "1 waits",
        "KV-0001 · Buckwheat honey in bulk",
        "Lisova Pasika · Kyiv Oblast",
        "Business offer · Distribution",
        "Number: not given",
        "Duplicate: none",
        "Missing:",
        "20 t of buckwheat honey",
        buttons=["Approve", "Return", "Reject", "Second look", "Skip"],
    )
    await office.taps("Approve")
    await office.sees("KV-0001 is public", "What did you check?", "no endorsement", buttons=["Text only", "Person", "Undo · 10 min"])
    await olena.sees("Your listing is public", "KV-0001", buttons=["See and share it", "My business"])
    await office.taps("Person")
    await office.sees("Nothing waits", buttons=["My office", "Home", "Undo"])


async def test_office_hears_of_a_new_item_and_opens_it_from_the_notice(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    await registers(await arrives(telegram, "Olena", "UA-32"))
    telegram.advance(86_400)

    await office.sees("One more waits for your office", "KV-0001", "Lisova Pasika", "Promised by", buttons=["Open it", "Queue"])
    await office.taps("Open it")
    await office.sees("waits", "Buckwheat honey in bulk", buttons=["Approve"])


async def test_returned_with_a_reason_and_a_note_corrected_and_approved(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)

    await opens_queue(office)
    await office.taps("Return")
    await office.sees("Return: KV-0001", "Why?", buttons=["Too vague", "Partner's role missing"])
    await office.taps("Too vague")
    await office.taps("Partner's role missing")
    await office.taps("Go on")
    await office.taps("Add details")
    await office.sends("Say how many tonnes & in which packaging.")
    await office.sees("Too vague · Partner's role missing", "how many tonnes & in which packaging")
    await office.taps("Return")
    await office.sees("Returned: KV-0001", "Nothing waits")

    await olena.sees(
        "To correct: KV-0001",
        "Too vague",
        "Partner's role missing",
        "The office writes: Say how many tonnes & in",
        "two working days",
        buttons=["Correct: Summary", "Correct: Partner's role"],
    )
    await olena.taps("Correct: Summary")
    await olena.sends("20 t of buckwheat honey a year, in drums of 200 litres, on pallets of four.")
    await olena.taps("Send again")
    await olena.sees("Sent.")

    await opens_queue(office)
    await office.sees("on pallets of four", buttons=["Approve"])
    await office.taps("Approve")
    await olena.sees("Your listing is public")


async def test_rejected_author_hears_why_and_who(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)

    await opens_queue(office)
    await office.taps("Reject")
    await office.taps("A direct sale only")
    await office.taps("Go on")
    await office.taps("Reject")

    await office.sees("Rejected: KV-0001")
    await olena.sees("Not accepted: KV-0001", "A direct sale only", "the regional office: Kyiv Oblast", buttons=["My office"])


async def test_of_two_moderators_the_first_decides_and_the_second_is_told(telegram: Sandbox, database: Database) -> None:
    taras = await works_in_office(telegram, database, "Taras", "UA-32")
    iryna = await works_in_office(telegram, database, "Iryna", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(taras)
    await opens_queue(iryna)

    toasts = await gather(taras.taps("Approve"), iryna.taps("Approve"))

    assert sorted(toast is None for toast in toasts) == [False, True]
    late, first = (taras, iryna) if toasts[0] else (iryna, taras)
    assert f"Published. Who decided: {first.name}" in str(toasts[0] or toasts[1])
    await late.sees("KV-0001", f"Published. Who decided: {first.name}", buttons=["Next", "Home"])
    await first.sees("What did you check?")
    await telegram.idle()
    assert olena.transcript().count("Your listing is public") == 1


async def test_return_written_while_a_colleague_approved_is_not_sent(telegram: Sandbox, database: Database) -> None:
    taras = await works_in_office(telegram, database, "Taras", "UA-32")
    iryna = await works_in_office(telegram, database, "Iryna", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(taras)
    await opens_queue(iryna)
    await taras.taps("Return")
    await taras.taps("Too vague")
    await taras.taps("Go on")
    await iryna.taps("Approve")

    assert "Published. Who decided: Iryna" in str(await taras.taps("Return"))

    await taras.sees("Published. Who decided: Iryna", buttons=["Next"])
    await olena.does_not_see("To correct")


async def test_double_tap_approves_once(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)

    await office.taps_twice("Approve")

    await office.sees("What did you check?")
    await telegram.idle()
    assert olena.transcript().count("Your listing is public") == 1


async def test_old_button_after_a_newer_text(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)
    await office.taps("Return")
    await office.taps("Too vague")
    await office.taps("Go on")
    await office.taps("Return")
    await olena.taps("Correct: Summary")
    await olena.sends("20 t of buckwheat honey a year, on pallets of four.")
    await olena.taps("Send again")
    await opens_queue(office)
    stale = (await office.sees("on pallets of four", buttons=["Approve"]))["message_id"]
    await olena.opens()
    await olena.taps("My business")
    await olena.taps("KV-0001")
    await olena.taps("Change")
    await olena.taps("Change")
    await olena.taps("Title")
    await olena.sends("Buckwheat honey in drums")
    await olena.taps("Send")

    assert "newer text" in str(await office.taps_at(stale, 0, 0))
    await office.sees("The author has sent a newer text", buttons=["Next"])
    await office.taps("Next")
    await office.sees("Buckwheat honey in drums", buttons=["Approve"])


async def test_nobody_decides_on_their_own_business(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    admin = await administers(telegram, database)
    await registers(office)
    await opens_queue(office)
    await office.sees("Nothing waits")
    telegram.advance(86_400)
    await admin.sees("One more waits", "Lisova Pasika")

    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena, BAKERY)
    await opens_queue(office)
    await office.sees("Cascade Foods", buttons=["Approve"])
    async with database.write() as session:
        taras, author = await members.find(session, office.id), await members.find(session, olena.id)
        assert taras is not None
        assert author is not None
        assert author.business_id is not None
        session.add(Representative(business_id=author.business_id, member_id=taras.id, owner=False, since=taras.joined_at))

    assert "your own business" in str(await office.taps("Approve"))
    await office.sees("a colleague or the administrators decide", buttons=["Home"])
    await olena.does_not_see("public")


async def test_moderator_of_another_region_has_an_empty_desk(telegram: Sandbox, database: Database) -> None:
    await works_in_office(telegram, database, "Taras", "UA-32")
    lviv = await works_in_office(telegram, database, "Lesia", "UA-46")
    await registers(await arrives(telegram, "Olena", "UA-32"))

    await opens_queue(lviv)

    await lviv.sees("Nothing waits")


async def test_a_role_that_was_taken_away_decides_nothing(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)
    async with database.write() as session:
        member = await members.find(session, office.id)
        assert member is not None
        await members.revoke(session, office.id, Role.MODERATOR, atlas.by_code("UA-32").id, now=member.joined_at)

    assert await office.taps("Approve") == "This item is not at your desk."
    await office.sees("Type what you look for")
    await olena.does_not_see("public")


async def test_approval_is_taken_back_within_ten_minutes(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)
    await office.taps("Approve")
    await olena.sees("Your listing is public")
    telegram.advance(9 * 60)

    assert await office.taps("Undo") == "Taken back. It waits again, and the author is told."

    await office.sees("1 waits", buttons=["Approve"])
    await olena.sees("Being checked again: KV-0001", "You hear from me by")
    await office.taps("Approve")
    await olena.sees("Your listing is public")


async def test_after_ten_minutes_the_approval_stays(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)
    await office.taps("Approve")
    await olena.sees("Your listing is public")
    telegram.advance(11 * 60)

    assert "Ten minutes are over" in str(await office.taps("Undo"))

    await office.sees("Published. Who decided: you", buttons=["Next"])
    await olena.does_not_see("Being checked again")


async def test_undo_takes_back_what_was_said_to_be_checked(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)
    await office.taps("Approve")
    await office.taps("Person")
    await office.taps("Undo")
    await office.taps("Approve")
    await office.taps("Text only")

    olena.looks()
    await olena.opens()
    await olena.does_not_see("person acts for it")


async def test_observer_sees_no_desk(telegram: Sandbox, database: Database) -> None:
    observer = await works_in_office(telegram, database, "Embassy", "UA-32", role=Role.OBSERVER)
    await registers(await arrives(telegram, "Olena", "UA-32"))

    await observer.opens()
    assert not any("Queue" in button for row in observer.buttons for button in row)
    await observer.sends("/office")
    await observer.sees("administrators", buttons=["My twins"])


async def test_sole_proprietors_number_is_for_the_own_office_only(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    admin = await administers(telegram, database)
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)
    await gives_number(olena, "3184710691")
    await olena.taps("Send to the office")

    await opens_queue(office)
    await office.sees("Number ✓ 3184710691")
    await opens_queue(admin)
    await admin.sees("Number ✓", "seen by their own office only")
    await admin.does_not_see("3184710691")


async def gives_number(person: Person, number: str) -> None:
    """From the preview: the registration number, and back to the preview."""
    await person.taps("Change")
    await person.taps("▶")
    await person.taps("Registration number")
    await person.sends(number)


async def test_register_is_offered_when_there_is_a_number(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)
    await gives_number(olena, "37193071")
    await olena.taps("Send to the office")

    await opens_queue(office)
    await office.taps("Approve")
    await office.sees("What did you check?", buttons=["Text only", "Register", "Person", "Register and person"])
    await office.taps("Register and person")
    await office.sees("Kept.")


async def test_second_look_is_marked_and_colleagues_are_told(telegram: Sandbox, database: Database) -> None:
    taras = await works_in_office(telegram, database, "Taras", "UA-32")
    iryna = await works_in_office(telegram, database, "Iryna", "UA-32")
    await registers(await arrives(telegram, "Olena", "UA-32"))
    telegram.advance(86_400)
    await iryna.sees("One more waits")
    await opens_queue(taras)

    assert await taras.taps("Second look") == "Marked for a second look; your colleagues are told."

    await taras.sees("A second look is asked for by: Taras")
    telegram.advance(86_400)
    await iryna.sees("A second look is asked for by: Taras", buttons=["Open it"])


async def test_skipping_goes_round_the_queue(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    await registers(await arrives(telegram, "Olena", "UA-32"))
    await opens_queue(office)
    assert await office.taps("Skip") == "It is the only one that waits."
    await registers(await arrives(telegram, "Ihor", "UA-32"), BAKERY)

    await office.taps("Skip")
    await office.sees("2 wait", "Cascade Foods", "Business request")
    await office.taps("Skip")
    await office.sees("2 wait", "Lisova Pasika")


async def test_overdue_and_age_are_counted(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    await registers(await arrives(telegram, "Olena", "UA-32"))
    telegram.advance(6 * 86_400 + 4 * 3_600)

    await opens_queue(office)

    await office.sees("1 waits, 1 overdue", "waits 6 d 4 h", "due since")


async def test_change_of_a_public_business_shows_old_and_new(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await publishes(olena, office)
    await olena.opens()
    await olena.taps("My business")
    await olena.taps("Change the business")
    await olena.taps("Change")
    await olena.taps("Name")
    await olena.sends("Lisova Pasika <Family>")
    await olena.taps("Send the change")

    await opens_queue(office)
    await office.sees("A change of what is public", "Name: Lisova Pasika → Lisova Pasika <Family>", buttons=["Approve"])
    await office.taps("Approve")
    await olena.sees("Your business is public: Lisova Pasika <Family>")


async def test_contacts_and_links_in_the_text_are_pointed_out(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena, Offer(summary="Honey in drums: call +380 67 123 45 67 or see www.lisova.example.com"))
    await registers(await arrives(telegram, "Ihor", "UA-32"), HONEY)

    await opens_queue(office)

    await office.sees("Contacts in the text: +380 67 123 45 67", "1 link", "Duplicate: Lisova Pasika")


async def test_longest_texts_still_fit_one_message(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena, Offer(business="Ж" * 120, title="Т" * 120, summary="<&" * 250))
    await olena.taps("Add details")
    for answer in ("&" * 1000, None, "About " + "<" * 490):
        if answer:
            await olena.sends(answer)
        else:
            await olena.taps("Skip")
    await olena.taps("Back")
    await olena.taps("Send to the office")

    await opens_queue(office)

    await office.sees("KV-0001", buttons=["Approve"])


async def test_without_an_office_the_administrators_decide(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)

    await admin.opens()
    await admin.sends("/office")
    await admin.sees("Queue: Kyiv Oblast", buttons=["Approve"])
    await admin.taps("Approve")
    await olena.sees("Your listing is public")


async def test_unfinished_return_survives_a_restart(running: Running, database: Database) -> None:
    office = await works_in_office(running.telegram, database, "Taras", "UA-32")
    olena = await arrives(running.telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)
    await office.taps("Return")
    await office.taps("Too vague")
    await running.restart()

    await office.taps("Go on")
    await office.taps("Return")
    await office.sees("Returned: KV-0001")
    await olena.sees("To correct")


async def test_office_hears_on_day_seven_who_has_not_answered_whom(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await publishes(olena, office)
    ann = await arrives(telegram, "Ann", "US-WA")
    await registers(ann, BAKERY)
    await proposes(database, ann, olena)
    telegram.advance(8 * 86_400)

    await office.sees(
        "No answer for 8 d",
        "Who is asked: Lisova Pasika",
        "Who waits: Cascade Foods · Washington",
        "KV-0001 · Buckwheat honey in bulk",
        "expires on",
        buttons=["See the listing", "Queue"],
    )
    await office.does_not_see("@")


async def proposes(database: Database, sender: Person, receiver: Person) -> None:
    """A proposal that was sent, without the walk through its form."""
    async with database.write() as session:
        author, reader = await members.find(session, sender.id), await members.find(session, receiver.id)
        assert author is not None
        assert author.business_id is not None
        assert reader is not None
        assert reader.business_id is not None
        offer = (await opportunities.of_business(session, reader.business_id))[0]
        assert offer.public_version_id is not None
        assert offer.published_at is not None
        session.add(
            Interest(
                opportunity_id=offer.id,
                opportunity_version_id=offer.public_version_id,
                sender_business_id=author.business_id,
                sender_id=author.id,
                receiver_business_id=reader.business_id,
                state=InterestState.SENT,
                why="We bake for 300 cafes and look for single-flower honey.",
                proposal="A trial of two tonnes in autumn, then a yearly contract.",
                cooperation=Cooperation.DISTRIBUTION,
                language="en",
                written_at=offer.published_at,
                sent_at=offer.published_at,
                deadline=offer.published_at + EXPIRES_AFTER,
                next_step_at=offer.published_at + PLACE_RETURNS_AFTER,
                sender_shares=[],
                receiver_shares=[],
            )
        )


async def test_approval_on_which_a_proposal_rests_stays(telegram: Sandbox, database: Database) -> None:
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    ann = await arrives(telegram, "Ann", "US-WA")
    await registers(ann, BAKERY)
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await opens_queue(office)
    await office.taps("Skip")
    await office.taps("Approve")
    await olena.sees("Your listing is public")
    await proposes(database, ann, olena)

    assert "A proposal rests on this approval" in str(await office.taps("Undo"))
