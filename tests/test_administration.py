"""Roles: given and taken in the chat, at once, and only by those who may."""

from models import atlas, members, roles
from models.database import Database
from models.members import Role
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.people import arrives, registers, works_in_office


async def administers(telegram: Sandbox, database: Database, name: str = "Admin") -> Person:
    person = await arrives(telegram, name, "UA-30")
    async with database.write() as session:
        member = await members.find(session, person.id)
        assert member is not None
        await members.grant(session, person.id, Role.ADMINISTRATOR, None, now=member.joined_at)
    return person


async def gives(giver: Person, who: str, role: str, region: str = "") -> None:
    """From /admin to the form's last button."""
    await giver.sends("/admin")
    await giver.taps("Give a role")
    await giver.sends(who)
    await giver.taps(role)
    if region:
        await giver.sends(region)
    await giver.sees("Who:", role)
    await giver.taps("Give the role")


async def test_administrator_gives_a_role_by_name_and_the_person_is_told(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    taras = telegram.person("Taras", language="en", username="Taras_K")
    await taras.opens()
    await taras.taps("Kyiv Oblast")
    await taras.taps("I agree")

    await gives(admin, "@taras_k", "Moderator", "UA-32")

    await admin.sees("Given.", "Taras @Taras_K", "Moderator · Kyiv Oblast", "They are told now", buttons=["Roles", "One more"])
    await taras.sees("You have a role: Moderator · Kyiv Oblast", "/start", buttons=["Queue"])
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await taras.taps("Queue")
    await taras.sees("1 waits", buttons=["Approve"])


async def test_role_waits_for_somebody_who_has_not_come_yet(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    future = telegram.person("Lesia", language="en")

    await gives(admin, str(future.id), "Head of the office", "Lviv Oblast")

    await admin.sees("Given.", f"Telegram number {future.id}", "the role waits for them")
    await future.opens()
    await future.sends("Lviv")
    await future.taps("Lviv Oblast")
    await future.taps("I agree")
    await future.sees("Lesia", buttons=["Queue", "Administration"])


async def test_head_gives_moderators_of_the_own_region_only(telegram: Sandbox, database: Database) -> None:
    head = await works_in_office(telegram, database, "Olha", "UA-32", role=Role.HEAD)
    taras = await arrives(telegram, "Taras", "UA-32")

    await head.sends("/admin")
    await head.sees("a moderator in your own region")
    await head.taps("Give a role")
    await head.sends(str(taras.id))
    assert not any("Administrator" in button or "Head" in button for row in head.buttons for button in row)
    await head.sees("A role: Moderator", "You wrote earlier: Kyiv Oblast")
    await head.taps("Keep it")
    await head.sees("A role: Moderator", "Region: Kyiv Oblast", buttons=["Give the role"])
    await head.taps("Give the role")
    await head.sees("Given.", "Moderator · Kyiv Oblast")

    await head.taps("One more")
    await head.sends(str(taras.id))
    await head.sees("You wrote earlier: Kyiv Oblast")
    await head.sends("UA-46")
    await head.sees("Region: Lviv Oblast")
    assert "not yours to give" in str(await head.taps("Give the role"))


async def test_typing_mistakes_are_explained(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    await admin.sends("/admin")
    await admin.taps("Give a role")

    await admin.sends("+380 67 123 45 67")
    await admin.sees("By a telephone number nobody can be found here")
    await admin.sends("Тарас Коваль")
    await admin.sees("neither a @name nor a number")
    await admin.sends("@nobody_here")
    await admin.taps("Observer")
    await admin.sends("Georgia")
    await admin.sees("Several fit", "US-GA", "GE")
    await admin.sends("Atlantis-on-Sea")
    await admin.sees("No region is known")
    await admin.sends("UA-32")
    await admin.taps("Give the role")
    await admin.sees("Nobody with this @name", "Who: @nobody_here", buttons=["Give the role", "Change"])


async def test_given_twice_is_given_once(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    taras = await arrives(telegram, "Taras", "UA-32")
    await gives(admin, str(taras.id), "Moderator", "UA-32")

    await admin.taps("One more")
    await admin.sends(str(taras.id))
    await admin.taps("Moderator")
    await admin.sends("UA-32")
    await admin.taps("Give the role")

    await admin.sees("They have this role already", buttons=["Give the role", "Change"])


async def test_role_is_taken_away_after_asking_and_holds_at_once(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)
    await office.sends("/office")
    await office.sees("1 waits", buttons=["Approve"])

    await admin.sends("/admin")
    await admin.taps("Roles")
    await admin.sees("Taras", "Moderator · Kyiv Oblast", "press its number")
    number = next(button for row in admin.buttons for button in row if button.startswith("✖") and _stands(admin, button, "Taras"))
    await admin.taps(number)
    await admin.sees("Take this role away?", "Taras", "Nobody else works in this office", buttons=["Take away", "Back"])
    assert await admin.taps("Take away") == "Taken away. It holds from now on."

    assert await office.taps("Approve") == "This item is not at your desk."
    await olena.does_not_see("public")
    published = [c for c in telegram.calls("setMyCommands") if c.parameters.get("scope", {}).get("chat_id") == office.id]
    assert published
    assert not any(command["command"] == "office" for command in published[-1].parameters["commands"])


def _stands(person: Person, button: str, name: str) -> bool:
    """Whether the line with this button's number names this person."""
    return f"{button.removeprefix('✖ ')} · {name}" in person.screen


async def test_last_administrator_stays(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    async with database.write() as session:
        me = await members.find(session, admin.id)
        assert me is not None
        for holder in await roles.holders(session, me):
            if holder.grant.telegram_id != admin.id:
                await members.revoke(session, holder.grant.telegram_id, holder.grant.role, None, now=me.joined_at)
    await admin.sends("/admin")
    await admin.taps("Roles")
    await admin.taps("✖ 1")

    assert "last administrator" in str(await admin.taps("Take away"))
    await admin.sees("Roles · 1", "Admin")


async def test_old_button_of_a_role_that_was_taken_away(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    office = await works_in_office(telegram, database, "Taras", "UA-32")
    await admin.sends("/admin")
    await admin.taps("Roles")
    async with database.write() as session:
        member = await members.find(session, office.id)
        assert member is not None
        await members.revoke(session, office.id, Role.MODERATOR, atlas.by_code("UA-32").id, now=member.joined_at)
    number = next(button for row in admin.buttons for button in row if button.startswith("✖") and _stands(admin, button, "Taras"))

    assert await admin.taps(number) == "This role was taken away already."
    await admin.does_not_see("Taras")


async def test_members_and_moderators_find_no_administration(telegram: Sandbox, database: Database) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    taras = await works_in_office(telegram, database, "Taras", "UA-32")

    for person in (olena, taras):
        await person.sends("/admin")
        await person.sees("Roles are not yours to give", "Type what you look for")


async def test_roles_are_paged(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    async with database.write() as session:
        me = await members.find(session, admin.id)
        assert me is not None
        for number in range(7):
            await members.grant(session, 700_000 + number, Role.OBSERVER, atlas.by_code("UA-32").id, now=me.joined_at)
    await admin.sends("/admin")
    await admin.taps("Roles")
    await admin.sees("1 · ", "5 · ", buttons=["1 / 2", "▶"])
    await admin.taps("▶")
    await admin.sees("6 · Telegram number", "Observer · Kyiv Oblast", buttons=["2 / 2"])


async def test_number_for_whoever_gives_the_role(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")

    await olena.sends("/id")

    await olena.sees(f"Your Telegram number: {olena.id}", buttons=["Copy"])
